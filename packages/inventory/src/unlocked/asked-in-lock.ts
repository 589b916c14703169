import { readJson, readToml, readYaml } from '@cupel/formats'
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

/** Looks for what a project asked for when the lock was written; null: the lock does not tell. */
type AskedIn = (project: AskingProject) => ReadonlySet<string> | null

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
 * Reads the names that a lock keeps as asked for by its projects, as they stand in the manifests: what is only mentioned by other packages
 * is not among them. null when the lock is of a kind or a version that keeps none, or cannot be read so.
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
  'package-lock': (text) => {
    const packages = asObject(asObject(readJson(text))?.['packages'])
    return ({ folder }) => keysOf(asObject(packages?.[folder]), NODE_TABLES)
  },
  'bun-lock': (text) => {
    const workspaces = asObject(asObject(readJson(plainJson(text)))?.['workspaces'])
    return ({ folder }) => keysOf(asObject(workspaces?.[folder]), NODE_TABLES)
  },
  'pnpm-lock': pnpmAsked,
  'yarn-lock': yarnAsked,
  'cargo-lock': cargoAsked,
  'uv-lock': uvAsked,
  'gemfile-lock': (text) => listed(text, /^DEPENDENCIES\r?\n((?: {2}.*\r?\n?)*)/m, /^ {2}([^\s!(]+)/gm),
  'podfile-lock': (text) => listed(text, /^DEPENDENCIES:\r?\n((?: {2}.*\r?\n?)*)/m, /^ {2}- "?([^\s"(/]+)/gm),
  'nuget-packages-lock': (text) => {
    const frameworks = Object.values(asObject(asObject(readJson(text))?.['dependencies']) ?? {})
    const entries = frameworks.flatMap((one) => Object.entries(asObject(one) ?? {}))
    const direct = entries.filter(([, entry]) => asString(asObject(entry)?.['type']) === 'Direct')
    return always(direct.map(([name]) => name))
  },
  'nuget-project-assets': (text) => {
    const frameworks = asObject(asObject(asObject(readJson(text))?.['project'])?.['frameworks'])
    if (frameworks === null) return NOT_TOLD
    return always(Object.values(frameworks).flatMap((one) => Object.keys(asObject(asObject(one)?.['dependencies']) ?? {})))
  },
  'gleam-manifest': (text) => {
    const root = readToml(text) as JsonObject
    return ({ folder }) => (folder === '' ? keysOf(root, ['requirements']) : null)
  },
  // Of these every name stands for one version, but what others would like for themselves is named too.
  'composer-lock': composerHeld,
  'mix-lock': (text) => always([...text.matchAll(/^[ \t]*"([\w.-]+)":[ \t]*\{/gm)].map(([, name = '']) => name)),
}

const NODE_TABLES = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

/** null when there is nothing of these tables. */
function keysOf(entry: JsonObject | null, tables: readonly string[]): ReadonlySet<string> | null {
  const there = tables.map((table) => asObject(entry?.[table])).filter((table) => table !== null)
  return there.length === 0 ? null : new Set(there.flatMap((table) => Object.keys(table)))
}

function always(names: readonly string[]): AskedIn {
  const all = new Set(names)
  return () => all
}

function listed(text: string, section: RegExp, item: RegExp): AskedIn {
  const found = section.exec(text)?.[1]
  return found === undefined ? NOT_TOLD : always([...found.matchAll(item)].map(([, name = '']) => name))
}

/** The entry of each workspace of Yarn 2 and later; found by its lines, for the locks are long. Yarn 1 keeps none. */
function yarnAsked(text: string): AskedIn {
  if (!/^__metadata:/m.test(text)) return NOT_TOLD
  const lines = text.replaceAll('\r\n', '\n')
  const places = new Map(
    [...lines.matchAll(/^ {2}resolution: "?[^"\n]*@workspace:([^"\n]+)/gm)].map(({ 1: place = '', index }) => [place, index]),
  )
  return ({ folder }) => {
    const at = places.get(folder || '.')
    if (at === undefined) return null
    const entry = lines.slice(lines.lastIndexOf('\n\n', at) + 2).split('\n\n', 1)[0] ?? ''
    const needs = /^ {2}dependencies:\n((?: {4}.*\n?)*)/m.exec(entry)?.[1]
    return needs === undefined ? null : new Set([...needs.matchAll(/^ {4}"?((?:@[^/"\n]+\/)?[^"@:\s]+)/gm)].map(([, name = '']) => name))
  }
}

/** An override of `-` takes a package away, and a program (`.pnpmfile.cjs`) may do so with any. */
function pnpmAsked(text: string): AskedIn {
  const documents = readYaml(text).map(asObject)
  if (documents.some((document) => asString(document?.['pnpmfileChecksum']) !== '')) return NOT_TOLD
  const removed = documents.flatMap((document) =>
    Object.entries(asObject(document?.['overrides']) ?? {}).flatMap(([name, wanted]) => (wanted === '-' ? [name] : [])),
  )
  return ({ folder }) => {
    const entries = documents.map((one) => (one?.['importers'] === undefined ? one : asObject(asObject(one['importers'])?.[folder || '.'])))
    const names = entries.map((entry) => keysOf(entry ?? null, ['specifiers', ...NODE_TABLES])).filter((one) => one !== null)
    return names.length === 0 ? null : new Set([...names.flatMap((one) => [...one]), ...removed])
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
    return new Set(needs.map((need) => asString(need).split(' ', 1)[0] ?? ''))
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
    return new Set(needs.map((need) => pypiName(asString(asObject(need)?.['name']))))
  }
}

/** Packages, and what they or the project itself replace or provide. */
function composerHeld(text: string): AskedIn {
  const root = asObject(readJson(text))
  const packages = ['packages', 'packages-dev'].flatMap((list) => asArray(root?.[list]) ?? []).map(asObject)
  const held = packages.flatMap((one) => [asString(one?.['name']), ...standsFor(one)])
  return ({ manifest }) => new Set([...held, ...standsFor(asObject(readJson(manifest)))])
}

function standsFor(entry: JsonObject | null): readonly string[] {
  return ['replace', 'provide'].flatMap((table) => Object.keys(asObject(entry?.[table]) ?? {}))
}
