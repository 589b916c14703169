import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { memorySource } from './byte-source.ts'
import { hash32 } from './hash32.ts'
import { encodeKeyTable, readKeyTable } from './key-table.ts'

function tableOf(bytes: Buffer) {
  return readKeyTable(memorySource(bytes, 'x'), { offset: 0, count: bytes.length / 8, crc: crc32(bytes) })
}

test.each([0, 1, 2, 63, 64, 65, 5000])('every key of %d is found, and none that is not there', (count) => {
  const keys = Array.from({ length: count }, (_, at) => `\nkey-${at}`)
  const table = tableOf(encodeKeyTable(keys, [...keys.keys()]))
  for (const [at, key] of keys.entries()) expect(table.find(key)).toContain(at)
  expect(keys.filter((key) => table.find(`${key}/absent`).length > 0)).toEqual([])
})

test('hashes that do not lie evenly are found too, also where many rows have the same', () => {
  const wanted = hash32('wanted')
  for (const [below, same, above] of [
    [3000, 1, 0],
    [0, 1, 3000],
    [3000, 500, 10],
    [10, 500, 3000],
    [0, 700, 0],
  ] as const) {
    const hashes = [
      ...Array.from({ length: below }, (_, at) => wanted - below + at),
      ...Array.from({ length: same }, () => wanted),
      ...Array.from({ length: above }, (_, at) => wanted + 1 + at),
    ]
    const words = Uint32Array.from([...hashes, ...hashes.keys()])
    const found = tableOf(Buffer.from(words.buffer)).find('wanted')
    expect(found).toEqual(Array.from({ length: same }, (_, at) => below + at))
  }
})
