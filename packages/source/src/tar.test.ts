import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeTar, paxRecord } from '../../../test/make-tar.ts'
import { bufferAccess } from './random-access.ts'
import type { TarMember } from './tar-entries.ts'
import { listTar, tarStream } from './tar.ts'

function streamed(bytes: Uint8Array, step: number) {
  const members: TarMember[] = []
  const contents: string[] = []
  const stream = tarStream({
    member(member, head) {
      members.push(member)
      const at = contents.push('') - 1
      expect(head.length).toBe(Math.min(16, member.size))
      return (data) => void (contents[at] += Buffer.from(data).toString('latin1'))
    },
  })
  for (let at = 0; at < bytes.length; at += step) stream.push(bytes.subarray(at, at + step))
  return { members, problems: stream.end(), contents }
}

const long = 'folder/'.repeat(30) + 'name'
const cases: readonly [string, Buffer, readonly (readonly [string, string, string])[]][] = [
  [
    'a file and a folder',
    makeTar([
      { name: 'd/', type: '5' },
      { name: 'd/a', content: 'x'.repeat(600) },
    ]),
    [
      ['folder', 'd', ''],
      ['file', 'd/a', ''],
    ],
  ],
  [
    'an old archive',
    makeTar([
      { name: 'd/', magic: 'old' },
      { name: './a', type: '\0', magic: 'old', content: '1' },
    ]),
    [
      ['folder', 'd', ''],
      ['file', 'a', ''],
    ],
  ],
  ['a ustar prefix', makeTar([{ name: 'a', prefix: 'very/long' }]), [['file', 'very/long/a', '']]],
  ['no prefix in a GNU one', makeTar([{ name: 'a', prefix: 'times', magic: 'gnu' }]), [['file', 'a', '']]],
  [
    'a GNU long name',
    makeTar([
      { name: '././@LongLink', type: 'L', content: long + '\0' },
      { name: 'cut', content: 'x' },
    ]),
    [['file', long, '']],
  ],
  [
    'a GNU long target',
    makeTar([
      { name: '././@LongLink', type: 'K', content: long + '\0' },
      { name: 'l', type: '2', target: 'cut' },
    ]),
    [['link', 'l', long]],
  ],
  [
    'pax path and linkpath',
    makeTar([
      { name: 'x', type: 'x', content: paxRecord('path', 'é/' + long) + paxRecord('linkpath', 't') },
      { name: 'cut', type: '2' },
    ]),
    [['link', 'é/' + long, 't']],
  ],
  [
    'a pax size',
    makeTar([
      { name: 'x', type: 'x', content: paxRecord('size', '3') },
      { name: 'a', content: 'abc' },
    ]),
    [['file', 'a', '']],
  ],
  [
    'a global pax header',
    makeTar([{ name: 'g', type: 'g', content: paxRecord('comment', '0123') }, { name: 'a' }, { name: 'b' }]),
    [
      ['file', 'a', ''],
      ['file', 'b', ''],
    ],
  ],
  [
    'a hard link',
    makeTar([
      { name: 'a', content: 'x' },
      { name: 'b', type: '1', target: './a' },
    ]),
    [
      ['file', 'a', ''],
      ['hardlink', 'b', 'a'],
    ],
  ],
  ['devices and FIFOs', makeTar([{ name: 'dev/null', type: '3' }, { name: 'p', type: '6' }, { name: 'a' }]), [['file', 'a', '']]],
]

describe('tar', () => {
  test.each(cases)('%s', (_, bytes, members) => {
    const listed = listTar(bufferAccess(bytes))
    expect(listed.problems).toEqual([])
    expect(listed.members.map(({ kind, path, target }) => [kind, path, target])).toEqual(members)
    for (const step of [1, 7, 512, 100_000]) {
      const { members: found, problems, contents } = streamed(bytes, step)
      expect({ members: found, problems }).toEqual(listed)
      expect(contents).toEqual(found.map(({ offset, size }) => bytes.toString('latin1', offset, offset + size)))
    }
  })

  test.each([
    ['a name that leaves', makeTar([{ name: '../a' }]), 'unsafe-path'],
    ['an absolute name', makeTar([{ name: '/etc/a' }]), 'unsafe-path'],
    ['a hard link that leaves', makeTar([{ name: 'a', type: '1', target: '../../etc/passwd' }]), 'unsafe-path'],
    ['an unknown type', makeTar([{ name: 'a', type: 'Z' }]), 'unsupported-content'],
    ['a broken header', Buffer.concat([makeTar([{ name: 'a' }], Buffer.alloc(0)), Buffer.alloc(512, 65)]), 'malformed'],
    ['a cut in data', makeTar([{ name: 'a', content: 'x'.repeat(2000) }]).subarray(0, 1000), 'malformed'],
    ['a cut in a header', makeTar([{ name: 'a' }]).subarray(0, 700), 'malformed'],
    ['nothing', Buffer.alloc(0), 'malformed'],
    ['a huge extended header', makeTar([{ name: 'x', type: 'x', content: 'y'.repeat(1_100_000) }]), 'limit-exceeded'],
  ])('%s is a problem', (_, bytes, code) => {
    expect(listTar(bufferAccess(bytes)).problems).toMatchObject([{ code, effect: 'incomplete' }])
    expect(streamed(bytes, 300).problems).toMatchObject([{ code }])
  })

  test('a damaged archive reads the same in place and in pieces, and never throws', () => {
    const whole = Buffer.concat(cases.map(([, bytes]) => bytes.subarray(0, -1024)))
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 5 })
    fc.assert(
      fc.property(flips, fc.nat(whole.length), fc.integer({ min: 1, max: 5000 }), (changes, length, step) => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of changes) bytes[at] = value
        const cut = length % 2 === 0 ? bytes.subarray(0, length) : bytes
        const listed = listTar(bufferAccess(cut))
        const inPieces = streamed(cut, step)
        // Of a member cut off in its data the stream knows the head; in place it is left out.
        expect(inPieces.members.slice(0, listed.members.length)).toEqual(listed.members)
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})
