import { readJson, readToml } from '@cupel/formats'
import { childOf, readBlockDocuments, scalarPairs } from '../npm/block-document.ts'
import type { BlockNode, SkippedKeys } from '../npm/block-yaml.ts'
import { plainJson } from '../npm/plain-json.ts'
import { pypiName } from '../python/pypi-name.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

/** Whose needs are looked for in a lock. */
export interface AskingProject {
  /** Folder relative to that of the lock, `` for the same. */
  readonly folder: string
  /** Text of its manifest. */
  readonly manifest: string
}

/** What a lock keeps of a need of a project; empty where it does not tell. */
export interface KeptNeed {
  /** As it was asked for when the lock was written. */
  readonly range: string
  /** That the project got. */
  readonly version: string
  /** Something else decides which version it gets. */
  readonly decided?: true
}

export type KeptNeeds = ReadonlyMap<string, KeptNeed>

/** Looks for what a project asked for when the lock was written; null: the lock does not tell. */
type AskedIn = (project: AskingProject) => KeptNeeds | null

/** Locks that keep what their projects ask for, or whose packages stand for others, by their extractors. */
export const TELLING_LOCKS: ReadonlySet<string> = new Set([
  'package-lock',
  'pnpm-lock',
  'yarn-lock',
  'bun-lock',
  'cargo-lock',
  'uv-lock',
  'gemfile-lock',
  'podfile-lock',
  'nuget-packages-lock',
  'nuget-project-assets',
  'gleam-manifest',
])

/**
 * Reads what a lock keeps as asked for by its projects, under the names in their manifests: what is only mentioned by other packages is
 * not among it. null when the lock is of a kind or a version that keeps none, or cannot be read so.
 */
export function askedInLock(by: string, text: string): AskedIn {
  try {
    return BY_LOCK[by]?.(text) ?? NOT_TOLD
  } catch {
    return NOT_TOLD
  }
}

const NOT_TOLD: AskedIn = () => null

