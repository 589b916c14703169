import { expect, it } from 'vitest'
import { FaultList } from './fault.ts'
import { jsonGrammar } from './json-grammar.ts'

const TEXT = `
root { name!:str1, kind:kind, old:str@2-4, new:[item]*@5, pair:(item^[str]), count:int<1:>, one(kind count), not(name kind)@2-2, needs(new count) }
kind = 'a' 'b'@5
item { +base, next:item, ... }
base { id!:uuid }
`

function faults(value: unknown, version: number): string[] {
  const list = new FaultList(10)
  jsonGrammar(TEXT, version).check('root')(value, null, list)
  return list.faults.map((fault) => `${fault.path} ${fault.rule}`)
}

const id = 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79'

it.each<[unknown, number, string[]]>([
  [{ name: 'x', count: 1 }, 5, []],
  [{ name: '', count: 0 }, 5, ['/name str1', '/count number']],
  [{ count: 1 }, 5, [' required']],
  [{ name: 'x', kind: 'b' }, 5, []],
  [{ name: 'x', kind: 'b' }, 4, ['/kind enum']],
  [{ name: 'x', kind: 'a', count: 1 }, 5, [' keys']],
  [{ name: 'x', kind: 'a' }, 2, [' keys']],
  [{ name: 'x', count: 1, old: 'o' }, 4, []],
  [{ name: 'x', count: 1, old: 'o' }, 5, ['/old unknown-key']],
  [{ name: 'x', count: 1, new: [{ id, any: 1, next: { id } }] }, 5, []],
  [{ name: 'x', count: 1, new: [{ id: 'x' }] }, 5, ['/new/0/id uuid']],
  [
    {
      name: 'x',
      count: 1,
      new: [
        { id, a: 1, b: 2 },
        { b: 2, a: 1, id },
      ],
    },
    5,
    ['/new/1 unique'],
  ],
  [
    {
      name: 'x',
      count: 1,
      new: [
        { id, 'bom-ref': 'a' },
        { id, 'bom-ref': 'b' },
        { id, 'bom-ref': 'a', more: 1 },
      ],
    },
    5,
    [],
  ],
  [
    {
      name: 'x',
      count: 1,
      new: [
        { id, ref: 'a' },
        { id, ref: 'b' },
        { ref: 'a', id },
      ],
    },
    5,
    ['/new/2 unique'],
  ],
  [{ name: 'x', kind: 'a', new: [] }, 5, [' keys']],
  [{ name: 'x', count: 1, pair: { id: 1 } }, 5, ['/pair/id uuid']],
  [{ name: 'x', count: 1, pair: [1] }, 5, ['/pair/0 str']],
  [[], 5, [' type']],
  [null, 5, [' type']],
])('judges %j as version %i', (value, version, expected) => {
  expect(faults(value, version)).toEqual(expected)
})

it('does not take keys of the prototype for its own', () => {
  expect(faults(JSON.parse('{"name":"x","count":1,"__proto__":1,"constructor":2}'), 5)).toEqual([
    '/__proto__ unknown-key',
    '/constructor unknown-key',
  ])
})
