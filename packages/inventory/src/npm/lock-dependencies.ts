import { archiveVersion, isArchive } from './archive-name.ts'
import { asObject, asText } from './json-value.ts'
import type { LockEntry } from './lock-entry.ts'
import { flagScopes } from './lock-entry.ts'
import type { PackageSource } from './package-source.ts'
import { packageSource } from './package-source.ts'
import { sriHashes } from './sri-hashes.ts'

/** Deepest tree that is read: real ones stay below twenty, and every level makes every path below it longer. */
const MAX_LEVELS = 200

/** Entries of the nested `dependencies` tree of lockfileVersion 1 (and of shrinkwraps before it), parents first. */
export function entriesOfDependencies(
  dependencies: Readonly<Record<string, unknown>>,
  { refuse, tooDeep }: { readonly refuse: (key: string) => void; readonly tooDeep: (location: string) => void },
): readonly LockEntry[] {
  const entries: LockEntry[] = []
  const pending: (readonly [location: string, children: Readonly<Record<string, unknown>>, level: number])[] = [['', dependencies, 1]]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [parent, children, level] = next
    for (const key of Object.keys(children)) {
      const location = (parent === '' ? '' : parent + '/') + 'node_modules/' + key
      const entry = asObject(children[key])
      if (entry === null) {
        refuse(location)
        continue
      }
      entries.push(entryOf(location, key, entry))
      const inner = asObject(entry['dependencies'])
      if (inner === null) continue
      if (level < MAX_LEVELS) pending.push([location, inner, level + 1])
      else tooDeep(location)
    }
  }
  return entries
}

function entryOf(location: string, key: string, entry: Readonly<Record<string, unknown>>): LockEntry {
  const stated = asText(entry['version'])
  const { name, version, source } = pinOf(key, stated)
  const requires = asObject(entry['requires'])
  return {
    location,
    name,
    version,
    source,
    hashes: sriHashes(asText(entry['integrity'])),
    scopes: flagScopes(entry),
    licenses: [],
    linkTo: source.kind === 'local' && !isArchive(stated) ? stated.slice(stated.indexOf(':') + 1) : null,
    wishes: requires === null ? [] : Object.keys(requires),
    needs: [],
    line: 0,
    column: 0,
  }
}

interface Pin {
  readonly name: string
  readonly version: string
  readonly source: PackageSource
}

/** `version` is a version, `npm:real@version`, or where the package comes from. */
function pinOf(key: string, stated: string): Pin {
  if (stated.startsWith('npm:')) {
    const at = stated.lastIndexOf('@')
    if (at > 4) return { name: stated.slice(4, at), version: stated.slice(at + 1), source: packageSource('') }
  }
  const source = packageSource(stated)
  if (source.kind === 'registry') return { name: key, version: stated, source }
  return { name: key, version: source.kind === 'git' ? '' : archiveVersion(key, stated), source }
}
