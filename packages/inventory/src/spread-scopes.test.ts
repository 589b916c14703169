import { expect, test } from 'vitest'
import { collect } from './collect.ts'
import { defineExtractor } from './extractor.ts'
import { spreadScopes } from './spread-scopes.ts'
import { writeEdges } from './write-edges.ts'

function scopesOf(
  edges: readonly (readonly [number, number, 'runtime' | 'dev' | 'optional' | 'build'])[],
  count: number,
): readonly string[] {
  const extractor = defineExtractor({ id: 'x', title: '', type: 'cargo', kind: 'lock', extract: () => {} })
  const { out, finish } = collect(extractor, 'x.lock', [])
  const project = out.project({})
  const components = Array.from({ length: count }, (_, at) => out.component({ name: `c${at}`, scopes: [] }))
  writeEdges(out, edges)
  spreadScopes(out, components, { projects: [project], edges })
  return finish(false).components.map(({ scopes }) => scopes.join('+'))
}

test('a purpose on the first edge holds for all behind it, and several ways give several scopes', () => {
  const edges = [
    [0, 1, 'runtime'],
    [0, 2, 'dev'],
    [1, 3, 'runtime'],
    [2, 3, 'runtime'],
    [2, 4, 'optional'],
    [1, 5, 'build'],
  ] as const
  expect(scopesOf(edges, 6)).toEqual(['runtime', 'dev', 'runtime+dev', 'dev', 'build', 'runtime'])
})

test('circles end, and a long chain needs no stack', () => {
  const chain = Array.from({ length: 20_000 }, (_, at) => [at, at + 1, 'runtime'] as const)
  expect(new Set(scopesOf([...chain, [20_000, 5000, 'runtime'], [0, 10, 'dev']], 20_000))).toEqual(new Set(['runtime', 'runtime+dev']))
})
