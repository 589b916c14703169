import fc from 'fast-check'
import { expect, it } from 'vitest'
import { assignIdentities } from './assign-identities.ts'

function size(fitting: Readonly<Record<string, readonly string[]>>): number {
  return assignIdentities(new Map(Object.entries(fitting))).size
}

it.each<[Readonly<Record<string, readonly string[]>>, number]>([
  [{}, 0],
  [{ a: [] }, 0],
  [{ a: ['x', 'y'], b: ['x'] }, 2],
  [{ a: ['x', 'y', 'z'] }, 1],
  [{ a: ['x'], b: ['x'], c: ['x'] }, 1],
  [{ a: ['x', 'y'], b: ['x', 'y'], c: ['y'] }, 2],
  [{ a: ['x'], b: ['x', 'y'], c: ['y', 'z'] }, 3],
])('%j: %s', (fitting, expected) => {
  expect(size(fitting)).toBe(expected)
})

it('finds as many as trying everything does, and gives each to one', () => {
  const names = fc.subarray(['v', 'w', 'x', 'y'])
  fc.assert(
    fc.property(fc.array(names, { maxLength: 5 }), (lists) => {
      const fitting = new Map(lists.map((list, at) => [String(at), list] as const))
      const held = assignIdentities(fitting)
      expect(new Set(held.values()).size).toBe(held.size)
      for (const [signer, name] of held) expect(fitting.get(signer)).toContain(name)
      expect(held.size).toBe(most([...fitting.values()], new Set()))
    }),
    { seed: 1, numRuns: 2000 },
  )
})

function most([first, ...rest]: readonly (readonly string[])[], taken: ReadonlySet<string>): number {
  if (first === undefined) return 0
  const chosen = first.filter((name) => !taken.has(name)).map((name) => 1 + most(rest, new Set([...taken, name])))
  return Math.max(most(rest, taken), ...chosen)
}