const BY_LOCK: Readonly<Record<string, (text: string) => AskedIn>> = {
  'package-lock': npmAsked,
  'bun-lock': (text) => {
    const workspaces = asObject(asObject(readJson(plainJson(text)))?.['workspaces'])
    return ({ folder }) => needsOf(asObject(workspaces?.[folder]), NODE_TABLES)
  },
  'pnpm-lock': pnpmAsked,
  'yarn-lock': (text) => (/^__metadata:/m.test(text) ? berryAsked(text) : NOT_TOLD),
  'cargo-lock': cargoAsked,
  'uv-lock': uvAsked,
  'gemfile-lock': (text) => listed(text, /^DEPENDENCIES\r?\n((?: {2}.*\r?\n?)*)/m, /^ {2}([^\s!(]+)/gm),
  'podfile-lock': (text) => listed(text, /^DEPENDENCIES:\r?\n((?: {2}.*\r?\n?)*)/m, /^ {2}- "?([^\s"(/]+)/gm),
  'nuget-packages-lock': (text) => {
    const frameworks = Object.values(asObject(asObject(readJson(text))?.['dependencies']) ?? {}).map(asObject)
    return nugetAsked(frameworks, (entry) => (asString(entry?.['type']) === 'Direct' ? asString(entry?.['requested']) : null))
  },
  'nuget-project-assets': (text) => {
    const frameworks = asObject(asObject(asObject(readJson(text))?.['project'])?.['frameworks'])
    if (frameworks === null) return NOT_TOLD
    const lists = Object.values(frameworks).map((one) => asObject(asObject(one)?.['dependencies']))
    return nugetAsked(lists, (entry) => asString(entry?.['version']))
  },
  'gleam-manifest': (text) => {
    const root = readToml(text) as JsonObject
    return ({ folder }) => (folder === '' ? needsOf(root, ['requirements']) : null)
  },
  // Of these every name stands for one version, but what others would like for themselves is named too.
  'composer-lock': composerHeld,
  'mix-lock': (text) => always([...text.matchAll(/^[ \t]*"([\w.-]+)":[ \t]*\{/gm)].map(([, name = '']) => name)),
}

const NODE_TABLES = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

/** Of `name: "^1"` and `name: { specifier: "^1", version: "1.0.0" }`; null when there is nothing of these tables. */
function needsOf(entry: JsonObject | null, tables: readonly string[]): KeptNeeds | null {
  const there = tables.map((table) => asObject(entry?.[table])).filter((table) => table !== null)
  if (there.length === 0) return null
  return new Map(there.toReversed().flatMap((table) => Object.entries(table).map(([name, need]) => [name, keptNeed(need)] as const)))
}

function keptNeed(need: unknown): KeptNeed {
  if (typeof need === 'string') return { range: need, version: '' }
  const told = asObject(need)
  return { range: asString(told?.['specifier']), version: asString(told?.['version']).replace(/\(.*$/, '') }
}

const ONLY_NAMED: KeptNeed = { range: '', version: '' }
const DECIDED: KeptNeed = { ...ONLY_NAMED, decided: true }

function always(names: readonly string[]): AskedIn {
  const all = new Map(names.map((name) => [name, ONLY_NAMED]))
  return () => all
}

function listed(text: string, section: RegExp, item: RegExp): AskedIn {
  const found = section.exec(text)?.[1]
  return found === undefined ? NOT_TOLD : always([...found.matchAll(item)].map(([, name = '']) => name))
}

/** Direct packages of all frameworks; a package of which they ask for different versions keeps no range. */
function nugetAsked(frameworks: readonly (JsonObject | null)[], rangeOf: (entry: JsonObject | null) => string | null): AskedIn {
  const found = new Map<string, KeptNeed>()
  for (const [name, entry] of frameworks.flatMap((one) => Object.entries(one ?? {}))) {
    const range = rangeOf(asObject(entry))
    const known = found.get(name)
    if (range !== null) found.set(name, { range: known === undefined || known.range === range ? range : '', version: '' })
  }
  return () => found
}

/** A project is kept as it asked. In npm's own layout its entry alone is parsed: the locks are long. */
function npmAsked(text: string): AskedIn {
  let packages: JsonObject | null | undefined
  return ({ folder }) => {
    const open = `\n    ${JSON.stringify(folder)}: {\n`
    const at = text.includes('\n  "packages": {\n') ? text.indexOf(open) : -1
    const end = at < 0 ? -1 : text.indexOf('\n    }', at)
    if (end > 0) return needsOf(asObject(readJson(`${text.slice(at + open.length - 2, end)}}`)), NODE_TABLES)
    packages ??= asObject(asObject(readJson(text))?.['packages'])
    return needsOf(asObject(packages?.[folder]), NODE_TABLES)
  }
}

/** The entry of each workspace of Yarn 2 and later; found by its lines, for the locks are long. */
function berryAsked(text: string): AskedIn {
  const lines = text.replaceAll('\r\n', '\n')
  const places = new Map(
    [...lines.matchAll(/^ {2}resolution: "?[^"\n]*@workspace:([^"\n]+)/gm)].map(({ 1: place = '', index }) => [place, index]),
  )
  return ({ folder }) => {
    const at = places.get(folder || '.')
    if (at === undefined) return null
    const entry = lines.slice(lines.lastIndexOf('\n\n', at) + 2).split('\n\n', 1)[0] ?? ''
    const needs = /^ {2}dependencies:\n((?: {4}.*\n?)*)/m.exec(entry)?.[1]
    if (needs === undefined) return null
    const pairs = [...needs.matchAll(/^ {4}(?:"([^"\n]+)"|([^":\s]+)):[ ]*(?:"([^"\n]*)"|([^"\n]*))$/gm)]
    return new Map(pairs.map(([, quoted, bare = '', range, plain = '']) => [quoted ?? bare, { range: range ?? plain, version: '' }]))
  }
}

/** An override of `-` takes a package away, any other changes what is kept as asked for, and a program (`.pnpmfile.cjs`) may do so with any. */
function pnpmAsked(text: string): AskedIn {
  const documents = readBlockDocuments(text, PNPM_PACKAGES, () => undefined).map(({ nodes }) =>
    nodes.filter(({ key }) => !PNPM_LONG.has(key)),
  )
  const valueOf = (document: readonly BlockNode[], key: string): BlockNode | undefined => document.find((node) => node.key === key)
  if (documents.some((document) => (valueOf(document, 'pnpmfileChecksum')?.value ?? '') !== '')) return NOT_TOLD
  const overrides = documents.flatMap((document) => scalarPairs(valueOf(document, 'overrides')) ?? [])
  const catalogs = documents.flatMap((document) => valueOf(document, 'catalogs')?.children ?? [])
  return ({ folder }) => {
    const found = new Map<string, KeptNeed>()
    for (const document of documents) {
      const importers = valueOf(document, 'importers')
      const fields = importers === undefined ? document : (childOf(importers, folder || '.')?.children ?? [])
      for (const [name, need] of pnpmNeeds(fields)) found.set(name, { ...need, range: catalogRange(catalogs, name, need.range) })
    }
    if (found.size === 0) return null
    for (const [selector, wanted] of overrides) {
      const name = /(?:^|>)((?:@[^/@>]+\/)?[^/@>]+)(?:@[^>]*)?$/.exec(selector)?.[1] ?? ''
      if (found.has(name) || wanted === '-') found.set(name, DECIDED)
    }
    return found
  }
}

