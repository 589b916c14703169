import { readToml } from '@cupel/formats'
import { readManifest } from '../npm/manifest.ts'
import { pypiName } from '../python/pypi-name.ts'
import { readPyproject } from '../python/pyproject.ts'
import { quotedItems } from '../python/quoted-items.ts'
import { parseRequirement } from '../python/requirement.ts'
import { hatchNames, toolNames } from '../python/tool-dependencies.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

/**
 * Names of packages that a manifest asks for → whether what is built needs them everywhere: not for development, not optional, not
 * only under a marker. Empty for a manifest that does not tell.
 */
export function askedNames(name: string, text: string): ReadonlyMap<string, boolean> {
  if (name === 'package.json') return askedOfNode(text)
  if (name === 'pyproject.toml') return askedOfPyproject(text)
  if (name === 'setup.py') return askedOfSetup(text)
  if (name === 'setup.cfg') return askedOfSetupCfg(text)
  if (name === 'tox.ini') return besides(new Map(), valuesOf(text, /^deps[ \t]*=/).map(withoutFactor))
  if (name === 'noxfile.py') return besides(new Map(), quotedItems(text, /\.install\(/g))
  if (name === 'hatch.toml') return besides(new Map(), hatchNames(readToml(text) as JsonObject))
  if (name.endsWith('.in')) return specifiers(text.split('\n').map((line) => line.replace(/(?:^|\s)#.*$/, '')))
  if (name === 'Pipfile') return askedOfPipfile(text)
  return new Map()
}

function askedOfNode(text: string): ReadonlyMap<string, boolean> {
  const needs = readManifest(text)?.dependencies ?? []
  const asked = needs.filter(({ range, scope }) => scope !== 'peer' && !/^(?:workspace|file|link|portal):/.test(range))
  return new Map(asked.map(({ name, scope }) => [name, scope === 'runtime']))
}

function askedOfPyproject(text: string): ReadonlyMap<string, boolean> {
  const { name: own, dependencies } = readPyproject(text)
  const asked = new Map<string, boolean>()
  for (const [name, scopes] of dependencies) if (name !== pypiName(own)) asked.set(name, scopes.has('runtime'))
  const stated = asArray(asObject(readToml(text)['project'])?.['dependencies']) ?? []
  for (const [name, everywhere] of specifiers(stated.map(asString))) if (!everywhere) asked.set(name, false)
  return besides(asked, toolNames(readToml(text) as JsonObject))
}

function askedOfSetup(text: string): ReadonlyMap<string, boolean> {
  const needed = specifiers(quotedItems(text, /\binstall_requires[ \t]*=[ \t]*\[/g))
  const extras = quotedItems(text, /\bextras_require[ \t]*=[ \t]*\{/g, 2)
  return besides(needed, [...extras, ...quotedItems(text, /\btests_require[ \t]*=[ \t]*\[/g)])
}

function askedOfSetupCfg(text: string): ReadonlyMap<string, boolean> {
  const needed = specifiers(valuesOf(text, /^install_requires[ \t]*=/))
  const from = /^\[options\.extras_require\][ \t]*$/m.exec(text)
  const section = from === null ? '' : text.slice(from.index + from[0].length).split(/^\[/m)[0]
  return besides(needed, [...valuesOf(text, /^tests_require[ \t]*=/), ...valuesOf(section ?? '', /^[\w-]+[ \t]*=/)])
}

/** tox asks for some things only in some environments: `py39: name`. */
function withoutFactor(line: string): string {
  return line.replace(/^[ \t]*[\w,{}!-]+:[ \t]+/, '')
}

/** What is needed besides, for development or not everywhere. */
function besides(asked: ReadonlyMap<string, boolean>, specified: Iterable<string>): ReadonlyMap<string, boolean> {
  const all = new Map(asked)
  for (const name of specifiers([...specified]).keys()) if (!all.has(name) && !/\.(?:txt|in)$/.test(name)) all.set(name, false)
  return all
}

function askedOfPipfile(text: string): ReadonlyMap<string, boolean> {
  const root = readToml(text)
  const asked = new Map<string, boolean>()
  for (const [table, everywhere] of [
    ['dev-packages', false],
    ['packages', true],
  ] as const) {
    for (const [name, wanted] of Object.entries(asObject(root[table]) ?? {}))
      if (asObject(wanted)?.['path'] === undefined) asked.set(pypiName(name), everywhere)
  }
  return asked
}

/** The values of keys, which go on in the indented lines below them, line by line without comments. */
function valuesOf(text: string, key: RegExp): readonly string[] {
  const values: string[] = []
  let inside = false
  for (const line of text.split('\n')) {
    const starts = key.test(line)
    if (starts) inside = true
    else if (/^[^\s#]/.test(line)) inside = false
    if (inside) values.push((starts ? line.replace(/^[^=]*=/, '') : line).replace(/(?:^|\s)#.*$/, '').trim())
  }
  return values.filter((value) => value !== '')
}

function specifiers(list: readonly string[]): ReadonlyMap<string, boolean> {
  const asked = new Map<string, boolean>()
  for (const quoted of list) {
    const requirement = parseRequirement(quoted.trim().replace(/^["']|["']$/g, ''))
    if (requirement !== null) asked.set(requirement.name, requirement.marker === '')
  }
  return asked
}
