import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { IndexState } from '@cupel/model'
import { damaged, otherFormat } from '../errors.ts'
import type { FileStamp } from './new-file.ts'
import { FORMAT_VERSION } from './segment-header.ts'
import type { SegmentStamp } from './segment-writer.ts'

export const MANIFEST_FILE = 'manifest.json'

/** What the source answered last, to ask only for changes. */
export interface SourceTags {
  readonly csv: string
  readonly zip: string
  readonly zipBytes: number
}

export interface ManifestEcosystem {
  readonly name: string
  /** Only some few of its records are here, for the look-up: it is not covered. So in the starter set alone. */
  readonly partial?: true
  /** Live records, withdrawn ones, and those that could not be read. */
  readonly records: number
  readonly withdrawn: number
  readonly unreadable: number
  /** Newest `modified` of its records. */
  readonly modified: string
  /** When it was last found up to date. */
  readonly synced: string
  /** The base, then what changed since, oldest first. */
  readonly segments: readonly SegmentStamp[]
  /** Which record was seen in which state; needed by the next sync only, and absent from the starter set. */
  readonly ids: FileStamp | null
  readonly tags: SourceTags
}

export interface ManifestSignal extends FileStamp {
  readonly entries: number
  /** Date of the catalogue or of the scores. */
  readonly date: string
  readonly tag: string
  readonly from: string
}

/** Table of contents of an index. Files are never changed once named; a new state is new files and a new manifest. */
export interface Manifest {
  readonly format: number
  /** SHA-256 over the digests of all files that answer questions. */
  readonly digest: string
  readonly created: string
  readonly from: string
  readonly ecosystems: readonly ManifestEcosystem[]
  /** Ids that are one problem although their records do not all say so. */
  readonly links: FileStamp | null
  readonly kev: ManifestSignal | null
  readonly epss: ManifestSignal | null
  /** Files of the state before, kept for scans that still read it. */
  readonly previous: readonly string[]
}

export type ManifestParts = Omit<Manifest, 'format' | 'digest' | 'previous'>

const START = '{"manifest":'
const MIDDLE = ',"crc32":'

/** Completes a manifest: format and digest are made from its parts. */
export function makeManifest(parts: ManifestParts, previous: readonly string[]): Manifest {
  const ecosystems = parts.ecosystems.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const answering = [...ecosystems.flatMap((one) => one.segments), parts.links, parts.kev, parts.epss]
  const digests = answering.map((stamp) => stamp?.sha256 ?? '-')
  const digest = createHash('sha256').update(digests.join('\n')).digest('hex')
  const { created, from, links, kev, epss } = parts
  return { format: FORMAT_VERSION, digest, created, from, ecosystems, links, kev, epss, previous }
}

/** All files a manifest stands for. */
export function filesOf(manifest: Manifest): readonly FileStamp[] {
  const stamps = [...manifest.ecosystems.flatMap((one) => [...one.segments, one.ids]), manifest.links, manifest.kev, manifest.epss]
  return stamps.filter((stamp) => stamp !== null)
}

export function encodeManifest(manifest: Manifest): string {
  const json = JSON.stringify(manifest)
  return `${START}${json}${MIDDLE}${crc32(json)}}\n`
}

/** Reads what `encodeManifest` wrote. Throws `indexDamaged` when it was changed, `indexFormat` when it is of another format. */
export function decodeManifest(text: string): Manifest {
  const end = text.lastIndexOf(MIDDLE)
  if (!text.startsWith(START) || end === -1 || !text.endsWith('}\n')) throw damaged(MANIFEST_FILE, 'cut or of another kind')
  const json = text.slice(START.length, end)
  if (text.slice(end + MIDDLE.length, -2) !== String(crc32(json))) throw damaged(MANIFEST_FILE, 'wrong checksum')
  const manifest = JSON.parse(json) as Manifest
  if (manifest.format !== FORMAT_VERSION) throw otherFormat(manifest.format, FORMAT_VERSION)
  return manifest
}

/** The manifest in a folder; null when there is none. */
export function readManifest(folder: string): Manifest | null {
  let text: string
  try {
    text = readFileSync(join(folder, MANIFEST_FILE), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  return decodeManifest(text)
}

/** What reports say about the data that answered. */
export function stateOf(manifest: Manifest, kind: 'full' | 'starter'): IndexState {
  // Some records claim to be of the future; data cannot be newer than when it was fetched.
  const covered = manifest.ecosystems.filter(({ partial }) => partial !== true)
  const ecosystems = covered.map(({ name, records, modified, synced }) => {
    const fetched = synced || manifest.created
    return {
      name,
      records,
      modified: fetched !== '' && modified > fetched ? fetched : modified,
      ...(fetched !== '' && { synced: fetched }),
    }
  })
  return {
    kind,
    digest: `sha256:${manifest.digest}`,
    modified: ecosystems.reduce((newest, one) => (one.modified > newest ? one.modified : newest), ''),
    records: manifest.ecosystems.reduce((sum, one) => sum + one.records, 0),
    ecosystems,
    kev: manifest.kev?.date ?? '',
    epss: manifest.epss?.date ?? '',
  }
}