/** What a catalog of the workspace had for `catalog:`. */
function catalogRange(catalogs: readonly BlockNode[], name: string, range: string): string {
  if (!range.startsWith('catalog:')) return range
  const catalog = catalogs.find(({ key }) => key === (range.slice('catalog:'.length) || 'default'))
  return childOf(childOf(catalog, name), 'specifier')?.value ?? range
}

const PNPM_LONG: ReadonlySet<string> = new Set(['packages', 'snapshots'])
const PNPM_PACKAGES: SkippedKeys = new Map([[0, PNPM_LONG]])

/** Up to version 5 (and in 6 of one project) ranges stand in a table of their own. */
function* pnpmNeeds(fields: readonly BlockNode[]): Iterable<readonly [name: string, need: KeptNeed]> {
  const specifiers = new Map(scalarPairs(fields.find(({ key }) => key === 'specifiers')) ?? [])
  for (const [name, range] of specifiers) yield [name, { range, version: '' }]
  for (const table of fields.filter(({ key }) => NODE_TABLES.includes(key))) {
    for (const { key, value, children } of table.children) {
      const told = new Map(children.map((child) => [child.key, child.value]))
      const version = (told.get('version') ?? value).replace(/[(_].*$/, '')
      yield [key, { range: told.get('specifier') ?? specifiers.get(key) ?? '', version }]
    }
  }
}

/** A package without source is of the workspace, and names all that it needs, also for development and on other systems. */
function cargoAsked(text: string): AskedIn {
  const members = (asArray(readToml(text)['package']) ?? []).map(asObject).filter((one) => one !== null && one['source'] === undefined)
  return ({ manifest }) => {
    const own = asString(asObject(readToml(manifest)['package'])?.['name'])
    const found = members.filter((one) => asString(one?.['name']) === own)
    const needs = found.flatMap((one) => asArray(one?.['dependencies']) ?? [])
    if (own === '' || needs.length === 0) return null
    return new Map(
      needs.map((need) => {
        const [name = '', version = ''] = asString(need).split(' ', 2)
        return [name, { range: '', version }]
      }),
    )
  }
}

/** What uv read of the project stands under `metadata`. Groups of Poetry and of older PDM are not among it. */
function uvAsked(text: string): AskedIn {
  const packages = (asArray(readToml(text)['package']) ?? []).map(asObject)
  return ({ folder, manifest }) => {
    if (/^[ \t]*\[tool\.(?:poetry|pdm\.dev-dependencies)\b/m.test(manifest)) return null
    const own = packages.find((one) => {
      const source = asObject(one?.['source'])
      return ['virtual', 'editable', 'directory'].some((kind) => asString(source?.[kind]) === (folder || '.'))
    })
    const metadata = asObject(own?.['metadata'])
    if (metadata === null) return null
    const groups = Object.values(asObject(metadata['requires-dev']) ?? {})
    const needs = [metadata['requires-dist'], ...groups].flatMap((list) => asArray(list) ?? [])
    const pairs = needs.map(asObject).map((need) => [pypiName(asString(need?.['name'])), asString(need?.['specifier'])] as const)
    const several = new Set(pairs.map(([name]) => name).filter((name, at, all) => all.indexOf(name) !== at))
    return new Map(pairs.map(([name, range]) => [name, { range: several.has(name) ? '' : range, version: '' }]))
  }
}

/** Packages, and what they or the project itself replace or provide. */
function composerHeld(text: string): AskedIn {
  const root = asObject(readJson(text))
  const packages = ['packages', 'packages-dev'].flatMap((list) => asArray(root?.[list]) ?? []).map(asObject)
  const held = packages.flatMap((one) => [asString(one?.['name']), ...standsFor(one)])
  return ({ manifest }) => new Map([...held, ...standsFor(asObject(readJson(manifest)))].map((name) => [name, ONLY_NAMED]))
}

function standsFor(entry: JsonObject | null): readonly string[] {
  return ['replace', 'provide'].flatMap((table) => Object.keys(asObject(entry?.[table]) ?? {}))
}
