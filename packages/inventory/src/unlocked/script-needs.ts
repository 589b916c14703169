import { folderOf } from '@cupel/source'
import { scriptDependencies } from '../gradle/build-script.ts'
import { scriptStatements } from '../gradle/script-statements.ts'
import { NeedMap } from './need.ts'
import type { ManifestPlace, Needs } from './need.ts'

/** Names on lines of a Ruby program that are read whatever happens: without a condition on the line, or around it. */
export function rubyNeeds(text: string, call: RegExp): Needs {
  const found = new NeedMap()
  const blocks: boolean[] = []
  for (const raw of text.split('\n')) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim()
    if (/^=begin\b/.test(line)) blocks.push(true)
    if (/^(?:end|=end)\b/.test(line)) blocks.pop()
    else if (/^(?:if|unless|case|while|until|def|begin|class|module)\b/.test(line)) blocks.push(true)
    else if (/\bdo(?:[ \t]*\|[^|]*\|)?$/.test(line))
      blocks.push(!/^(?:group|source|platforms?|path|git|github|target|abstract_target)\b/.test(line))
    const [written = '', name] = call.exec(line) ?? []
    if (name === undefined || blocks.includes(true) || /\s(?:if|unless)\s|:path\b|\bpath:|install_if|\?/.test(line)) continue
    found.add(name, { always: true, range: rubyRange(line.slice(written.length)) })
  }
  return found
}

/** The strings that follow a name, when they are all of it that says which versions. */
function rubyRange(rest: string): string {
  const list = /^((?:[ \t]*,[ \t]*\[?[ \t]*(?:"[^"#]*"|'[^']*'))+)[ \t]*\]?[ \t]*(\)|$|,[ \t]*:?\w+[ \t]*(?::|=>))/.exec(rest)?.[1]
  const strings = [...(list ?? '').matchAll(/["']([^"']*)["']/g)].map(([, text = '']) => text.trim())
  return strings.every((text) => /^[<>=!~]*[ \t]*\d[\w.]*$/.test(text)) ? strings.join(', ') : ''
}

/** Dependencies of a Mix project that are written out, from a registry. */
export function mixNeeds(text: string): Needs {
  const found = new NeedMap()
  for (const [, name = '', range = ''] of text.replace(/#.*$/gm, '').matchAll(/\{[ \t]*:(\w+),[ \t\r\n]*"([^"\n]*)/g))
    found.add(name, { always: true, range: range.includes('{') ? '' : range })
  return found
}

/** Packages of a .NET project that no condition is about and that it does not take back; what a target does may never be done. */
export function msbuildNeeds(text: string): Needs {
  const plain = text.replace(/<!--[^]*?(?:-->|$)/g, '').replace(/<(Choose|Target)\b[^]*?(?:<\/\1>|$)/g, '')
  const groups = plain
    .split(/<ItemGroup\b/)
    .slice(1)
    .map((group) => group.split('</ItemGroup>', 1)[0] ?? '')
  const items = groups.flatMap((group) => {
    const certain = !/^[^>]*\bCondition[ \t]*=/.test(group)
    return [...group.matchAll(/<PackageReference\s([^>]{0,2000})>/g)].map(([, attributes = '']) => ({
      attributes,
      certain: certain && !/\bCondition\s*=/.test(attributes),
    }))
  })
  const named = (attribute: RegExp, text: string): string => attribute.exec(text)?.[1]?.toLowerCase() ?? ''
  const changed = (attribute: RegExp): Set<string> => new Set(items.map(({ attributes }) => named(attribute, attributes)))
  const removed = changed(/\bRemove\s*=\s*["']([\w.-]+)["']/)
  const updated = changed(/\bUpdate\s*=\s*["']([\w.-]+)["']/)
  const found = new NeedMap()
  for (const { attributes, certain } of items) {
    const name = certain ? (/\bInclude\s*=\s*["']([\w.-]+)["']/.exec(attributes)?.[1] ?? '') : ''
    if (name === '' || removed.has(name.toLowerCase())) continue
    const written = /\bVersion\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1]?.trim() ?? ''
    found.add(name, { always: true, range: /^[\d[(][\w.,\-[\]() ]*$/.test(written) ? written : '' })
  }
  // Of what stands there several times, or under a condition too, the last word is not known.
  const includes = items.map(({ attributes }) => named(/\bInclude\s*=\s*["']([\w.-]+)["']/, attributes))
  return found.anyRangeOf((name) => updated.has(name.toLowerCase()) || includes.filter((one) => one === name.toLowerCase()).length > 1)
}

/** Words with which a build changes what modules it gets, or which of them it locks. */
const GRADLE_CHANGES = /\b(?:exclude|substitute|dependencySubstitution|ignoredDependencies|eachDependency|useTarget|withVariantsOf)\b/

/**
 * Modules that a Gradle project asks for itself in words: of the script's own `dependencies` block, not of the build's programs, without a
 * condition and not from a platform. None where the build puts other modules in their place.
 */
export function gradleNeeds(text: string, { read, folder }: ManifestPlace): Needs {
  const found = new NeedMap()
  if (GRADLE_CHANGES.test(text) || /\bincludeBuild\b/.test(settingsAbove(folder, read))) return found
  const own = scriptStatements(text).statements.filter(
    ({ blocks, text: written }) =>
      blocks.length === 1 && blocks[0] === 'dependencies' && !/\bplatform\b|\benforcedPlatform\b/i.test(written),
  )
  for (const { configuration, group, artifact, version } of scriptDependencies(own)) {
    if (configuration === 'classpath' || `${group}${artifact}`.includes('$')) continue
    // What others ask for may be newer, and the newest is taken.
    const range = /^\d[\w.-]*$/.test(version) && !GRADLE_LOWERS.test(text) ? `>=${version}` : ''
    found.add(`${group}:${artifact}`, { always: true, range })
  }
  return found
}

/** Words with which a build takes an older version of a module than it asks for. */
const GRADLE_LOWERS = /\b(?:force|strictly|prefer|reject|enforcedPlatform|resolutionStrategy|dependencyManagement|replacedBy)\b|!!/

/** Settings of the build that a folder is of; each build has one such file. */
function settingsAbove(folder: string, read: (path: string) => string): string {
  for (let at = folder; ; at = folderOf(at)) {
    const [groovy, kotlin] = ['settings.gradle', 'settings.gradle.kts'].map((name) => read(at === '' ? name : `${at}/${name}`))
    if (`${groovy}${kotlin}` !== '' || at === '') return `${groovy}${kotlin}`
  }
}
