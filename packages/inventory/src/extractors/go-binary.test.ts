import { memoryTree } from '@cupel/source'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leb128, makeElf, makeFat, makeMachO, makePe } from '../../../../test/make-executable.ts'
import { extractFile } from '../extract-file.ts'
import extractor from './go-binary.ts'

const LINES = [
  'path\texample.com/app/cmd/app',
  'mod\texample.com/app\t(devel)\t',
  'dep\tgithub.com/a/b\tv1.2.3\th1:abc=',
  'dep\tgolang.org/x/xerrors\tv0.1.0',
  '=>\tgithub.com/golang/xerrors\tv0.2.0\th1:def=',
  'dep\texample.com/near\tv0.0.0',
  '=>\t./near\t(devel)\t',
  'build\t-compiler=gc',
  '',
].join('\n')
const MARK = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex')
const modinfo = (lines: string) => Buffer.concat([MARK, Buffer.from(lines), MARK])
const header = (pointer: number, flags: number) =>
  Buffer.concat([Buffer.from('\xff Go buildinf:', 'latin1'), Buffer.from([pointer, flags])])

function inlineInfo(version: string, lines: string): Buffer {
  const texts = [Buffer.from(version), modinfo(lines)].flatMap((text) => [leb128(text.length), text])
  return Buffer.concat([header(0, 2), Buffer.alloc(16), ...texts])
}

/** Go 1.13 to 1.17: two pointers to strings, each a pointer and a length. */
function pointedInfo(base: number, { is64, isLittle }: { is64: boolean; isLittle: boolean }): Buffer {
  const width = is64 ? 8 : 4
  const word = (value: number) => {
    const bytes = Buffer.alloc(width)
    if (isLittle) bytes.writeUIntLE(value, 0, Math.min(width, 6))
    else bytes.writeUIntBE(value, width - Math.min(width, 6), Math.min(width, 6))
    return bytes
  }
  const version = Buffer.from('go1.16.5')
  const modules = modinfo(LINES)
  const strings = base + 64
  const texts = strings + width * 4
  return Buffer.concat([
    header(width, isLittle ? 0 : 1),
    word(strings),
    word(strings + width * 2),
    Buffer.alloc(64 - 16 - width * 2),
    word(texts),
    word(version.length),
    word(texts + version.length),
    word(modules.length),
    version,
    modules,
  ])
}

function extract(bytes: Uint8Array) {
  return extractFile(memoryTree({ 'bin/app': bytes }), extractor, 'bin/app')
}

const info = { bytes: inlineInfo('go1.22.1', LINES), address: 0x5000, writable: true }
const filler = { name: '.data', bytes: Buffer.alloc(640, 1), address: 0x1000, writable: true }

