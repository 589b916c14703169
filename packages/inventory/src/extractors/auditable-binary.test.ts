import { deflateSync } from 'node:zlib'
import { memoryTree } from '@cupel/source'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeElf, makeMachO, makePe, makeWasm } from '../../../../test/make-executable.ts'
import { extractFile } from '../extract-file.ts'
import extractor from './auditable-binary.ts'

const CRATES = {
  packages: [
    { name: 'app', version: '0.1.0', source: 'local', dependencies: [1, 2, 4], root: true },
    { name: 'serde', version: '1.0.217', source: 'crates.io', dependencies: [3] },
    { name: 'cc', version: '1.2.0', source: 'registry', kind: 'build' },
    { name: 'itoa', version: '1.0.14', source: 'crates.io' },
    { name: 'member', version: '0.1.0', source: 'local', dependencies: [3] },
  ],
}

function sectionOf(data: unknown) {
  return { name: '.dep-v0', bytes: deflateSync(typeof data === 'string' ? data : JSON.stringify(data)) }
}

function extract(bytes: Uint8Array) {
  return extractFile(memoryTree({ 'bin/app': bytes }), extractor, 'bin/app')
}

describe('auditable-binary', () => {
  const programs: readonly [string, Buffer][] = [
    ['ELF', makeElf([sectionOf(CRATES)])],
    ['ELF of 32 bits, big-endian', makeElf([sectionOf(CRATES)], { is64: false, isLittle: false })],
    ['Windows', makePe([sectionOf(CRATES)])],
    ['Mach-O', makeMachO([sectionOf(CRATES)])],
    ['WebAssembly', makeWasm([{ name: 'name', bytes: Buffer.alloc(9) }, sectionOf(CRATES)])],
  ]
  test.each(programs)('%s', (_, bytes) => {
    const { components, coverage, graph, problems } = extract(bytes)
    expect(problems).toEqual([])
    expect(coverage).toMatchObject({
      state: 'read',
      packages: 3,
      skipped: [{ what: 'crate of a local path' }, { what: 'the program itself' }],
    })
    expect(components).toMatchObject([
      { purl: 'pkg:cargo/serde@1.0.217', direct: true, scopes: ['runtime'] },
      { purl: 'pkg:cargo/cc@1.2.0', direct: true, scopes: ['build'] },
      { purl: 'pkg:cargo/itoa@1.0.14', direct: true },
    ])
    expect(graph.projects.map(({ name }) => name)).toEqual(['app', 'member'])
    expect(graph.edges).toEqual([
      [0, 2],
      [0, 3],
      [0, 1],
      [2, 4],
      [1, 4],
    ])
  })

  test.each([
    ['no zlib data', makeElf([{ name: '.dep-v0', bytes: Buffer.from('nonsense') }]), 'malformed'],
    ['no JSON', makeElf([sectionOf('{"packages":[')]), 'malformed'],
    ['no packages', makeElf([sectionOf({})]), 'malformed'],
    ['a crate without name', makeElf([sectionOf({ packages: [{ version: '1' }] })]), 'entries-lost'],
    [
      'an edge to nowhere',
      makeElf([sectionOf({ packages: [{ name: 'a', version: '1', source: 'crates.io', dependencies: [7] }] })]),
      'malformed',
    ],
    ['a bomb', makeElf([{ name: '.dep-v0', bytes: deflateSync(Buffer.alloc(65 * 1024 * 1024)) }]), 'malformed'],
  ])('%s is a problem', (_, bytes, code) => {
    expect(extract(bytes).problems).toContainEqual(expect.objectContaining({ code, effect: 'incomplete' }))
  })

  test('another program is not its own', () => {
    expect(extract(makeElf([{ name: '.text', bytes: Buffer.alloc(9) }]))).toMatchObject({ foreign: true, problems: [] })
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
