import { describe, expect, it } from 'vitest'
import { DocumentInvalid } from './document-invalid.ts'
import { textPlaces } from './text-place.ts'
import { readYamlTree } from './yaml-tree.ts'
import { readYaml } from './yaml.ts'

function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof DocumentInvalid) return `${error.fault} ${error.line} ${error.message}`
    throw error
  }
  return 'read'
}

/** Each level is ten aliases of the level before: `levels` lines that stand for 10^levels nodes. */
function bomb(levels: number): string {
  const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]']
  for (let at = 1; at <= levels; at++) lines.push(`a${at}: &a${at} [${Array.from({ length: 10 }, () => `*a${at - 1}`).join(',')}]`)
  return lines.join('\n')
}

describe('readYaml', () => {
  it('reads every document, with merge keys and core scalars', () => {
    expect(readYaml('a: 1\n---\nb: &x {c: yes, d: 0o17}\ne: {<<: *x, d: ~}\n')).toEqual([
      { a: 1 },
      { b: { c: 'yes', d: 15 }, e: { c: 'yes', d: null } },
    ])
    expect(readYaml('')).toEqual([])
    expect(readYaml('\ufeffa: 1')).toEqual([{ a: 1 }])
  })

  it('keeps keys that name parts of an object as plain keys', () => {
    expect(Object.keys(readYaml('__proto__: 1\nconstructor: 2')[0] as object)).toEqual(['__proto__', 'constructor'])
  })

  it.each([
    ['a: [1', 'malformed 1'],
    ['a: 1\na: 2', 'malformed 2'],
    ['a: *missing', 'malformed 1'],
    ['x: 1\na: &a [*a]', 'malformed 2 an alias stands inside the node it names'],
    ['a: 1\n\tb: 2', 'malformed'],
    [bomb(9), 'limit-exceeded'],
    ['['.repeat(10_000), 'limit-exceeded 1'],
    ['- '.repeat(10_000), 'limit-exceeded 1'],
    ['? '.repeat(10_000), 'limit-exceeded 1'],
    ['---\n'.repeat(2000), 'limit-exceeded 0'],
    [`a: &a 1\nb: [${'*a,'.repeat(10_001)}]`, 'limit-exceeded 2 there are more than 10000 aliases'],
  ])('refuses case %#', (text, expected) => {
    expect(refusal(() => readYaml(text))).toContain(expected)
    expect(refusal(() => readYaml(text))).not.toBe('read')
  })

  it('lets the last of equal keys count when asked', () => {
    expect(readYaml('a: 1\na: 2', { duplicateKeys: 'last' })).toEqual([{ a: 2 }])
  })
})

describe('readYamlTree', () => {
  it('gives places and keeps the text of scalars', () => {
    const text = 'on: 1.10\njobs:\n  - &n name\n  - *n\n  - "1"\n---\n- 2'
    const place = textPlaces(text)
    const [first, second] = readYamlTree(text)
    expect(first?.pairs.map(([key, value]) => [key.text, value.kind, place(value.offset).line])).toEqual([
      ['on', 'scalar', 1],
      ['jobs', 'sequence', 3],
    ])
    expect(first?.pairs[0]?.[1]).toMatchObject({ value: 1.1, text: '1.10' })
    expect(first?.pairs[1]?.[1].items.map((node) => [node.kind, node.value, place(node.offset).line])).toEqual([
      ['scalar', 'name', 3],
      ['alias', 'n', 4],
      ['scalar', '1', 5],
    ])
    expect(second?.items[0]?.value).toBe(2)
  })

  it('refuses what readYaml refuses', () => {
    expect(refusal(() => readYamlTree(bomb(9)))).toContain('limit-exceeded')
  })
})
