import { asObject, asText } from './json-value.ts'
import type { LockEntry } from './lock-entry.ts'
import { flagScopes } from './lock-entry.ts'
import { packageSource } from './package-source.ts'
import { sriHashes } from './sri-hashes.ts'
import { statedLicenses } from './stated-licenses.ts'

const MODULES = 'node_modules/'
// An optional dependency stands in `dependencies` too in some files; the first field that names it counts.
const WISHES = ['optionalDependencies', 'peerDependencies'] as const
const NEEDS = ['dependencies'] as const
/** Development dependencies are installed for first-party folders only. */
const FIRST_PARTY_NEEDS = [...NEEDS, 'devDependencies'] as const
const NO_NAMES: readonly string[] = []

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
  const wishes = namesIn(entry, WISHES, NO_NAMES)
  return {
    location,
    name: asText(entry['name']) || nameAt(location),
    version: asText(entry['version']),
    source: packageSource(resolved),
    hashes: sriHashes(asText(entry['integrity'])),
    scopes: flagScopes(entry),
    licenses: statedLicenses(entry),
    linkTo: entry['link'] === true ? resolved : null,
    wishes,
    needs: namesIn(entry, isInstalled(location) ? NEEDS : FIRST_PARTY_NEEDS, wishes),
    line: 0,
    column: 0,
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

/** Names in these fields that are not among `others`, each once. */
function namesIn(entry: Readonly<Record<string, unknown>>, fields: readonly string[], others: readonly string[]): readonly string[] {
  let names: Set<string> | null = null
  for (const field of fields) {
    const named = asObject(entry[field])
    if (named === null) continue
    names ??= new Set()
    for (const name of Object.keys(named)) names.add(name)
  }
  if (names === null) return NO_NAMES
  for (const name of others) names.delete(name)
  return [...names]
}
