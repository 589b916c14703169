import { readToml } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import type { Collector, ExtractInput } from '../extractor.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { readBeside } from '../text/read-beside.ts'
import { enabledByDefault } from './default-features.ts'

/** One first-party crate as its Cargo.toml describes it. */
export interface CargoManifest {
  readonly name: string
  /** Relative to the folder of the lock; `` for that folder. */
  readonly folder: string
  readonly licenses: readonly string[]
  /** Published crate name → what it is for. */
  readonly dependencies: ReadonlyMap<string, ReadonlySet<Scope>>
}

const MAX_MEMBERS = 5000
const TABLES: readonly (readonly [table: string, scope: Scope])[] = [
  ['dependencies', 'runtime'],
  ['dev-dependencies', 'dev'],
  ['dev_dependencies', 'dev'],
  ['build-dependencies', 'build'],
  ['build_dependencies', 'build'],
]

/**
 * Manifests of the workspace a Cargo.lock belongs to (Cargo Book, "Workspaces", "Specifying Dependencies"): the one beside it,
 * its members and the crates it names by path, by crate name. Empty when there is none.
 */
export function readCargoManifests(input: ExtractInput, out: Collector): ReadonlyMap<string, CargoManifest> {
  const manifests = new Map<string, CargoManifest>()
  const root = readBeside(input, out, { name: 'Cargo.toml', read: (text) => readToml(text) as JsonObject })
  if (root === null) return manifests
  const workspace = asObject(root['workspace']) ?? {}
  const pending = [
    ...memberFolders(input, workspace),
    ...pathFolders(root, ''),
    ...pathFolders({ dependencies: workspace['dependencies'] }, ''),
    ...Object.values(asObject(root['patch']) ?? {}).flatMap((patches) => pathFolders({ dependencies: patches }, '')),
  ]
  addManifest(manifests, root, { folder: '', workspace })
  const seen = new Set<string>()
  for (let folder = pending.shift(); folder !== undefined && seen.size < MAX_MEMBERS; folder = pending.shift()) {
    if (folder === '' || seen.has(folder)) continue
    seen.add(folder)
    const manifest = readBeside(input, out, { name: `${folder}/Cargo.toml`, read: (text) => readToml(text) as JsonObject })
    if (manifest === null) continue
    addManifest(manifests, manifest, { folder, workspace })
    pending.push(...pathFolders(manifest, folder))
  }
  return manifests
}

function addManifest(
  manifests: Map<string, CargoManifest>,
  manifest: JsonObject,
  { folder, workspace }: { folder: string; workspace: JsonObject },
): void {
  const own = asObject(manifest['package']) ?? asObject(manifest['project'])
  const name = asString(own?.['name'])
  if (name === '' || manifests.has(name)) return
  const dependencies = new Map<string, Set<Scope>>()
  const enabled = enabledByDefault(manifest)
  for (const part of [manifest, ...Object.values(asObject(manifest['target']) ?? {}).map(asObject)]) {
    for (const [table, scope] of TABLES) {
      for (const [key, wanted] of Object.entries(asObject(part?.[table]) ?? {})) {
        const published = publishedName(key, asObject(wanted), workspace)
        const purpose = scope === 'runtime' && asObject(wanted)?.['optional'] === true && !enabled.has(key) ? 'optional' : scope
        dependencies.set(published, (dependencies.get(published) ?? new Set()).add(purpose))
      }
    }
  }
  const license = asString(own?.['license']) || asString(asObject(workspace['package'])?.['license'])
  manifests.set(name, { name, folder, licenses: license === '' ? [] : [license], dependencies })
}

/** "Renaming dependencies": `package` names the crate; with `workspace = true` it stands in the workspace's table. */
function publishedName(key: string, wanted: JsonObject | null, workspace: JsonObject): string {
  const inherited = wanted?.['workspace'] === true ? asObject(asObject(workspace['dependencies'])?.[key]) : null
  return asString(wanted?.['package']) || asString(inherited?.['package']) || key
}

/** Folders of `members`; a `*` stands for the names of one folder level, which is all that Cargo projects use. */
function memberFolders(input: ExtractInput, workspace: JsonObject): readonly string[] {
  const folders: string[] = []
  for (const member of (asArray(workspace['members']) ?? []).map(asString)) {
    let matches = ['']
    for (const segment of member.split('/').filter((part) => part !== '' && part !== '.')) {
      matches = matches.flatMap((base) => namesMatching(input, base, segment).map((name) => (base === '' ? name : `${base}/${name}`)))
      if (matches.length > MAX_MEMBERS) break
    }
    folders.push(...matches)
  }
  return folders
}

function namesMatching(input: ExtractInput, base: string, segment: string): readonly string[] {
  const star = segment.indexOf('*')
  if (star < 0) return [segment]
  const prefix = segment.slice(0, star)
  const suffix = segment.slice(segment.lastIndexOf('*') + 1)
  return input
    .list(base === '' ? '.' : base)
    .filter((name) => name.endsWith('/'))
    .map((name) => name.slice(0, -1))
    .filter((name) => name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix))
}

function pathFolders(manifest: JsonObject, folder: string): readonly string[] {
  const folders: string[] = []
  const parts = [manifest, ...Object.values(asObject(manifest['target']) ?? {}).map(asObject)]
  for (const part of parts) {
    for (const wanted of TABLES.flatMap(([table]) => Object.values(asObject(part?.[table]) ?? {}))) {
      const path = asString(asObject(wanted)?.['path'])
      const segments = folder === '' ? [] : folder.split('/')
      for (const segment of path.split('/')) {
        if (segment === '' || segment === '.') continue
        if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop()
        else segments.push(segment)
      }
      if (path !== '' && segments.length > 0) folders.push(segments.join('/'))
    }
  }
  return folders
}
