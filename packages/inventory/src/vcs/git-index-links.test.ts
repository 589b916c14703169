import { bufferAccess } from '@cupel/source'
import { expect, test } from 'vitest'
import { gitIndexLinks } from './git-index-links.ts'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'

/** An index with entries [mode, path]; version 4 leaves out what a name shares with the one before it. */
function index(version: number, entries: readonly (readonly [mode: number, path: string])[]): Buffer {
  const head = Buffer.from('DIRC\0\0\0\0\0\0\0\0', 'latin1')
  head.writeUInt32BE(version, 4)
  head.writeUInt32BE(entries.length, 8)
  let before = ''
  const parts = entries.map(([mode, path]) => {
    const fixed = Buffer.alloc(62)
    fixed.writeUInt32BE(mode, 24)
    fixed.write(COMMIT, 40, 'hex')
    let shared = 0
    while (shared < Math.min(before.length, path.length) && before[shared] === path[shared]) shared++
    const strip = before.length - shared
    const packed = strip < 128 ? [strip] : [((strip >> 7) - 1) | 0x80, strip & 0x7f]
    before = path
    if (version === 4) return Buffer.concat([fixed, Buffer.from(packed), Buffer.from(path.slice(shared) + '\0')])
    const entry = Buffer.concat([fixed, Buffer.from(path)])
    return Buffer.concat([entry, Buffer.alloc(8 - (entry.length % 8))])
  })
  return Buffer.concat([head, ...parts, Buffer.alloc(20)])
}

const ENTRIES = [
  [0o100644, 'a'],
  [0o160000, 'deps/zlib'],
  [0o100644, `deps/${'x'.repeat(300)}`],
  [0o160000, 'ext/ä'],
] as const

test.each([2, 3, 4])('version %i: the commits of submodules', (version) => {
  expect([...gitIndexLinks(bufferAccess(index(version, ENTRIES)))]).toEqual([
    ['deps/zlib', COMMIT],
    ['ext/ä', COMMIT],
  ])
})

test('what is no index, of another version or cut short gives nothing', () => {
  const whole = index(2, ENTRIES)
  for (const bytes of [Buffer.alloc(0), Buffer.from('hello, this is no index'), index(5, ENTRIES), whole.subarray(0, 200)])
    expect(gitIndexLinks(bufferAccess(bytes)).size).toBe(0)
})
