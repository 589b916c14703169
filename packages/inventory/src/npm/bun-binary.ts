import { Buffer } from 'node:buffer'

/** A bun.lockb that is not what its header says; `message` is safe to print. */
export class BunLockInvalid extends SyntaxError {
  override readonly name = 'DocumentInvalid'
}

/** The parts of a binary lock: a table of packages by column, and buffers that they point into. */
export interface BunBinary {
  /** Format version of the header: 2 or 3. */
  readonly format: number
  readonly count: number
  /** Bytes of one field of one package. */
  field(column: BunColumn, row: number): Buffer
  /** Text of a reference of eight bytes: inline, or offset and length in the string buffer. */
  text(reference: Buffer): string
  /** Dependency records and, in the same order, the numbers of the packages they resolved to. */
  readonly dependencies: Buffer
  readonly resolutions: Buffer
}

type BunColumn = 'name' | 'resolution' | 'dependencies' | 'meta'

const HEADER = '#!/usr/bin/env bun\nbun-lockfile-format-v0\n'
export const DEPENDENCY_BYTES = 26

/** Sizes of the package columns in file order; semantic versions grew from 32 to 64 bits with format 3. */
const COLUMNS: Readonly<Record<number, readonly (readonly [name: string, bytes: number])[]>> = {
  2: columnsWith(64),
  3: columnsWith(72),
}

function columnsWith(resolutionBytes: number): readonly (readonly [string, number])[] {
  return [
    ['name', 8],
    ['nameHash', 8],
    ['resolution', resolutionBytes],
    ['dependencies', 8],
    ['resolutions', 8],
    ['meta', 88],
    ['bin', 20],
    ['scripts', 49],
  ]
}

/** Format version in the header; null when the bytes are no bun.lockb. */
export function bunFormat(bytes: Buffer): number | null {
  return bytes.length >= 46 && bytes.toString('latin1', 0, HEADER.length) === HEADER ? bytes.readUInt32LE(42) : null
}

/**
 * Reads the frame of a bun.lockb of format 2 or 3 (oven-sh/bun `src/install/lockfile`): header, package table, six buffers.
 * Every offset is checked. Throws BunLockInvalid for what is cut or inconsistent.
 */
export function readBunBinary(bytes: Buffer): BunBinary {
  const format = bunFormat(bytes) ?? 0
  const columns = COLUMNS[format]
  if (columns === undefined) throw new BunLockInvalid(`format version ${format} is not 2 or 3`)
  const total = numberAt(bytes, 78)
  if (total > bytes.length) throw new BunLockInvalid(`the file ends after ${bytes.length} of ${total} bytes`)
  const count = numberAt(bytes, 86)
  const fields = numberAt(bytes, 102)
  const begin = numberAt(bytes, 110)
  const end = numberAt(bytes, 118)
  // The last column, scripts, came with bun 0.6.8.
  const present = columns.slice(0, fields)
  const rowBytes = present.reduce((sum, [, size]) => sum + size, 0)
  if (fields < 7 || fields > 8 || begin < 126 || begin + count * rowBytes > end || end > bytes.length) {
    throw new BunLockInvalid('the package table is not inside the file')
  }
  const starts = new Map<string, readonly [start: number, size: number]>()
  let start = begin
  for (const [name, size] of present) {
    starts.set(name, [start, size])
    start += size * count
  }
  const buffers = readBuffers(bytes, end)
  const strings = buffers[5] as Buffer
  return {
    format,
    count,
    field(column, row) {
      const [at, size] = starts.get(column) as readonly [number, number]
      return bytes.subarray(at + row * size, at + (row + 1) * size)
    },
    text: (reference) => textOf(reference, strings),
    resolutions: buffers[2] as Buffer,
    dependencies: buffers[3] as Buffer,
  }
}

/** Trees, hoisted dependencies, resolutions, dependencies, external strings, string bytes: each says where it starts and ends. */
function readBuffers(bytes: Buffer, from: number): readonly Buffer[] {
  const buffers: Buffer[] = []
  for (let at = from; buffers.length < 6;) {
    const start = numberAt(bytes, at)
    const end = numberAt(bytes, at + 8)
    if (start < at || end < start || end > bytes.length) throw new BunLockInvalid('a buffer is not inside the file')
    buffers.push(bytes.subarray(start, end))
    at = end
  }
  return buffers
}

function textOf(reference: Buffer, strings: Buffer): string {
  if (((reference[7] as number) & 0x80) === 0) {
    const zero = reference.indexOf(0)
    return reference.toString('utf8', 0, zero < 0 ? 8 : zero)
  }
  const offset = reference.readUInt32LE(0)
  const length = reference.readUInt32LE(4) & 0x7fffffff
  if (offset + length > strings.length) throw new BunLockInvalid('a text is not inside the string buffer')
  return strings.toString('utf8', offset, offset + length)
}

/** A 64-bit number; those over 2^53 cannot be sizes or versions. */
export function numberAt(bytes: Buffer, at: number): number {
  if (at + 8 > bytes.length) throw new BunLockInvalid('the file ends inside a number')
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new BunLockInvalid('a number is out of range')
  return Number(value)
}
