import { expect, test } from 'vitest'
import type { DependencyGraph } from '@cupel/model'
import { needsIn } from './needs-in.ts'

const graph = (edges: DependencyGraph['edges'], components = ['a', 'b', 'c', 'd']): DependencyGraph => ({
  path: 'lock',
  projects: [{ name: 'app', version: '', path: '', licenses: [] }],
  components,
  edges,
})

test('all that a component needs, through cycles and from both of its places, without itself', () => {
  const edges = [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 1],
  ] as const
  expect(needsIn([graph(edges)], 'a')).toEqual(['b', 'c'])
  expect(needsIn([graph([...edges, [4, 2]], ['a', 'b', 'c', 'b'])], 'b')).toEqual(['a', 'c'])
  expect(needsIn([graph(edges), graph([[1, 4]])], 'a')).toEqual(['b', 'c', 'd'])
  expect(needsIn([graph(edges)], 'd')).toEqual([])
})

test('what no graph tells is not nothing', () => {
  expect(needsIn([graph([])], 'a')).toBeNull()
  expect(needsIn([graph([[0, 1]])], 'z')).toBeNull()
  expect(needsIn([], 'a')).toBeNull()
})
