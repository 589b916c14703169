import { isUtf8 } from 'node:buffer'
import { Refused } from '../verdict/refused.ts'

/** One entry of one folder as git reads it. */
export interface GitTreeEntry {
  /** One of the five that git knows: `40000` is a folder. */
  readonly mode: string
  readonly id: string
}

/**
 * The entries of a raw tree object by name: `mode SP name NUL id`, one after the other. Names that are not UTF-8 are read byte by byte,
 * modes by their bits as git does: `040000` and `40755` are folders too, and what is in them is checked out. Refuses anything else that
 * git would not write.
 */
export function readGitTree(raw: Uint8Array, id: string): ReadonlyMap<string, GitTreeEntry> {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const entries = new Map<string, GitTreeEntry>()
  const idBytes = id.length / 2
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at)
    const zero = space < 0 ? -1 : bytes.indexOf(0, space)
    const end = zero + 1 + idBytes
    const mode = bytes.toString('latin1', at, Math.max(at, space))
    const written = bytes.subarray(space + 1, Math.max(space + 1, zero))
    const name = written.toString(isUtf8(written) ? 'utf8' : 'latin1')
    if (zero < 0 || end > bytes.length || !/^[0-7]{5,6}$/.test(mode) || name === '' || name.includes('/') || entries.has(name))
      throw new Refused('malformed', `the tree ${id} is not one that git writes`)
    entries.set(name, { mode: plainMode(Number.parseInt(mode, 8)), id: bytes.toString('hex', zero + 1, end) })
    at = end
  }
  return entries
}

/** What git makes of a mode (`canon_mode` of its cache.h): the kind of the entry, and of files whether they can be run. */
function plainMode(mode: number): string {
  const kind = mode & 0o170000
  if (kind === 0o040000) return '40000'
  if (kind === 0o100000) return (mode & 0o100) === 0 ? '100644' : '100755'
  return kind === 0o120000 ? '120000' : '160000'
}
