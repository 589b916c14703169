import { readJson, readToml, readYaml } from '@cupel/formats'
import { folderOf } from '@cupel/source'
import { scriptDependencies } from '../gradle/build-script.ts'
import { scriptStatements } from '../gradle/script-statements.ts'
import { readManifest } from '../npm/manifest.ts'
import { pypiName } from '../python/pypi-name.ts'
import { parseRequirement } from '../python/requirement.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

/**
 * Names of packages that a manifest's lock has to hold → whether always (else it is optional or for development, which some locks
 * leave out). What a lock may leave out for good reasons is not among them: peers, neighbours in the tree, what a marker or a condition
 * asks for. Throws DocumentInvalid when the manifest is not of its format.
 */
export function namesToLock(name: string, text: string, around: ManifestPlace): ReadonlyMap<string, boolean> {
  if (name.endsWith('proj')) return namesOfMsbuild(text)
  return (BY_NAME[name] ?? (() => new Map<string, boolean>()))(text, around)
}

/** What lies around a manifest. */
export interface ManifestPlace {
  readonly folder: string
  /** Folders of the locks that answer for it. */
  readonly above: readonly string[]
  /** Text of a file of the tree; empty when there is none. */
  readonly read: (path: string) => string
}

const BY_NAME: Readonly<Record<string, (text: string, around: ManifestPlace) => ReadonlyMap<string, boolean>>> = {
  'build.gradle': namesOfGradle,
  'build.gradle.kts': namesOfGradle,
  'package.json': namesOfNode,
  'Cargo.toml': namesOfCargo,
  Gemfile: (text) => namesOfRuby(text, /^gem[ \t(]+["']([\w.-]+)["']/),
  'gems.rb': (text) => namesOfRuby(text, /^gem[ \t(]+["']([\w.-]+)["']/),
  Podfile: (text) => namesOfRuby(text, /^pod[ \t(]+["']([\w.+-]+)/),
  'composer.json': (text) => {
    const root = asObject(readJson(text))
    return asked(root, { require: true, 'require-dev': false }, (_, name) => name.includes('/'))
  },
  'pyproject.toml': namesOfPyproject,
  Pipfile: (text) => {
    const root = readToml(text) as JsonObject
    return new Map(
      [...asked(root, { packages: true, 'dev-packages': true }, isEverywhere)].map(([name, always]) => [pypiName(name), always]),
    )
  },
  'pubspec.yaml': (text) => asked(asObject(readYaml(text)[0]), { dependencies: true, dev_dependencies: false }, isRemote),
  'gleam.toml': (text) =>
    asked(readToml(text) as JsonObject, { dependencies: true, 'dev-dependencies': false, dev_dependencies: false }, isRemote),
  'shard.yml': (text) => asked(asObject(readYaml(text)[0]), { dependencies: true, development_dependencies: false }, isRemote),
  'Chart.yaml': (text) => {
    const wanted = (asArray(asObject(readYaml(text)[0])?.['dependencies']) ?? []).map(asObject)
    return new Map(wanted.flatMap((one) => (asString(one?.['name']) === '' ? [] : [[asString(one?.['name']), true] as const])))
  },
  'mix.exs': (text) =>
    new Map([...text.replace(/#.*$/gm, '').matchAll(/\{[ \t]*:(\w+),[ \t\r\n]*"/g)].map(([, name = '']) => [name, true])),
}

/** Keys of tables, given as table → whether a lock always holds them. */
function asked(
  root: JsonObject | null,
  tables: Readonly<Record<string, boolean>>,
  counts: (wanted: unknown, name: string) => boolean,
): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>()
  for (const [table, always] of Object.entries(tables)) {
    for (const [name, wanted] of Object.entries(asObject(root?.[table]) ?? {}))
      if (counts(wanted, name) && found.get(name) !== true) found.set(name, always)
  }
  return found
}

function namesOfNode(text: string): ReadonlyMap<string, boolean> {
  const manifest = readManifest(text)
  // It is read all the same where it cannot be: here that is to be told.
  if (manifest === null) readJson(text)
  const needs = manifest?.dependencies ?? []
  const remote = needs.filter(
    ({ range, scope }) => scope !== 'peer' && scope !== 'optional' && !/^(?:workspace|file|link|portal):/.test(range),
  )
  return new Map(remote.map(({ name, scope }) => [name, scope === 'runtime']))
}

function namesOfCargo(text: string, { read, above }: ManifestPlace): ReadonlyMap<string, boolean> {
  const root = readToml(text) as JsonObject
  let shared: JsonObject | undefined
  function ofWorkspace(key: string): JsonObject | string | null {
    const roots = above.map((folder) => read(folder === '' ? 'Cargo.toml' : `${folder}/Cargo.toml`))
    shared ??= Object.assign({}, ...roots.map((one) => asObject(asObject(readToml(one)['workspace'])?.['dependencies']))) as JsonObject
    const wanted = shared[key]
    return typeof wanted === 'string' ? wanted : asObject(wanted)
  }
  const found = new Map<string, boolean>()
  for (const owner of [root, ...Object.values(asObject(root['target']) ?? {}).map(asObject)]) {
    for (const table of ['dependencies', 'dev-dependencies', 'build-dependencies', 'dev_dependencies', 'build_dependencies']) {
      for (const [key, value] of Object.entries(asObject(owner?.[table]) ?? {})) {
        // What the workspace defines may have another name there.
        const wanted = asObject(value)?.['workspace'] === true ? ofWorkspace(key) : value
        if (wanted !== null && isRemote(wanted)) found.set(asString(asObject(wanted)?.['package']) || key, !table.startsWith('dev'))
      }
    }
  }
  return found
}

function namesOfPyproject(text: string): ReadonlyMap<string, boolean> {
  const root = readToml(text) as JsonObject
  const project = asObject(root['project'])
  const tool = asObject(root['tool'])
  const poetry = asObject(tool?.['poetry'])
  const found = new Map<string, boolean>()
  function add(list: unknown, always: boolean): void {
    for (const item of asArray(list) ?? []) {
      const requirement = parseRequirement(asString(item).trim())
      if (requirement === null || requirement.marker !== '' || /^file:|^\.{0,2}\//.test(requirement.url)) continue
      if (found.get(requirement.name) !== true) found.set(requirement.name, always)
    }
  }
  const groups = [project?.['optional-dependencies'], root['dependency-groups'], asObject(tool?.['pdm'])?.['dev-dependencies']]
  add(project?.['dependencies'], true)
  for (const group of groups) for (const list of Object.values(asObject(group) ?? {})) add(list, false)
  add(asObject(tool?.['uv'])?.['dev-dependencies'], false)
  const tables = [
    poetry?.['dev-dependencies'],
    ...Object.values(asObject(poetry?.['group']) ?? {}).map((one) => asObject(one)?.['dependencies']),
  ]
  for (const table of [poetry?.['dependencies'], ...tables]) {
    for (const [name, wanted] of Object.entries(asObject(table) ?? {}))
      if (name !== 'python' && isEverywhere(wanted)) found.set(pypiName(name), table === poetry?.['dependencies'])
  }
  for (const own of [project?.['name'], poetry?.['name']]) found.delete(pypiName(asString(own)))
  return found
}

/** Of an index or a repository, and not for some Pythons or systems only. */
function isEverywhere(wanted: unknown): boolean {
  if (Array.isArray(wanted)) return false
  const keys = Object.keys(asObject(wanted) ?? {})
  return (
    isRemote(wanted) && !keys.some((key) => /^(?:python|markers?|platform|file|sys_platform|platform_\w+|os_name|python_\w+)$/.test(key))
  )
}

/** Not of a folder of the tree, or of an SDK. */
function isRemote(wanted: unknown): boolean {
  const source = asObject(wanted)
  return source === null || !('path' in source || 'sdk' in source)
}

/** Names on lines of a Ruby program that are read whatever happens: without a condition on the line, or around it. */
function namesOfRuby(text: string, call: RegExp): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>()
  const blocks: boolean[] = []
  for (const raw of text.split('\n')) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim()
    if (/^=begin\b/.test(line)) blocks.push(true)
    if (/^(?:end|=end)\b/.test(line)) blocks.pop()
    else if (/^(?:if|unless|case|while|until|def|begin|class|module)\b/.test(line)) blocks.push(true)
    else if (/\bdo(?:[ \t]*\|[^|]*\|)?$/.test(line))
      blocks.push(!/^(?:group|source|platforms?|path|git|github|target|abstract_target)\b/.test(line))
    const name = call.exec(line)?.[1]
    if (name !== undefined && !blocks.includes(true) && !/\s(?:if|unless)\s|:path\b|\bpath:|install_if|\?/.test(line)) found.set(name, true)
  }
  return found
}

/** Packages of a .NET project that no condition is about and that it does not take back; what a target does may never be done. */
function namesOfMsbuild(text: string): ReadonlyMap<string, boolean> {
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
  const removed = new Set(items.map(({ attributes }) => named(/\bRemove\s*=\s*["']([\w.-]+)["']/, attributes)))
  const names = items.flatMap(({ attributes, certain }) =>
    certain ? (/\bInclude\s*=\s*["']([\w.-]+)["']/.exec(attributes)?.[1] ?? []) : [],
  )
  return new Map(names.filter((name) => !removed.has(name.toLowerCase())).map((name) => [name, true]))
}

/** Words with which a build changes what modules it gets, or which of them it locks. */
const GRADLE_CHANGES = /\b(?:exclude|substitute|dependencySubstitution|ignoredDependencies|eachDependency|useTarget|withVariantsOf)\b/

/**
 * Modules that a Gradle project asks for itself in words: of the script's own `dependencies` block, not of the build's programs, without a
 * condition and not from a platform. None where the build puts other modules in their place.
 */
function namesOfGradle(text: string, { read, folder }: ManifestPlace): ReadonlyMap<string, boolean> {
  if (GRADLE_CHANGES.test(text) || /\bincludeBuild\b/.test(settingsAbove(folder, read))) return new Map()
  const own = scriptStatements(text).statements.filter(
    ({ blocks, text: written }) =>
      blocks.length === 1 && blocks[0] === 'dependencies' && !/\bplatform\b|\benforcedPlatform\b/i.test(written),
  )
  const asked = scriptDependencies(own).filter(
    ({ configuration, group, artifact }) => configuration !== 'classpath' && !`${group}${artifact}`.includes('$'),
  )
  return new Map(asked.map(({ group, artifact }) => [`${group}:${artifact}`, true]))
}

/** Settings of the build that a folder is of; each build has one such file. */
function settingsAbove(folder: string, read: (path: string) => string): string {
  for (let at = folder; ; at = folderOf(at)) {
    const [groovy, kotlin] = ['settings.gradle', 'settings.gradle.kts'].map((name) => read(at === '' ? name : `${at}/${name}`))
    if (`${groovy}${kotlin}` !== '' || at === '') return `${groovy}${kotlin}`
  }
}
