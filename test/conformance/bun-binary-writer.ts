import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { World, WorldNeed } from './js-locks.ts'

const BITS = { dependencies: 2, optionalDependencies: 4, devDependencies: 8 } as const

/** A bun.lockb of the world, format 2 or 3: enough of it for a reader of packages and dependencies. */
export function bunLockb(world: World, format: 2 | 3): Buffer {
  const strings: Buffer[] = []
  let used = 0
  const reference = (text: string): Buffer => {
    const bytes = Buffer.from(text)
    const eight = Buffer.alloc(8)
    if (bytes.length < 8) bytes.copy(eight)
    else {
      eight.writeUInt32LE(used, 0)
      eight.writeUInt32LE((bytes.length | 0x80000000) >>> 0, 4)
      strings.push(bytes)
      used += bytes.length
    }
    return eight
  }
  const rows = [{ name: 'app', version: '', needs: world.direct }, ...world.packages]
  const dependencies: Buffer[] = []
  const resolutions: number[] = []
  const columns = {
    names: rows.map((row) => reference(row.name)),
    hashes: rows.map(() => Buffer.alloc(8)),
    resolutions: rows.map((row, at) => resolution(at === 0 ? null : row.version, format, reference)),
    slices: rows.map((row) => slice(row.needs)),
    again: rows.map(() => Buffer.alloc(8)),
    metas: rows.map((row) => {
      const meta = Buffer.alloc(88)
      meta[20] = 4
      createHash('sha512').update(`${row.name}@${row.version}`).digest().copy(meta, 21)
      return meta
    }),
    bins: rows.map(() => Buffer.alloc(20)),
    scripts: rows.map(() => Buffer.alloc(49)),
  }
  function slice(needs: readonly WorldNeed[]): Buffer {
    const eight = Buffer.alloc(8)
    eight.writeUInt32LE(dependencies.length, 0)
    eight.writeUInt32LE(needs.length, 4)
    for (const { to, kind } of needs) {
      const record = Buffer.alloc(26)
      record[16] = BITS[kind]
      dependencies.push(record)
      resolutions.push(to + 1)
    }
    return eight
  }
  const table = Buffer.concat(Object.values(columns).flat())
  const numbers = Buffer.alloc(resolutions.length * 4)
  for (const [at, id] of resolutions.entries()) numbers.writeUInt32LE(id, at * 4)
  const begin = 128
  const buffers: Buffer[] = []
  let position = begin + table.length
  for (const content of [Buffer.alloc(0), Buffer.alloc(0), numbers, Buffer.concat(dependencies), Buffer.alloc(0), Buffer.concat(strings)]) {
    const label = Buffer.from('\n<x> 1 sizeof, 1 alignof\n')
    const start = position + 16 + label.length
    buffers.push(long(start), long(start + content.length), label, content)
    position = start + content.length
  }
  const total = position + 8
  const header = Buffer.concat([
    Buffer.from('#!/usr/bin/env bun\nbun-lockfile-format-v0\n'),
    Buffer.from([format, 0, 0, 0]),
    Buffer.alloc(32),
    ...[total, rows.length, 8, 8, begin, begin + table.length].map(long),
    Buffer.alloc(2),
  ])
  return Buffer.concat([header, table, ...buffers, Buffer.alloc(8)])
}

function resolution(version: string | null, format: 2 | 3, reference: (text: string) => Buffer): Buffer {
  const field = Buffer.alloc(format === 2 ? 64 : 72)
  field[0] = version === null ? 1 : 2
  if (version === null) return field
  const [core = '', pre = ''] = version.split('-')
  const wide = format === 3
  for (const [at, part] of core.split('.').entries()) field.writeUInt32LE(Number(part), 16 + at * (wide ? 8 : 4))
  reference(pre).copy(field, wide ? 40 : 32)
  return field
}

function long(value: number): Buffer {
  const eight = Buffer.alloc(8)
  eight.writeBigUInt64LE(BigInt(value))
  return eight
}
