import { expect, test } from 'vitest'
import type { Component, Project } from '@cupel/model'
import { nodeList } from './node-list.ts'

function component(name: string): Component {
  const nothing = { scopes: [], direct: null, evidence: [], licenses: [], hashes: [] }
  return { purl: `pkg:npm/${name}@1`, name, version: '1', ecosystem: 'npm', ...nothing }
}

function project(name: string): Project {
  return { name, version: '', licenses: [], path: '' }
}

test('projects come first, whenever they were met, and an entry that is neither takes its edges with it', () => {
  const list = nodeList('x')
  const a = list.component(component('a'), ['dev', 'runtime'], undefined)
  const lost = list.component(null, undefined, undefined)
  const one = list.project(project('one'))
  const b = list.component(component('b'), undefined, undefined)
  const two = list.project(project('two'))
  const c = list.component(component('c'), ['test'], false)
  list.scope(c, 'runtime')
  for (const [from, to] of [
    [a, b],
    [one, a],
    [one, lost],
    [lost, b],
    [two, c],
    [one, two],
  ] as const)
    list.edge(from, to)
  const { components, graph } = list.numbered('lock')
  expect(components.map(({ name, scopes, direct }) => [name, scopes, direct])).toEqual([
    ['a', ['runtime', 'dev'], true],
    ['b', ['runtime'], false],
    ['c', ['runtime', 'test'], false],
  ])
  expect(graph.projects.map(({ name }) => name)).toEqual(['one', 'two'])
  expect(graph.components).toEqual(['pkg:npm/a@1', 'pkg:npm/b@1', 'pkg:npm/c@1'])
  expect(graph.edges).toEqual([
    [2, 3],
    [0, 2],
    [1, 4],
    [0, 1],
  ])
})

test('without an edge of a project nobody knows what is direct', () => {
  const list = nodeList('x')
  list.edge(list.component(component('a'), [], undefined), list.component(component('b'), undefined, true))
  const { components, graph } = list.numbered('lock')
  expect(components.map(({ scopes, direct }) => [scopes, direct])).toEqual([
    [[], null],
    [['runtime'], true],
  ])
  expect(graph.edges).toEqual([[0, 1]])
  expect(() => list.edge(0, 2)).toThrow('extractor x used node 2')
  expect(() => list.scope(-1, 'dev')).toThrow('extractor x used node -1')
})
