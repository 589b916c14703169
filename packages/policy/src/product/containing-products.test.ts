import type { DependencyGraph, Project } from '@cupel/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { containingProducts } from './containing-products.ts'
import { graphDominators } from './graph-dominators.ts'

function project(name: string, path: string, version = ''): Project {
  return { name, version, licenses: [], path }
}

function graph(path: string, component: string, ...projects: Project[]): DependencyGraph {
  return { path, projects, components: [component], edges: [] }
}

const product = containingProducts([
  graph('package-lock.json', 'pkg:npm/a@1', project('@acme/shop', '', '1.0.0'), project('part', 'packages/part')),
  graph('go.mod', 'pkg:golang/x/y@1', project('github.com/acme/tool', '')),
  graph('pom.xml', 'pkg:maven/g/a@1', project('org.acme:app', '', '2')),
  graph('web/yarn.lock', 'pkg:npm/a@1', project('a', 'web/a'), project('b', 'web/b')),
  graph('x/uv.lock', 'pkg:pypi/a@1', project('', 'x')),
])

it.each([
  [['package-lock.json'], ['pkg:npm/%40acme/shop@1.0.0']],
  [['go.mod'], ['pkg:golang/github.com/acme/tool']],
  [['pom.xml'], ['pkg:maven/org.acme/app@2']],
  [['package-lock.json', 'package-lock.json'], ['pkg:npm/%40acme/shop@1.0.0']],
  [['package-lock.json', 'go.mod'], []],
  [['package-lock.json', 'elsewhere.txt'], []],
  [['web/yarn.lock'], []],
  [['x/uv.lock'], []],
  [[], []],
])('a finding at %j is in %j', (paths, expected) => {
  expect(product({ component: 'pkg:npm/a@1', locations: paths.map((path) => ({ path, by: 'x', kind: 'lock' })) })).toEqual(expected)
})

/** app → one → deep, and with `second` also app → two → deep. */
function goGraph(second: boolean): DependencyGraph {
  return {
    path: 'go.mod',
    projects: [project('example.org/app', '')],
    components: ['one', 'two', 'deep'].map((name) => `pkg:golang/example.org/${name}@v1`),
    edges: second
      ? [
          [0, 1],
          [0, 2],
          [1, 3],
          [2, 3],
        ]
      : [
          [0, 1],
          [0, 2],
          [1, 3],
        ],
  }
}

it.each([
  [false, ['pkg:golang/example.org/one@v1', 'pkg:golang/example.org/app']],
  [true, ['pkg:golang/example.org/app']],
])('a dependency counts as product only when every path goes through it: %s', (second, expected) => {
  const deep = { component: 'pkg:golang/example.org/deep@v1', locations: [{ path: 'go.mod', by: 'x', kind: 'lock' as const }] }
  expect(containingProducts([goGraph(second)])(deep)).toEqual(expected)
})

describe('graphDominators', () => {
  it('agrees with taking each node away and looking again', () => {
    const edge = fc.tuple(fc.nat(7), fc.nat(7))
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 20 }), (edges) => {
        const one: DependencyGraph = {
          path: '',
          projects: [project('p', '')],
          components: Array.from({ length: 7 }, (_, at) => `c${at}`),
          edges,
        }
        const dominators = graphDominators(one)
        const starts = [0, ...[1, 2, 3, 4, 5, 6, 7].filter((node) => !edges.some(([from, to]) => to === node && from !== node))]
        const all = reachable(edges, starts, -1)
        for (let node = 0; node < 8; node++) {
          const expected = [...Array(8).keys()].filter(
            (gone) => gone !== node && all.has(node) && !reachable(edges, starts, gone).has(node),
          )
          expect([...dominators(node)].sort()).toEqual(expected)
        }
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('does not need the stack for a chain of 100,000', () => {
    const length = 100_000
    const chain: DependencyGraph = {
      path: '',
      projects: [],
      components: Array.from({ length }, (_, at) => `c${at}`),
      edges: Array.from({ length: length - 1 }, (_, at) => [at, at + 1] as const),
    }
    expect(graphDominators(chain)(length - 1).length).toBe(length - 1)
  })
})

function reachable(edges: readonly (readonly [number, number])[], starts: readonly number[], gone: number): ReadonlySet<number> {
  const seen = new Set<number>()
  const waiting = starts.filter((node) => node !== gone)
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    for (const [from, to] of edges) if (from === node && to !== gone) waiting.push(to)
  }
  return seen
}
