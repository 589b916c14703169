import { describe, expect, test } from 'vitest'
import { openSpool } from './spool.ts'

describe('openSpool', () => {
  test.each([
    ['memory', 1 << 20],
    ['a file', 1],
    ['both', 150_000],
  ])('gives back what was written, held in %s', (_, memoryBytes) => {
    const spool = openSpool(memoryBytes)
    const whole = Buffer.from(Array.from({ length: 400_001 }, (__, at) => (at * 31 + (at >> 8)) & 255))
    for (let at = 0; at < whole.length; at += 7001) {
      expect(spool.size).toBe(at)
      spool.append(whole.subarray(at, at + 7001))
    }
    expect(spool.size).toBe(whole.length)
    for (const [offset, size] of [
      [0, 10],
      [65_530, 12],
      [149_990, 90_000],
      [399_990, 11],
      [0, 400_001],
    ] as const) {
      const part = spool.access(offset, size)
      expect(Buffer.from(part.read(0, size)).equals(whole.subarray(offset, offset + size))).toBe(true)
      expect(part.read(size - 3, 100)).toHaveLength(3)
      expect(part.read(size, 1)).toHaveLength(0)
    }
    spool.close()
  })
})
