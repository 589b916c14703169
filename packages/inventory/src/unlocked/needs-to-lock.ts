import { readJson, readToml, readYaml } from '@cupel/formats'
import { readManifest } from '../npm/manifest.ts'
import { pypiName } from '../python/pypi-name.ts'
import { parseRequirement } from '../python/requirement.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { NeedMap } from './need.ts'
import type { ManifestPlace, Needs } from './need.ts'
import { gradleNeeds, mixNeeds, msbuildNeeds, rubyNeeds } from './script-needs.ts'

/**
 * Packages that a manifest's lock has to hold, by name. What a lock may leave out for good reasons is not among them: peers, neighbours in
 * the tree, what a marker or a condition asks for. Throws DocumentInvalid when the manifest is not of its format.
 */
export function needsToLock(name: string, text: string, around: ManifestPlace): Needs {
  if (name.endsWith('proj')) return msbuildNeeds(text)
  return (BY_NAME[name] ?? (() => new Map()))(text, around)
}

const BY_NAME: Readonly<Record<string, (text: string, around: ManifestPlace) => Needs>> = {
  'build.gradle': gradleNeeds,
  'build.gradle.kts': gradleNeeds,
  'package.json': needsOfNode,
  'Cargo.toml': needsOfCargo,
  Gemfile: (text) => rubyNeeds(text, /^gem[ \t(]+["']([\w.-]+)["']/),
  'gems.rb': (text) => rubyNeeds(text, /^gem[ \t(]+["']([\w.-]+)["']/),
  Podfile: (text) => rubyNeeds(text, /^pod[ \t(]+["']([\w.+-]+)[^"']*["']/),
  'composer.json': (text) => {
    const root = asObject(readJson(text))
    return asked(root, { require: true, 'require-dev': false }, { counts: (_, name) => name.includes('/') })
  },
  'pyproject.toml': needsOfPyproject,
  Pipfile: (text) => asked(readToml(text) as JsonObject, { packages: true, 'dev-packages': true }, { counts: isEverywhere, key: pypiName }),
  'pubspec.yaml': needsOfPubspec,
  'gleam.toml': (text) =>
    asked(readToml(text) as JsonObject, { dependencies: true, 'dev-dependencies': false, dev_dependencies: false }, { counts: isRemote }),
  'shard.yml': (text) => asked(asObject(readYaml(text)[0]), { dependencies: true, development_dependencies: false }, { counts: isRemote }),
  'Chart.yaml': (text) => {
    const found = new NeedMap()
    for (const one of (asArray(asObject(readYaml(text)[0])?.['dependencies']) ?? []).map(asObject))
      if (asString(one?.['name']) !== '') found.add(asString(one?.['name']), { always: true, range: rangeOf(one) })
    return found
  },
  'mix.exs': mixNeeds,
}

/** Keys of tables, given as table → whether a lock always holds them. */
function asked(
  root: JsonObject | null,
  tables: Readonly<Record<string, boolean>>,
  {
    counts,
    key = (name) => name,
  }: { readonly counts: (wanted: unknown, name: string) => boolean; readonly key?: (name: string) => string },
): NeedMap {
  const found = new NeedMap()
  for (const [table, always] of Object.entries(tables)) {
    for (const [name, wanted] of Object.entries(asObject(root?.[table]) ?? {}))
      if (counts(wanted, name)) found.add(key(name), { always, range: rangeOf(wanted) })
  }
  return found
}

/** Of `"^1"` or `{ version = "^1" }`. */
function rangeOf(wanted: unknown): string {
  return typeof wanted === 'string' ? wanted : asString(asObject(wanted)?.['version'])
}

function needsOfNode(text: string, around: ManifestPlace): Needs {
  const manifest = readManifest(text)
  // It is read all the same where it cannot be: here that is to be told.
  if (manifest === null) readJson(text)
  const found = new NeedMap()
  const catalogs = (manifest?.dependencies ?? []).some(({ range }) => range.startsWith('catalog:')) ? pnpmCatalogs(around) : null
  for (const { name, scope, range } of manifest?.dependencies ?? []) {
    if (scope === 'peer' || scope === 'optional' || /^(?:workspace|file|link|portal):/.test(range)) continue
    const catalog = range.startsWith('catalog:') ? asObject(catalogs?.[range.slice('catalog:'.length) || 'default']) : null
    found.add(name, { always: scope === 'runtime', range: asString(catalog?.[name]) || range })
  }
  // Rules for the whole tree change what is asked for on the way to the lock.
  const rules = [text, ...textsAbove(around, 'package.json')].map(rulesOf).join('')
  const isRuled = (name: string): boolean =>
    [`"${name}"`, `"${name}@`, `/${name}"`, `/${name}@`, `>${name}`].some((one) => rules.includes(one))
  return rules === '' ? found : found.anyRangeOf(isRuled)
}

/** Ranges of the workspace that its projects ask for as `catalog:`. */
function pnpmCatalogs(around: ManifestPlace): JsonObject {
  const workspaces = textsAbove(around, 'pnpm-workspace.yaml').map((text) => asObject(readYaml(text)[0]))
  return Object.assign({}, ...workspaces.map((one) => ({ default: one?.['catalog'], ...asObject(one?.['catalogs']) }))) as JsonObject
}

/** That file of each folder of a lock. */
function textsAbove({ read, above }: ManifestPlace, name: string): readonly string[] {
  return above.map((folder) => read(folder === '' ? name : `${folder}/${name}`))
}

function rulesOf(manifest: string): string {
  if (!/"(?:overrides|resolutions)"/.test(manifest)) return ''
  const root = asObject(readJson(manifest))
  const rules = [root?.['overrides'], root?.['resolutions'], asObject(root?.['pnpm'])?.['overrides']].filter((one) => one !== undefined)
  return rules.map((one) => JSON.stringify(one)).join('')
}

function needsOfCargo(text: string, around: ManifestPlace): Needs {
  const root = readToml(text) as JsonObject
  let shared: JsonObject | undefined
  function ofWorkspace(key: string): JsonObject | string | null {
    const roots = textsAbove(around, 'Cargo.toml')
    shared ??= Object.assign({}, ...roots.map((one) => asObject(asObject(readToml(one)['workspace'])?.['dependencies']))) as JsonObject
    const wanted = shared[key]
    return typeof wanted === 'string' ? wanted : asObject(wanted)
  }
  const found = new NeedMap()
  for (const owner of [root, ...Object.values(asObject(root['target']) ?? {}).map(asObject)]) {
    for (const table of ['dependencies', 'dev-dependencies', 'build-dependencies', 'dev_dependencies', 'build_dependencies']) {
      for (const [key, value] of Object.entries(asObject(owner?.[table]) ?? {})) {
        // What the workspace defines may have another name there.
        const wanted = asObject(value)?.['workspace'] === true ? ofWorkspace(key) : value
        const need = { always: !table.startsWith('dev'), range: rangeOf(wanted) }
        if (wanted !== null && isRemote(wanted)) found.add(asString(asObject(wanted)?.['package']) || key, need)
      }
    }
  }
  return found
}

function needsOfPyproject(text: string, around: ManifestPlace): Needs {
  const root = readToml(text) as JsonObject
  const project = asObject(root['project'])
  const tool = asObject(root['tool'])
  const poetry = asObject(tool?.['poetry'])
  const found = new NeedMap()
  function add(list: unknown, always: boolean): void {
    for (const item of asArray(list) ?? []) {
      const requirement = parseRequirement(asString(item).trim())
      if (requirement === null || requirement.marker !== '' || /^file:|^\.{0,2}\//.test(requirement.url)) continue
      found.add(requirement.name, { always, range: requirement.specifier })
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
      if (name !== 'python' && isEverywhere(wanted))
        found.add(pypiName(name), { always: table === poetry?.['dependencies'], range: rangeOf(wanted) })
  }
  for (const own of [project?.['name'], poetry?.['name']]) found.delete(pypiName(asString(own)))
  const rules = [root, ...textsAbove(around, 'pyproject.toml').map((one) => readToml(one) as JsonObject)]
  const overridden = new Set(rules.flatMap(overriddenNames))
  return found.anyRangeOf((name) => overridden.has(name))
}

/** What uv and PDM take in another version than is asked for. */
function overriddenNames(root: JsonObject): readonly string[] {
  const tool = asObject(root['tool'])
  const uv = asArray(asObject(tool?.['uv'])?.['override-dependencies']) ?? []
  const pdm = Object.keys(asObject(asObject(asObject(tool?.['pdm'])?.['resolution'])?.['overrides']) ?? {})
  return [...uv.map((one) => parseRequirement(asString(one).trim())?.name ?? ''), ...pdm.map(pypiName)]
}

function needsOfPubspec(text: string, { folder, read, above }: ManifestPlace): Needs {
  const root = asObject(readYaml(text)[0])
  const found = asked(root, { dependencies: true, dev_dependencies: false }, { counts: isRemote })
  const roots = [...new Set([folder, ...above])].map((at) => (at === '' ? '' : `${at}/`))
  if (roots.some((at) => read(`${at}pubspec_overrides.yaml`) !== '')) return found.anyRangeOf(() => true)
  const pubspecs = [root, ...roots.map((at) => asObject(readYaml(read(`${at}pubspec.yaml`))[0]))]
  const overridden = new Set(pubspecs.flatMap((one) => Object.keys(asObject(one?.['dependency_overrides']) ?? {})))
  return found.anyRangeOf((name) => overridden.has(name))
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
