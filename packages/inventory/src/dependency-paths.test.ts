import type { DependencyGraph } from '@cupel/model'
import { expect, test } from 'vitest'
import { dependencyPaths } from './dependency-paths.ts'

const project = { name: 'app', version: '', licenses: [], path: '' }

function graph(path: string, components: readonly string[], edges: readonly (readonly [number, number])[]): DependencyGraph {
  return { path, projects: [project], components, edges }
}

test('the shortest path is given, and one path a file', () => {
  const paths = dependencyPaths([
    graph(
      'one.lock',
      ['a', 'b', 'c'],
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [0, 2],
      ],
    ),
    graph('two.lock', ['c'], [[0, 1]]),
  ])
  expect(paths.to('c', 5)).toEqual([
    ['app', 'c'],
    ['app', 'b', 'c'],
  ])
  expect(paths.to('c', 1)).toEqual([['app', 'c']])
})

test('cycles end, and a component no project reaches has no path', () => {
  const paths = dependencyPaths([
    graph(
      'x',
      ['a', 'b', 'alone'],
      [
        [0, 1],
        [1, 2],
        [2, 1],
        [3, 3],
      ],
    ),
  ])
  expect(paths.to('b', 5)).toEqual([['app', 'a', 'b']])
  expect(paths.to('alone', 5)).toEqual([])
  expect(paths.to('unheard of', 5)).toEqual([])
})

test('no path is made of edges from two files', () => {
  const paths = dependencyPaths([graph('one', ['a'], [[0, 1]]), { path: 'two', projects: [], components: ['a', 'b'], edges: [[0, 1]] }])
  expect(paths.to('b', 5)).toEqual([])
})

test('a chain of 100,000 is walked without recursion', () => {
  const size = 100_000
  const components = Array.from({ length: size }, (_, at) => `p${at}`)
  const edges = components.map((_, at) => [at, at + 1] as const)
  expect(dependencyPaths([graph('x', components, edges)]).to(`p${size - 1}`, 1)[0]).toHaveLength(size + 1)
})
