import { readYamlTree } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BlockNode } from './block-yaml.ts'
import { readBlocks } from './block-yaml.ts'
import { flowPairs } from './flow-pairs.ts'

/** Where the scanner and the library read a mapping or list differently; empty when they agree. Flow collections are not compared. */
function difference(nodes: readonly BlockNode[], library: YamlNode): string {
  const entries =
    library.kind === 'sequence'
      ? library.items.map((item) => ['', item] as const)
      : library.pairs.map(([key, item]) => [key.text, item] as const)
  if (entries.length !== nodes.length) return `${nodes.length} entries instead of ${entries.length}`
  for (const [at, node] of nodes.entries()) {
    const [key, value] = entries[at] as readonly [string, YamlNode]
    if (key !== node.key) return `key ${JSON.stringify(node.key)} instead of ${JSON.stringify(key)}`
    const inner = valueDifference(node, value)
    if (inner !== '') return `${key}: ${inner}`
  }
  return ''
}

function valueDifference(node: BlockNode, value: YamlNode): string {
  if (node.kind === 'flow') return value.kind === 'scalar' ? 'a flow collection instead of a scalar' : ''
  if (node.kind === 'text') return value.kind === 'scalar' ? '' : 'a text instead of a collection'
  if (node.kind === 'scalar')
    return value.kind === 'scalar' && value.text === node.value
      ? ''
      : `${JSON.stringify(node.value)} instead of ${JSON.stringify(value.text)}`
  if (value.kind === 'scalar')
    return node.children.length === 0 && value.value === null && value.text === '' ? '' : 'a block instead of a scalar'
  return difference(node.children, value)
}

function shapeOfBlocks(nodes: readonly BlockNode[]): unknown {
  return nodes.map(({ key, kind, value, children }) => [key, kind === 'block' ? shapeOfBlocks(children) : value])
}

const line = fc
  .tuple(
    fc.constantFrom(0, 0, 2, 2, 4, 4, 6, 1, 3),
    fc.constantFrom('', '', '', '- ', '-   '),
    fc.constantFrom('a', 'b-c', "'q'", '"d"', '"e\\"f"', '@x', '/a@1', 'x y', 'é', 'a:b', '<<', '?', '&n k', "it's"),
    fc.constantFrom(':', ': ', ' : ', ''),
    fc.constantFrom(
      '',
      '',
      'v',
      '1.10',
      "'s'",
      "'it''s'",
      '"t"',
      '"\\_u"',
      '{i: s}',
      '[a, b]',
      '{open',
      '|-',
      '>',
      '# note',
      'v # note',
      'a: b',
      '&z 1',
      '*z',
      '!t 1',
      'null',
      '~',
      'v:',
      '- x',
      '"open',
    ),
    fc.constantFrom('', '', '', ' ', ' #c'),
  )
  .map(([indent, mark, key, colon, value, tail]) => ' '.repeat(indent) + mark + key + colon + value + tail)
const text = fc.array(
  fc.oneof({ arbitrary: line, weight: 12 }, { arbitrary: fc.constantFrom('', '---', '# c', '\ta: b', '...', '--- a', 'plain'), weight: 1 }),
  { maxLength: 8 },
)

describe('readBlocks', () => {
  test('what it reads is YAML that the library reads the same', () => {
    let read = 0
    fc.assert(
      fc.property(text, fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const yaml = lines.join(end) + end
        const blocks = readBlocks(yaml)
        if (blocks === null || repeats(blocks.map((document) => document.nodes))) return
        read++
        const library = readYamlTree(yaml).filter((document) => document.kind !== 'scalar' || document.text !== '')
        const own = blocks.filter((document) => document.nodes.length > 0)
        expect(own.length).toBe(library.length)
        for (const [at, document] of own.entries()) expect(difference(document.nodes, library[at] as YamlNode)).toBe('')
      }),
      { seed: 1, numRuns: 20_000 },
    )
    expect(read).toBeGreaterThan(1000)
  })

  test('places, skipped keys and several documents', () => {
    const yaml = '---\na: 1\nskip:\n  deep:\n    - x\nb:\n  - c\n  - d: e\n---\nf: |-\n  any: thing\n\ng: {h: i}\n'
    const skipped = new Map([[0, new Set(['skip'])]])
    expect(
      readBlocks(yaml, skipped)?.map(({ line: at, nodes }) => [at, nodes.map((node) => [node.key, node.kind, node.value, node.line])]),
    ).toEqual([
      [
        2,
        [
          ['a', 'scalar', '1', 2],
          ['b', 'block', '', 6],
        ],
      ],
      [
        10,
        [
          ['f', 'text', '', 10],
          ['g', 'flow', '{h: i}', 13],
        ],
      ],
    ])
  })

  test('tolerant: lines that are no YAML are passed over', () => {
    const yaml = 'a:\n  b: 1\n<<<<<<< HEAD\n  c: 2\n=======\n  c: 3\n>>>>>>> other\nd: 4\n'
    expect(readBlocks(yaml)).toBeNull()
    expect(shapeOfBlocks(readBlocks(yaml, undefined, { tolerant: true })?.[0]?.nodes ?? [])).toEqual([
      [
        'a',
        [
          ['b', '1'],
          ['c', '2'],
          ['c', '3'],
        ],
      ],
      ['d', '4'],
    ])
  })

  test('a deep or endless text is refused or read, never hung on', () => {
    expect(readBlocks(Array.from({ length: 10_000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''))).toBeNull()
    expect(readBlocks('a:\n' + '  - x\n'.repeat(200_000))?.[0]?.nodes[0]?.children.length).toBe(200_000)
    expect(readBlocks('x'.repeat(5_000_000))).toBeNull()
  })
})

/** Keys that stand twice are the caller's to judge; the library refuses them. */
function repeats(mappings: readonly (readonly BlockNode[])[]): boolean {
  return mappings.some((nodes) => {
    const keys = nodes.map((node) => node.key).filter((key) => key !== '')
    return new Set(keys).size < keys.length || nodes.some((node) => repeats([node.children]))
  })
}

describe('flowPairs', () => {
  test.each([
    ['{integrity: sha512-a+/b==}', [['integrity', 'sha512-a+/b==']]],
    [
      '{ type: git, repo: \'https://host.example/a.git\', commit: "0123" }',
      [
        ['type', 'git'],
        ['repo', 'https://host.example/a.git'],
        ['commit', '0123'],
      ],
    ],
    ['{}', []],
    ['{a: {b: c}}', null],
    ['{a: b', null],
    ['{a}', null],
    ['[a]', null],
    ["{a: 'it''s'}", null],
  ])('%s', (flow, pairs) => {
    expect(flowPairs(flow)).toEqual(pairs)
  })
})
