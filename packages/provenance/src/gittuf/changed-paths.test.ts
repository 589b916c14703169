import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { changedPaths } from './changed-paths.ts'

const trees = new Map<string, Uint8Array>()

function put(bytes: Buffer): string {
  const id = createHash('sha1').update(`tree ${bytes.length}\0`).update(bytes).digest('hex')
  trees.set(id, bytes)
  return id
}

type Entry = readonly [mode: string, name: string, id: string]

const tree = (...entries: readonly Entry[]): string =>
  put(Buffer.concat(entries.flatMap(([mode, name, id]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')])))
const read = (ids: readonly string[]) =>
  Promise.resolve(new Map(ids.flatMap((id) => (trees.has(id) ? [[id, trees.get(id)!] as const] : []))))
const [ONE, TWO] = ['1'.repeat(40), '2'.repeat(40)]
const file = (name: string, id = ONE, mode = '100644'): Entry => [mode, name, id]
const folder = (name: string, ...entries: readonly Entry[]): Entry => ['40000', name, tree(...entries)]

describe('changed paths', () => {
  it.each<[string, string | null, string | null, readonly string[]]>([
    ['of a first commit are all', null, tree(file('a'), folder('f', file('b'), folder('g', file('c')))), ['a', 'f/b', 'f/g/c']],
    ['of equal trees are none', tree(file('a')), tree(file('a')), []],
    ['are contents', tree(file('a'), file('b')), tree(file('a'), file('b', TWO)), ['b']],
    ['are modes', tree(file('a')), tree(file('a', ONE, '100755')), ['a']],
    ['are additions and removals', tree(file('a')), tree(folder('f', file('a'))), ['a', 'f/a']],
    [
      'are links and submodules',
      tree(file('l', ONE, '120000'), file('s', ONE, '160000')),
      tree(file('l', TWO, '120000'), file('s', TWO, '160000')),
      ['l', 's'],
    ],
    ['are a file in place of a folder', tree(folder('x', file('a'))), tree(file('x')), ['x', 'x/a']],
    [
      'are in folders whose mode is written with a zero or with permissions',
      tree(),
      tree(['040000', 'f', tree(file('a'))], ['40755', 'g', tree(file('b'))]),
      ['f/a', 'g/b'],
    ],
    ['are not other spellings of a mode', tree(folder('f', file('a'))), tree(['040000', 'f', tree(file('a', ONE, '100664'))]), []],
    [
      'have names that are no UTF-8',
      tree(),
      put(Buffer.from(`100644 \xe4\0${Buffer.from(ONE, 'hex').toString('latin1')}`, 'latin1')),
      ['ä'],
    ],
  ])('%s', async (_, before, after, expected) => {
    const [found] = await changedPaths([{ before, after }], read)
    expect([...(found ?? [])].sort()).toEqual(expected)
  })

  it('are kept apart for each pair', async () => {
    const [first, second] = [tree(file('a')), tree(file('a', TWO))]
    expect(
      await changedPaths(
        [
          { before: first, after: second },
          { before: null, after: first },
          { before: first, after: first },
        ],
        read,
      ),
    ).toEqual([['a'], ['a'], []])
  })

  it.each<[string, string]>([
    ['missing', '3'.repeat(40)],
    ['cut off', put(Buffer.from('100644 a\0short'))],
    ['without mode', put(Buffer.concat([Buffer.from(' a\0'), Buffer.alloc(20)]))],
    ['with a path for a name', tree(file('a/b'))],
    ['with one name twice', tree(file('a'), file('a', TWO))],
    ['no end of a name', put(Buffer.from('100644 abc'))],
  ])('a tree that is %s is refused', async (_, id) => {
    await expect(changedPaths([{ before: null, after: id }], read)).rejects.toThrow(Refused)
  })

  it('a tree that is not what its id says is refused', async () => {
    const forged = (ids: readonly string[]) => Promise.resolve(new Map(ids.map((id) => [id, Buffer.alloc(0)])))
    await expect(changedPaths([{ before: null, after: tree(file('secret')) }], forged)).rejects.toThrow('does not give its id')
  })

  it('a tree in itself ends', async () => {
    const level = (depth: number): Entry => (depth === 0 ? file('a') : folder('f', level(depth - 1)))
    await expect(changedPaths([{ before: null, after: tree(level(600)) }], read)).rejects.toThrow('levels')
  })
})
