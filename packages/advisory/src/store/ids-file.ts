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

/** Writes which records of an ecosystem were seen: deflated lines `id,modified` with a `!` after an unreadable one, then the checksum. */
export function writeIdsFile(folder: string, stem: string, seen: ReadonlyMap<string, SeenRecord>): FileStamp {
  const lines: string[] = []
  for (const [id, { modified, readable }] of seen) lines.push(`${id},${modified}${readable ? '' : ',!'}`)
  const bytes = deflateRawSync(lines.join('\n'), { level: 1 })
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc32(bytes))
  const file = new NewFile(folder, stem)
  try {
    file.append(bytes)
    file.append(sum)
    return file.finish(stem, '.ids')
  } catch (error) {
    file.abandon()
    throw error
  }
}

/** Reads what `writeIdsFile` wrote. */
export function readIdsFile(folder: string, name: string): Map<string, SeenRecord> {
  const bytes = readFileSync(join(folder, name))
  const content = bytes.subarray(0, -4)
  if (bytes.length < 4 || crc32(content) !== bytes.readUInt32LE(bytes.length - 4)) throw damaged(name, 'wrong checksum')
  const seen = new Map<string, SeenRecord>()
  for (const line of inflateRawSync(content).toString('utf8').split('\n')) {
    const [id = '', modified = '', mark] = line.split(',')
    if (id !== '') seen.set(id, { modified, readable: mark === undefined })
  }
  return seen
}
