import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { damaged } from '../errors.ts'
import type { FileStamp } from './new-file.ts'
import { NewFile } from './new-file.ts'

/** In which state a record was last seen: `modified` as its source stated it, and whether it could be read. */
export interface SeenRecord {
  readonly modified: string
  readonly readable: boolean
}

/** A run of lines of the source's list, kept as it is. */
export interface ListChunk {
  /** Of its bytes; two chunks with the same digest are the same. */
  readonly digest: string
  /** Records it lists, and lines that are not understood. */
  readonly ids: number
  readonly unreadable: number
  /** Latest time it states. */
  readonly newest: string
  readonly deflated: Uint8Array
}

/** A record whose state is not the one that the list states. */
export interface SeenOtherwise {
  /** As listed; empty: the source does not list it. */
  readonly listed: string
  /** null: it is listed and was never had. */
  readonly seen: SeenRecord | null
}

/** Which record of an ecosystem was seen in which state: as the list says, but for the others. */
export interface SeenIds {
  readonly chunks: readonly ListChunk[]
  readonly others: ReadonlyMap<string, SeenOtherwise>
}

type Row = readonly [digest: string, ids: number, unreadable: number, newest: string, bytes: number]

const MAGIC = Buffer.from('CUPELIDS2\n')

/** Text of a chunk. */
export function chunkText({ deflated }: ListChunk): string {
  return inflateRawSync(deflated).toString('utf8')
}

/**
 * Writes which records of an ecosystem were seen: a table of the list's chunks, the records seen otherwise, the chunks one by one –
 * those that did not change need not be deflated again – then the checksum.
 */
export function writeIdsFile(folder: string, stem: string, { chunks, others }: SeenIds): FileStamp {
  const rows = chunks.map(({ digest, ids, unreadable, newest, deflated }): Row => [digest, ids, unreadable, newest, deflated.length])
  const lines = Array.from(
    others,
    ([id, { listed, seen }]) => `${id},${listed},${seen === null ? ',-' : `${seen.modified},${seen.readable ? '' : '!'}`}`,
  )
  const head = deflateRawSync(JSON.stringify({ rows, others: lines.join('\n') }), { level: 1 })
  const size = Buffer.alloc(4)
  size.writeUInt32LE(head.length)
  const parts = [MAGIC, size, head, ...chunks.map(({ deflated }) => deflated)]
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(parts.reduce((value, part) => crc32(part, value), 0))
  const file = new NewFile(folder, stem)
  try {
    file.append(Buffer.concat([...parts, sum]))
    return file.finish(stem, '.ids')
  } catch (error) {
    file.abandon()
    throw error
  }
}

/** Reads what `writeIdsFile` wrote, also as it was written before lists were kept in chunks. */
export function readIdsFile(folder: string, name: string): SeenIds {
  const bytes = readFileSync(join(folder, name))
  const content = bytes.subarray(0, -4)
  if (bytes.length < 4 || crc32(content) !== bytes.readUInt32LE(bytes.length - 4)) throw damaged(name, 'wrong checksum')
  if (!content.subarray(0, MAGIC.length).equals(MAGIC)) return { chunks: [], others: olderIds(content) }
  const start = MAGIC.length + 4
  let at = start + content.readUInt32LE(MAGIC.length)
  const { rows, others } = JSON.parse(inflateRawSync(content.subarray(start, at)).toString('utf8')) as { rows: Row[]; others: string }
  const chunks = rows.map(([digest, ids, unreadable, newest, length]): ListChunk => {
    at += length
    return { digest, ids, unreadable, newest, deflated: content.subarray(at - length, at) }
  })
  return { chunks, others: otherIds(others) }
}

function otherIds(text: string): ReadonlyMap<string, SeenOtherwise> {
  const others = new Map<string, SeenOtherwise>()
  for (const line of text === '' ? [] : text.split('\n')) {
    const [id = '', listed = '', modified = '', mark = ''] = line.split(',')
    others.set(id, { listed, seen: mark === '-' ? null : { modified, readable: mark === '' } })
  }
  return others
}

/** Lines `id,modified` with a `!` after an unreadable one: all of them are told by the next list. */
function olderIds(content: Uint8Array): ReadonlyMap<string, SeenOtherwise> {
  const others = new Map<string, SeenOtherwise>()
  for (const line of inflateRawSync(content).toString('utf8').split('\n')) {
    const [id = '', modified = '', mark] = line.split(',')
    if (id !== '') others.set(id, { listed: '', seen: { modified, readable: mark === undefined } })
  }
  return others
}
