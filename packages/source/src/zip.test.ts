import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeZip } from '../../../test/make-zip.ts'
import { ArchiveRefused } from './archive-refused.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { bufferAccess } from './random-access.ts'
import { openZip } from './zip.ts'

function contents(bytes: Uint8Array): Record<string, string> {
  const zip = openZip(bufferAccess(bytes))
  return Object.fromEntries(zip.entries.map((entry) => [entry.path, new TextDecoder().decode(zip.read(entry))]))
}

describe('openZip', () => {
  test.each([
    ['deflated', { name: 'a.txt', content: 'hello hello hello' }],
    ['stored', { name: 'a.txt', content: 'hello hello hello', method: 0 }],
    ['with sizes after the data', { name: 'a.txt', content: 'hello hello hello', descriptor: true }],
    ['with ZIP64 sizes', { name: 'a.txt', content: 'hello hello hello', zip64: true }],
    ['empty', { name: 'a.txt', content: '' }],
  ])('reads a member %s', (_, member) => {
    expect(contents(makeZip([member]))).toEqual({ 'a.txt': member.content })
  })

  test('bytes before the archive, places counted from either start', () => {
    const prefix = Buffer.from('#!/bin/sh\nexec java -jar "$0"\n')
    const members = [
      { name: 'a', content: '1' },
      { name: 'b/c', content: '2' },
    ]
    expect(contents(makeZip(members, prefix))).toEqual({ a: '1', 'b/c': '2' })
  })

  test.each([
    ['flagged UTF-8', 'gr\u00fcn/\u00e9', 0x800, 'grün/é'],
    ['UTF-8 without the flag', 'grün', 0, 'grün'],
    ['code page 437', Buffer.from([0x67, 0x72, 0x81, 0x6e]), 0, 'grün'],
    ['backslashes', 'lib\\net8\\a.dll', 0, 'lib/net8/a.dll'],
    ['dot segments', './a//b', 0, 'a/b'],
  ])('name: %s', (_, name, flags, path) => {
    expect(Object.keys(contents(makeZip([{ name, flags }])))).toEqual([path])
  })

  test.each(['../up', '/absolute', 'a/../../b', 'C:\\windows', 'a\0b', 'a/..', '..\\up'])(
    'the name %j is left out and reported',
    (name) => {
      const zip = openZip(
        bufferAccess(
          makeZip([
            { name, content: 'x' },
            { name: 'ok', content: 'y' },
          ]),
        ),
      )
      expect(zip.entries.map((entry) => entry.path)).toEqual(['ok'])
      expect(zip.problems).toMatchObject([{ code: 'unsafe-path', effect: 'incomplete' }])
    },
  )

  test('folders are left out, links are told', () => {
    const zip = openZip(bufferAccess(makeZip([{ name: './' }, { name: 'd/', mode: 0o40755 }, { name: 'l', content: 'd', mode: 0o120777 }])))
    expect(zip.entries).toMatchObject([{ path: 'l', link: true }])
    expect(zip.problems).toEqual([])
  })

  test.each([
    ['encrypted', { name: 'a', content: 'x', flags: 1 }, 'unsupported-content'],
    ['of method 12', { name: 'a', content: 'x', method: 12 }, 'unsupported-content'],
    ['that unfolds to more than stated', { name: 'a', content: 'x'.repeat(100), statedSize: 10 }, 'malformed'],
    ['that unfolds to less than stated', { name: 'a', content: 'x', statedSize: 10 }, 'malformed'],
    ['of a gigabyte, as stated', { name: 'a', content: 'x', statedSize: 0x7fffffff }, 'limit-exceeded'],
  ])('a member %s is refused', (_, member, code) => {
    const zip = openZip(bufferAccess(makeZip([member])))
    expect(() => zip.read(zip.entries[0] as never)).toThrow(expect.objectContaining({ name: 'ArchiveRefused', code }))
  })

  test('a wrong checksum is refused', () => {
    const bytes = Buffer.from(makeZip([{ name: 'a', content: 'hello', method: 0 }]))
    bytes.write('j', 31)
    expect(() => contents(bytes)).toThrow('the checksum of the member is wrong')
  })

  test('all members together stay in one budget', () => {
    const budget = { remaining: 15 }
    const zip = openZip(
      bufferAccess(
        makeZip([
          { name: 'a', content: '0123456789' },
          { name: 'b', content: '0123456789' },
        ]),
      ),
      { budget },
    )
    expect(zip.read(zip.entries[0] as never)).toHaveLength(10)
    expect(() => zip.read(zip.entries[1] as never)).toThrow(ArchiveRefused)
  })

  test('members that share data are left out and reported', () => {
    const bytes = Buffer.from(
      makeZip([
        { name: 'a', content: 'same' },
        { name: 'b', content: 'same' },
      ]),
    )
    const second = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    bytes.writeUInt32LE(0, second + 42)
    const zip = openZip(bufferAccess(bytes))
    expect(zip.entries.map((entry) => entry.path)).toEqual(['a'])
    expect(zip.problems).toMatchObject([{ code: 'malformed' }])
  })

  test('a cut directory is reported', () => {
    const bytes = Buffer.from(makeZip([{ name: 'a' }, { name: 'b' }]))
    bytes.writeUInt16LE(7, bytes.length - 12)
    expect(openZip(bufferAccess(bytes)).problems).toMatchObject([{ code: 'malformed' }])
  })

  test('more members than the limit', () => {
    const bytes = makeZip([{ name: 'a' }, { name: 'b' }])
    expect(() => openZip(bufferAccess(bytes), { limits: { ...DEFAULT_LIMITS, members: 1 } })).toThrow(ArchiveRefused)
  })

  test('no flip or cut does more than refuse', () => {
    const whole = makeZip([
      { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\n' },
      { name: 'stored', content: 'abc', method: 0, descriptor: true },
      { name: 'large', content: 'y'.repeat(5000), zip64: true },
    ])
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 })
    const damaged = fc.tuple(flips, fc.nat(whole.length))
    fc.assert(
      fc.property(damaged, ([changes, length]) => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of changes) bytes[at] = value
        readAll(length % 3 === 0 ? bytes.subarray(0, length) : bytes)
      }),
      { seed: 1, numRuns: 3000 },
    )
  })
})

function readAll(bytes: Uint8Array): void {
  try {
    const zip = openZip(bufferAccess(bytes))
    for (const entry of zip.entries) {
      try {
        zip.read(entry)
      } catch (error) {
        if (!(error instanceof ArchiveRefused)) throw error
      }
    }
  } catch (error) {
    if (!(error instanceof ArchiveRefused)) throw error
  }
}
