import { textPlacesInOrder } from '@cupel/formats'
import type { TextPlace } from '@cupel/formats'
import type { Collector, ExtractInput } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { asObject, asText } from '../npm/json-value.ts'
import type { KeyPlaces } from '../npm/key-places.ts'
import { reportRepeated } from '../npm/key-places.ts'
import { entriesOfDependencies } from '../npm/lock-dependencies.ts'
import type { LockEntry } from '../npm/lock-entry.ts'
import { readLockJson } from '../npm/lock-json.ts'
import { entriesOfPackages } from '../npm/lock-packages.ts'
import { placesOfDependencies, placesOfPackages } from '../npm/lock-places.ts'
import { readManifest } from '../npm/manifest.ts'
import { plainLock } from '../npm/plain-lock.ts'
import { writeLock } from '../npm/write-lock.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** For entries that bring their places; a root that package.json states has none. */
const NOWHERE: TextPlace = { line: 1, column: 1 }

/**
 * npm's lock files, lockfileVersion 1 to 3 (npm docs "package-lock.json"), the shrinkwraps before them, and the hidden lock of
 * an installed tree. `packages` is read where there is one; the `dependencies` tree beside it in version 2 says the same and is not.
 */
export default defineExtractor({
  id: 'package-lock',
  title: 'npm package-lock.json and npm-shrinkwrap.json, lockfileVersion 1-3, and node_modules/.package-lock.json',
  type: 'npm',
  kind: 'lock',
  files: ['package-lock.json', 'npm-shrinkwrap.json'],
  paths: ['node_modules/.package-lock.json'],
  extract(input, out) {
    const written = input.text()
    const plain = plainLock(written)
    const { text, json } = plain === null ? readLockJson(written, out) : { text: written, json: plain.lock }
    const lock = asObject(json)
    if (lock === null) throw new SyntaxError('a package-lock is a JSON object')
    const version = lock['lockfileVersion']
    out.format(version === undefined ? '' : String(version))
    if (version !== undefined && version !== 1 && version !== 2 && version !== 3) {
      out.problem({ code: 'unsupported-version', detail: `lockfileVersion ${String(version)} is not one of 1, 2, 3` })
    }
    if (plain !== null) return writePackages(plain.entries, input, { out, placeOf: () => NOWHERE })
    const packages = asObject(lock['packages'])
    const dependencies = asObject(lock['dependencies'])
    if (packages !== null && (Object.keys(packages).length > 0 || dependencies === null)) return extractPackages(text, packages, input, out)
    if (dependencies === null && version !== 1) {
      out.problem({ code: 'malformed', detail: 'the file has neither packages nor dependencies' })
    }
    extractDependencies(text, lock, dependencies ?? {}, { input, out })
  },
})

function extractPackages(text: string, packages: JsonObject, input: ExtractInput, out: Collector): void {
  const entries = entriesOfPackages(packages, (key) => out.unknown(`packages["${key}"] is no object`))
  const places = placesOfPackages(text, Object.keys(packages))
  reportRepeated(places, out)
  writePackages(entries, input, { out, placeOf: placesIn(text, places) })
}

function writePackages(
  entries: readonly LockEntry[],
  input: ExtractInput,
  { out, placeOf }: { readonly out: Collector; readonly placeOf: (location: string) => TextPlace },
): void {
  const hidden = input.path.endsWith('node_modules/.package-lock.json')
  const folder = hidden ? '..' : ''
  const isRooted = entries.some((entry) => entry.location === '')
  const root = isRooted ? null : rootEntry(input, hidden ? '../package.json' : 'package.json')
  out.entries(entries.length - (isRooted ? 1 : 0))
  const all = root === null ? entries : [root, ...entries]
  writeLock(all, out, { placeOf, path: input.path, evidence: hidden ? 'installed' : 'lock', isWhole: isRooted, folder })
}

function extractDependencies(
  text: string,
  lock: JsonObject,
  dependencies: JsonObject,
  { input, out }: { readonly input: ExtractInput; readonly out: Collector },
): void {
  const places = placesOfDependencies(text)
  const offset = (entry: LockEntry): number => places.offsets.get(entry.location) ?? 0
  const entries = entriesOfDependencies(dependencies, {
    refuse: (key) => out.unknown(`${key} is no object`),
    tooDeep: () => out.problem({ code: 'limit-exceeded', detail: 'dependencies are nested too deep; what is below is not read' }),
  }).toSorted((a, b) => offset(a) - offset(b))
  reportRepeated(places, out)
  out.entries(entries.length)
  const root = rootEntry(input, 'package.json') ?? emptyRoot(asText(lock['name']), asText(lock['version']))
  writeLock([root, ...entries], out, { placeOf: placesIn(text, places), path: input.path, evidence: 'lock', isWhole: false, folder: '' })
}

/** The root project where the lock does not state it: version 1 and hidden locks leave the direct dependencies to package.json. */
function rootEntry(input: ExtractInput, path: string): LockEntry | null {
  const text = input.read(path)
  const manifest = text === null ? null : readManifest(text)
  if (manifest === null) return null
  const { name, version, licenses } = manifest
  return { ...emptyRoot(name, version), licenses, wishes: manifest.dependencies.map((need) => need.name) }
}

function emptyRoot(name: string, version: string): LockEntry {
  const source = { kind: 'local', vcsUrl: '' } as const
  const nothing = { hashes: [], scopes: [], licenses: [], wishes: [], needs: [] }
  return { location: '', name, version, source, ...nothing, linkTo: null, line: 0, column: 0 }
}

function placesIn(text: string, { offsets }: KeyPlaces): (location: string) => TextPlace {
  const places = textPlacesInOrder(text)
  return (location) => places(offsets.get(location) ?? 0)
}