describe('go-binary', () => {
  const programs: readonly [string, Buffer, string][] = [
    ['ELF', makeElf([filler, { ...info, name: '.go.buildinfo' }]), '1.22.1'],
    ['ELF of 32 bits, big-endian', makeElf([{ ...info, name: '.go.buildinfo' }], { is64: false, isLittle: false }), '1.22.1'],
    ['ELF without section names', makeElf([filler, { ...info, name: '.data' }], { stripped: true }), '1.22.1'],
    [
      'Windows',
      makePe([
        { name: '.text', bytes: Buffer.alloc(100) },
        { ...info, name: '.data' },
      ]),
      '1.22.1',
    ],
    [
      'Mach-O',
      makeMachO([
        { ...filler, name: '__data' },
        { ...info, name: '__go_buildinfo' },
      ]),
      '1.22.1',
    ],
    [
      'universal Mach-O',
      makeFat([makeMachO([{ ...info, name: '__go_buildinfo' }]), makeMachO([{ ...info, name: '__go_buildinfo' }])]),
      '1.22.1',
    ],
    ...[true, false].flatMap((is64) =>
      [true, false].map((isLittle): [string, Buffer, string] => {
        const section = { name: '.go.buildinfo', bytes: pointedInfo(0x9000, { is64, isLittle }), address: 0x9000, writable: true }
        return [
          `by pointers, ${is64 ? 64 : 32} bits, ${isLittle ? 'little' : 'big'}-endian`,
          makeElf([filler, section], { is64, isLittle }),
          '1.16.5',
        ]
      }),
    ),
  ]
  test.each(programs)('%s', (_, bytes, release) => {
    const { components, coverage, graph, problems, foreign } = extract(bytes)
    expect([problems, foreign]).toEqual([[], undefined])
    expect(coverage).toMatchObject({
      state: 'read',
      formatVersion: 'go' + release,
      skipped: [{ what: 'replaced by a local path', count: 1 }],
    })
    expect(components.map(({ purl }) => purl)).toEqual([
      `pkg:golang/stdlib@${release}`,
      'pkg:golang/github.com/a/b@v1.2.3',
      'pkg:golang/github.com/golang/xerrors@v0.2.0',
    ])
    expect(graph.projects).toMatchObject([{ name: 'example.com/app', version: '(devel)' }])
  })

  const withInfo = (version: string, lines: string) => extract(makeElf([{ name: '.go.buildinfo', bytes: inlineInfo(version, lines) }]))

  test('a published program is a component of its own', () => {
    const { components, graph } = withInfo('go1.21.0', 'path\tk8s.io/app\nmod\tk8s.io/app\tv1.2.3\th1:x=\n')
    expect(components).toMatchObject([{ name: 'stdlib' }, { purl: 'pkg:golang/k8s.io/app@v1.2.3', direct: true }])
    expect(graph.edges).toEqual([[0, 2]])
  })

  test.each([
    ['go1.21.5 X:boringcrypto', '1.21.5'],
    ['go1.18.7b7', '1.18.7'],
    ['go1.20', '1.20'],
    ['go1.23rc1', '1.23.0-rc.1'],
  ])('Go release %s', (version, release) => {
    expect(withInfo(version, LINES).components[0]?.version).toBe(release)
  })

  test.each([
    ['a Go of no release', withInfo('devel go1.23-abcdef', LINES), 'unsupported-content'],
    ['built without modules', withInfo('go1.20', 'path\tgithub.com/docker/cli\nbuild\t-compiler=gc\n'), 'unsupported-content'],
    ['an unknown line', withInfo('go1.20', LINES + 'novel\tx\n'), 'unsupported-content'],
    [
      'a text without end',
      extract(makeElf([{ name: '.data', bytes: inlineInfo('go1.20', LINES).subarray(0, 60), writable: true }], { stripped: true })),
      'malformed',
    ],
  ])('%s is a problem', (_, { problems }, code) => {
    expect(problems).toContainEqual(expect.objectContaining({ code, effect: 'incomplete' }))
  })

  test("Go's own programs have no modules", () => {
    expect(withInfo('go1.20', 'path\tcmd/go\nbuild\t-compiler=gc\n').problems).toEqual([])
  })

  test.each([
    ['another program', makeElf([filler])],
    ['a Java class', Buffer.from('cafebabe00000041000a', 'hex')],
    ['text', Buffer.from('MZ is how this text begins')],
    ['nothing', Buffer.alloc(0)],
  ])('%s is not its own', (_, bytes) => {
    expect(extract(bytes)).toMatchObject({ foreign: true, problems: [], components: [] })
  })

  test('of a program that is cut off not more than that is known', () => {
    const bytes = makeElf([filler, { ...info, name: '.go.buildinfo' }])
    expect(extract(bytes.subarray(0, 600)).problems).toMatchObject([{ code: 'malformed', effect: 'note' }])
  })

  test('damage never crashes', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 })
    for (const [, whole] of programs) {
      fc.assert(
        fc.property(flips, fc.nat(whole.length), (changes, length) => {
          const bytes = Buffer.from(whole)
          for (const [at, value] of changes) bytes[at % whole.length] = value
          expect(extract(length % 3 === 0 ? bytes.subarray(0, length) : bytes).problems.filter(({ code }) => code === 'internal')).toEqual(
            [],
          )
        }),
        { seed: 1, numRuns: 300 },
      )
    }
  })
})
