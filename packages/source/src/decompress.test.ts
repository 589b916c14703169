import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Compression } from './archive-kind.ts'
import { archiveKind } from './archive-kind.ts'
import { ArchiveRefused } from './archive-refused.ts'
import { inflateInto } from './decompress.ts'
import { zstdGuard } from './zstd-guard.ts'

async function inflated(bytes: Uint8Array, compression: Compression, step = 1000): Promise<string> {
  const parts: Buffer[] = []
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
  }
  await inflateInto(pieces(), compression, (part) => void parts.push(Buffer.from(part)))
  return Buffer.concat(parts).toString()
}

/** A frame of raw and repeated blocks; `window` is the descriptor byte. */
function frame(blocks: readonly (string | [byte: string, count: number])[], { window = 0, checksum = false } = {}): Buffer {
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, checksum ? 4 : 0, window])]
  for (const [at, block] of blocks.entries()) {
    const isRaw = typeof block === 'string'
    const header = Buffer.alloc(3)
    header.writeUIntLE(((isRaw ? block.length : block[1]) << 3) | (isRaw ? 0 : 2) | (at === blocks.length - 1 ? 1 : 0), 0, 3)
    parts.push(header, Buffer.from(isRaw ? block : block[0]))
  }
  return Buffer.concat([...parts, Buffer.alloc(checksum ? 4 : 0)])
}

const skippable = Buffer.from('5a2a4d1803000000414243', 'hex')

describe('inflateInto', () => {
  test.each([
    ['one frame', frame(['abc', ['x', 5]]), 'abcxxxxx'],
    [
      'several frames, skipped ones between',
      Buffer.concat([skippable, frame(['ab']), skippable, frame(['cd'], { checksum: true }), frame(['e'])]),
      'abcde',
    ],
    ['many empty frames', Buffer.concat([...Array.from({ length: 20_000 }, () => frame([''])), frame(['end'])]), 'end'],
  ])('zstd: %s', async (_, bytes, text) => {
    for (const step of [1, 100, 100_000]) expect(await inflated(bytes, 'zstd', step)).toBe(text)
  })

  test.each([
    ['cut', frame(['abcdefghijklmnop', 'x']).subarray(0, 20), 'malformed'],
    ['no zstd', Buffer.from('nothing of the kind, but long enough'), 'malformed'],
    ['frames with nothing but windows', Buffer.concat(Array.from({ length: 1000 }, () => frame([''], { window: 0x58 }))), 'limit-exceeded'],
    ['a window of a gigabyte', frame(['x'], { window: 0xa0 }), 'limit-exceeded'],
    ['a dictionary', Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 0x58, 7]), Buffer.alloc(9)]), 'unsupported-content'],
  ])('zstd: %s is refused', async (_, bytes, code) => {
    await expect(inflated(bytes, 'zstd')).rejects.toMatchObject({ name: 'ArchiveRefused', code })
  })

  test.each([
    ['gzip', gzipSync('x'.repeat(5000)).subarray(0, 20), 'malformed'],
    ['gzip', Buffer.from('1f8b0800000000000003ffffffffff', 'hex'), 'malformed'],
    ['xz', Buffer.from('fd377a585a00', 'hex'), 'unsupported-content'],
    ['bzip2', Buffer.from('BZh9'), 'unsupported-content'],
  ] as const)('%s damaged or unknown is refused', async (compression, bytes, code) => {
    await expect(inflated(bytes, compression)).rejects.toMatchObject({ code })
  })

  test.each(['gzip', 'zstd'] as const)('%s: what the taker throws comes through', async (compression) => {
    const bytes = compression === 'gzip' ? gzipSync('x') : frame(['x'])
    const stop = new TypeError('enough')
    await expect(
      inflateInto([bytes], compression, () => {
        throw stop
      }),
    ).rejects.toBe(stop)
  })

  test('damaged zstd data never does more than be refused', async () => {
    const whole = Buffer.concat([frame(['abc', ['x', 5]]), skippable, frame(['de'], { checksum: true })])
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(flips, fc.integer({ min: 1, max: 50 }), async (changes, step) => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of changes) bytes[at] = value
        await inflated(bytes, 'zstd', step).catch((error: unknown) => {
          if (!(error instanceof ArchiveRefused)) throw error
        })
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})

describe('zstdGuard', () => {
  test('sees a large window in a later frame, in pieces of any size', () => {
    const bytes = Buffer.concat([frame(['abc']), skippable, frame([['x', 1000]], { checksum: true }), frame(['x'], { window: 0xff })])
    for (const step of [1, 3, 1000]) {
      const guard = zstdGuard(1 << 25)
      expect(() => {
        for (let at = 0; at < bytes.length; at += step) guard(bytes.subarray(at, at + step))
      }).toThrow('a zstd window')
    }
  })
})

describe('archiveKind', () => {
  test.each([
    ['504b0304', 'zip'],
    ['1f8b0800', 'gzip'],
    ['28b52ffd', 'zstd'],
    ['502a4d18', 'zstd'],
    ['fd377a58', 'xz'],
    ['425a6839', 'bzip2'],
    ['7b0a2020', null],
    ['', null],
  ])('%s is %s', (head, kind) => {
    expect(archiveKind(Buffer.from(head, 'hex'))).toBe(kind)
  })
})
