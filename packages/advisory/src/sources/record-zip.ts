import type { RandomAccess, ZipArchive, ZipEntry } from '@cupel/source'
import { ArchiveRefused, openZip } from '@cupel/source'
import { fileSource } from '../store/byte-source.ts'
import { sourceUnusable } from '../errors.ts'
import { RecordInvalid } from '../pack/check-record.ts'

/** All records of an ecosystem, each read on its own. */
export interface RecordZip {
  readonly entries: ReadonlyMap<string, ZipEntry>
  /** The record's JSON text. Throws RecordInvalid when it is over a limit, CupelError when the zip is damaged there. */
  read(entry: ZipEntry): string
  close(): void
}

const LIMITS = {
  textBytes: 2 ** 26,
  fileBytes: 2 ** 36,
  inflatedBytes: 2 ** 37,
  memberBytes: 2 ** 26,
  members: 5_000_000,
  nesting: 0,
  entries: 5_000_000,
  depth: 8,
}
const WINDOW_BYTES = 1 << 20

/** Opens `all.zip`. A zip that is cut, or whose directory does not hold together, is refused as a whole. */
export function openRecordZip(path: string, name: string): RecordZip {
  const source = fileSource(path, name)
  try {
    const zip = openZip(readAhead(source), { limits: LIMITS })
    const [problem] = zip.problems
    if (problem !== undefined) throw sourceUnusable(name, problem.detail)
    return { entries: entriesById(zip), read: (entry) => readMember(zip, entry, name), close: () => source.close() }
  } catch (error) {
    source.close()
    throw error instanceof ArchiveRefused ? sourceUnusable(name, error.message, error) : error
  }
}

/** One damaged member is a damaged file: it must come again, not be used in part. */
function readMember(zip: ZipArchive, entry: ZipEntry, name: string): string {
  try {
    return Buffer.from(zip.read(entry)).toString('utf8')
  } catch (error) {
    if (!(error instanceof ArchiveRefused)) throw error
    if (error.code === 'limit-exceeded') throw new RecordInvalid(error.message)
    throw sourceUnusable(`${name}: ${entry.path}`, error.message, error)
  }
}

function entriesById(zip: ZipArchive): ReadonlyMap<string, ZipEntry> {
  const members = zip.entries.filter((entry) => entry.path.endsWith('.json'))
  return new Map(members.map((entry) => [entry.path.slice(0, -'.json'.length), entry]))
}

/** Members stand in the order they are read: one large read serves many of them. */
function readAhead(source: { readonly size: number; read(offset: number, length: number): Buffer }): RandomAccess {
  let start = 0
  let window: Buffer = Buffer.alloc(0)
  return {
    size: source.size,
    read(offset, length) {
      if (length > WINDOW_BYTES / 4) return source.read(offset, length)
      if (offset < start || offset + length > start + window.length) {
        window = source.read(offset, WINDOW_BYTES)
        start = offset
      }
      return window.subarray(offset - start, offset - start + length)
    },
  }
}
