import { asObject, asText } from './json-value.ts'
import type { LockEntry, Need } from './lock-entry.ts'
import { flagScopes } from './lock-entry.ts'
import { packageSource } from './package-source.ts'
import { statedLicenses } from './stated-licenses.ts'

const MODULES = 'node_modules/'
// An optional dependency stands in `dependencies` too in some files; the first field that names it counts.
const FIELDS = ['optionalDependencies', 'peerDependencies', 'dependencies'] as const
const FIRST_PARTY_FIELDS = [...FIELDS, 'devDependencies'] as const
const NO_NEEDS: readonly Need[] = []

/** Entries of the `packages` map of lockfileVersion 2 and 3, in file order. What is no object is handed to `refuse`. */
export function entriesOfPackages(packages: Readonly<Record<string, unknown>>, refuse: (key: string) => void): readonly LockEntry[] {
  const entries: LockEntry[] = []
  for (const location of Object.keys(packages)) {
    const entry = asObject(packages[location])
    if (entry === null) refuse(location)
    else entries.push(entryOf(location, entry))
  }
  return entries
}

/** One entry of the map. */
export function entryOf(location: string, entry: Readonly<Record<string, unknown>>): LockEntry {
  const resolved = asText(entry['resolved'])
  return {
    location,
    name: asText(entry['name']) || nameAt(location),
    version: asText(entry['version']),
    source: packageSource(resolved),
    integrity: asText(entry['integrity']),
    scopes: flagScopes(entry),
    licenses: statedLicenses(entry),
    linkTo: entry['link'] === true ? resolved : null,
    needs: needsOf(entry, isInstalled(location)),
  }
}

/** Whether a location is inside a node_modules folder; others are first-party folders. */
export function isInstalled(location: string): boolean {
  return location.startsWith(MODULES) || location.includes('/' + MODULES)
}

/** Name of the package in a folder, for one that is not stated. */
export function nameAt(location: string): string {
  const at = location.lastIndexOf(MODULES)
  return at < 0 ? location.slice(location.lastIndexOf('/') + 1) : location.slice(at + MODULES.length)
}

/** Development dependencies are installed for first-party folders only. */
function needsOf(entry: Readonly<Record<string, unknown>>, installed: boolean): readonly Need[] {
  let needs: Need[] | null = null
  let seen: Set<string> | null = null
  for (const field of installed ? FIELDS : FIRST_PARTY_FIELDS) {
    const named = asObject(entry[field])
    if (named === null) continue
    if (needs !== null) seen ??= new Set(needs.map((need) => need.name))
    const required = field === 'dependencies' || field === 'devDependencies'
    needs ??= []
    for (const name of Object.keys(named)) if (seen === null || !seen.has(name)) needs.push({ name, required })
    if (seen !== null) for (const { name } of needs) seen.add(name)
  }
  return needs ?? NO_NEEDS
}
