import { hash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { ListChunk } from '../store/ids-file.ts'
import type { ModifiedList } from './modified-list.ts'
import { parseModifiedList } from './modified-list.ts'

/** A run of lines of a list as it came, by what is in it. */
export interface RawChunk {
  readonly digest: string
  readonly bytes: Uint8Array
}

const NEWLINE = 10
/** A chunk ends after one line of so many, on average, and after four times as many at the latest. */
const LINES = 128
/** Bytes at the end of a line that decide; ids differ there. */
const TAIL = 12

/**
 * Cuts a list into chunks at lines that their own last bytes choose, so that lines which come, go or move leave the chunks around
 * them as they were.
 */
export function cutList(list: Uint8Array): readonly RawChunk[] {
  const chunks: RawChunk[] = []
  let start = 0
  let lines = 0
  const cut = (end: number): void => {
    const bytes = list.subarray(start, end)
    chunks.push({ digest: hash('sha256', bytes, 'hex').slice(0, 32), bytes })
    start = end
    lines = 0
  }
  for (let at = 0; at < list.length; at++) {
    if (list[at] !== NEWLINE) continue
    lines++
    if (lines >= LINES * 4 || endsChunk(list, at)) cut(at + 1)
  }
  if (start < list.length) cut(list.length)
  return chunks
}

function endsChunk(list: Uint8Array, end: number): boolean {
  let mixed = 0x811c9dc5
  for (let at = Math.max(0, end - TAIL); at < end; at++) mixed = Math.imul(mixed ^ (list[at] as number), 0x01000193)
  return ((mixed ^ (mixed >>> 15)) & (LINES - 1)) === 0
}

/** A chunk to keep, with what it lists. */
export function listChunk({ digest, bytes }: RawChunk): { readonly chunk: ListChunk; readonly list: ModifiedList } {
  const list = parseModifiedList(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))
  let newest = ''
  for (const modified of list.modified.values()) if (modified > newest) newest = modified
  const chunk = { digest, ids: list.modified.size, unreadable: list.unreadable, newest, deflated: deflateRawSync(bytes, { level: 1 }) }
  return { chunk, list }
}
