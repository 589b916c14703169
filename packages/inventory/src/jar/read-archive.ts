import { ArchiveRefused, DEFAULT_LIMITS, folderOf, nameOf, openZip } from '@cupel/source'
import type { InflateBudget, RandomAccess, ZipArchive, ZipEntry } from '@cupel/source'
import type { Collector } from '../extractor.ts'
import type { Coordinates } from '../maven/coordinates.ts'
import { archiveDigests } from './archive-digests.ts'
import { parseArchiveName } from './archive-name.ts'
import { bundleLicenses } from './bundle-licenses.ts'
import { identifyArchive } from './identify-archive.ts'
import type { Manifest } from './manifest.ts'
import { parseManifest } from './manifest.ts'
import { parsePomProperties } from './pom-properties.ts'

/** File name endings of Java archives. */
export const ARCHIVE_SUFFIXES = ['.jar', '.war', '.ear', '.par', '.sar', '.nar', '.jpi', '.hpi', '.kar', '.lpkg', '.aar'] as const

/** Archives of these kinds are applications or boxes of others, seldom published packages. */
const CONTAINERS = ['.war', '.ear', '.sar', '.par', '.kar', '.lpkg']

/** Archives opened within one file, all levels together; real applications hold some hundreds. */
export const MAX_ARCHIVES = 5_000

export interface ArchiveReading {
  readonly out: Collector
  readonly budget: InflateBudget
  /** Archives that may still be opened in this file; small ones can hold as many as there are atoms. */
  readonly archives: { remaining: number }
  /** Archives with classes that could not be identified. */
  readonly unidentified: string[]
  /** Archives identified by file name and manifest alone. */
  readonly guessed: string[]
}

/**
 * Reports the packages of one archive and of all archives within it. `path` is that of the archive, `outer!/member` for a
 * nested one. A damaged nested archive is reported and costs only itself; a damaged outermost one throws.
 */
export function readArchive(file: RandomAccess, path: string, depth: number, reading: ArchiveReading): void {
  const { out, budget, unidentified } = reading
  const zip = openZip(file, { budget })
  for (const problem of zip.problems) out.problem({ ...problem, path })
  const contents = contentsOf(zip)
  const found: { readonly at: string; readonly coordinates: Coordinates }[] = []
  for (const entry of contents.properties) {
    const coordinates = guarded(path, entry, reading, () => parsePomProperties(zip.read(entry)))
    if (coordinates !== null) found.push({ at: `${path}!/${entry.path}`, coordinates })
  }
  const { manifest: manifestEntry } = contents
  const manifest: Manifest =
    (manifestEntry === null ? null : guarded(path, manifestEntry, reading, () => parseManifest(zip.read(manifestEntry)))) ?? new Map()
  const name = parseArchiveName(nameOf(path))
  const own = found.find(({ coordinates }) => isNamed(nameOf(path), coordinates)) ?? (found.length === 1 ? found[0] : undefined)
  const identity = own?.coordinates ?? identifyArchive(name, manifest, contents.package)
  if (identity !== null) {
    if (own === undefined) reading.guessed.push(path)
    out.component({ ...partsOf(identity), path, hashes: archiveDigests(file), licenses: bundleLicenses(manifest) })
  } else if (found.length === 0) {
    if (!contents.classes) out.skip('archive without classes')
    else if (contents.nested.length > 0 || CONTAINERS.some((suffix) => path.endsWith(suffix))) out.skip('application archive')
    else unidentified.push(path)
  }
  for (const packed of found) if (packed !== own) out.component({ ...partsOf(packed.coordinates), path: packed.at })
  for (const entry of contents.nested) {
    if (depth >= DEFAULT_LIMITS.nesting) {
      out.problem({ code: 'limit-exceeded', path, detail: `archives are nested deeper than ${DEFAULT_LIMITS.nesting} levels` })
      break
    }
    if (reading.archives.remaining-- <= 0) {
      if (reading.archives.remaining === -1) {
        out.problem({ code: 'limit-exceeded', path, detail: `more than ${MAX_ARCHIVES} archives in one file` })
      }
      break
    }
    guarded(path, entry, reading, () => readArchive(zip.open(entry), `${path}!/${entry.path}`, depth + 1, reading))
  }
}

/** Whether a file is an archive by its name. */
export function isArchiveName(name: string): boolean {
  const lower = name.toLowerCase()
  return ARCHIVE_SUFFIXES.some((suffix) => lower.endsWith(suffix))
}

interface Contents {
  readonly properties: readonly ZipEntry[]
  readonly manifest: ZipEntry | null
  readonly nested: readonly ZipEntry[]
  readonly classes: boolean
  /** The Java package that all classes are in, `` when they share none. */
  readonly package: string
}

function contentsOf(zip: ZipArchive): Contents {
  const properties: ZipEntry[] = []
  const nested: ZipEntry[] = []
  let manifest: ZipEntry | null = null
  let classes = false
  let common: string | null = null
  for (const entry of zip.entries) {
    const { path } = entry
    if (path.endsWith('.class') || path.endsWith('.dex')) {
      classes = true
      if (!path.startsWith('META-INF/') && path.includes('/')) common = commonFolder(common, folderOf(path))
    } else if (path === 'pom.properties' || path.endsWith('/pom.properties')) properties.push(entry)
    else if (path.toUpperCase() === 'META-INF/MANIFEST.MF') manifest ??= entry
    else if (isArchiveName(path) && !entry.link) nested.push(entry)
  }
  return { properties, manifest, nested, classes, package: (common ?? '').replaceAll('/', '.') }
}

function commonFolder(a: string | null, b: string): string {
  if (a === null || a === b) return b
  let end = 0
  for (let at = 0; at <= a.length && at <= b.length; at++) {
    const [left, right] = [a[at] ?? '/', b[at] ?? '/']
    if (left !== right) break
    if (left === '/') end = at
  }
  return a.slice(0, end)
}

/** The repository's name of an artifact starts with its id and version; a renamed file still often starts with the id. */
function isNamed(file: string, { group, artifact, version }: Coordinates): boolean {
  const name = parseArchiveName(file)
  const stem = `${artifact}-${version}`
  return (
    file.startsWith(stem) ||
    file.startsWith(`${group}.${stem}`) ||
    (name.artifact === artifact && (name.version === '' || name.version.startsWith(version)))
  )
}

function partsOf({ group, artifact, version }: Coordinates) {
  return { namespace: group, name: artifact, version }
}

function guarded<T>(path: string, entry: ZipEntry, { out }: ArchiveReading, read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ArchiveRefused)) throw error
    out.problem({ code: error.code, path: `${path}!/${entry.path}`, detail: error.message })
    return null
  }
}
