import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsOf } from '../documents/facts-of.ts'
import { corpusOfGraphs } from './corpus-of-graphs.ts'
import { countDependents } from './count-dependents.ts'
import { criticalityScore } from './criticality-score.ts'
import type { DependenceCorpus } from './dependence-corpus.ts'
import { rankDependence } from './rank-dependence.ts'
import { readDebianIndex } from './read-debian-index.ts'
import { signalsFromGit } from './signals-from-git.ts'

describe('criticalityScore', () => {
  // The numbers of the tool's own README, which are those of the legacy formula.
  const kubernetes = {
    createdSince: 87,
    updatedSince: 0,
    contributorCount: 3999,
    orgCount: 5,
    commitFrequency: 97.2,
    recentReleaseCount: 70,
    updatedIssuesCount: 5395,
    closedIssuesCount: 3062,
    issueCommentFrequency: 5.5,
    mentionCount: 454_393,
  }

  it('has both formulas', () => {
    expect(criticalityScore(kubernetes, 'legacy').score).toBe(0.99107)
    expect(criticalityScore(kubernetes, 'current').score).toBe(0.89753)
  })

  it('counts dependents when they are known, and leaves out what is absent', () => {
    expect(criticalityScore(kubernetes, 'current-dependents').score).toBe(0.89753)
    const weighed = criticalityScore({ mentionCount: 500_000, dependentCount: 200_000 }, 'current-dependents')
    expect([weighed.score, weighed.terms.map(({ weight }) => weight), weighed.absent.length]).toEqual([1, [1, 4], 9])
    expect(criticalityScore({}, 'current').score).toBe(0)
    expect(criticalityScore({ updatedSince: 500, createdSince: NaN }, 'current').score).toBe(0)
  })
})

describe('countDependents', () => {
  /** Breadth-first from every package: slow and plain. */
  function slowly({ names, graphs }: DependenceCorpus): { direct: number[]; transitive: number[] } {
    const direct = names.map(() => new Set<number>())
    const transitive = names.map(() => new Set<number>())
    for (const { nodes, edges } of graphs) {
      const needs = Array.from(nodes, () => [] as number[])
      for (let at = 0; at < edges.length; at += 2) {
        needs[edges[at] ?? 0]?.push(edges[at + 1] ?? 0)
        direct[nodes[edges[at + 1] ?? 0] ?? 0]?.add(nodes[edges[at] ?? 0] ?? 0)
      }
      for (const [start, name] of nodes.entries()) {
        const seen = new Set([start])
        for (const node of seen) for (const next of needs[node] ?? []) seen.add(next)
        for (const node of seen) transitive[nodes[node] ?? 0]?.add(name)
      }
    }
    for (const [at, set] of direct.entries()) set.delete(at)
    for (const [at, set] of transitive.entries()) set.delete(at)
    return { direct: direct.map(({ size }) => size), transitive: transitive.map(({ size }) => size) }
  }

  it('equals counting one by one, with cycles, over several graphs', () => {
    const graph = fc.tuple(
      fc.array(fc.nat(30), { minLength: 1, maxLength: 25 }),
      fc.array(fc.tuple(fc.nat(24), fc.nat(24)), { maxLength: 60 }),
    )
    fc.assert(
      fc.property(fc.array(graph, { minLength: 1, maxLength: 3 }), (graphs) => {
        const corpus: DependenceCorpus = {
          names: Array.from({ length: 31 }, (_, at) => `p${at}`),
          graphs: graphs.map(([nodes, edges], at) => ({
            source: `g${at}`,
            nodes: Int32Array.from(nodes),
            edges: Int32Array.from(edges.filter(([from, to]) => from < nodes.length && to < nodes.length).flat()),
          })),
        }
        const { direct, transitive } = countDependents(corpus)
        expect({ direct: [...direct], transitive: [...transitive] }).toEqual(slowly(corpus))
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('follows more packages than one pass holds, and chains that would end a stack', () => {
    const length = 20_000
    const edges = Int32Array.from({ length: (length - 1) * 2 }, (_, at) => (at % 2 === 0 ? at / 2 : (at + 1) / 2))
    const { transitive } = countDependents({
      names: Array.from({ length }, (_, at) => `p${at}`),
      graphs: [{ source: 'chain', nodes: Int32Array.from({ length }, (_, at) => at), edges }],
    })
    expect([transitive[0], transitive[2_048], transitive[length - 1]]).toEqual([0, 2_048, length - 1])
  })
})

describe('corpora', () => {
  it('keep the graphs of lock files apart: no path goes through two of them', () => {
    const project = { name: 'app', version: '1', licenses: [], path: '' }
    const graph = (path: string, components: readonly string[], edges: readonly (readonly [number, number])[]) => ({
      path,
      projects: [project],
      components,
      edges,
    })
    const corpus = corpusOfGraphs([
      graph(
        'a/lock',
        ['pkg:npm/x@1', 'pkg:npm/y@1'],
        [
          [0, 1],
          [1, 2],
        ],
      ),
      graph(
        'b/lock',
        ['pkg:npm/y@2', 'pkg:npm/z@1'],
        [
          [0, 1],
          [1, 2],
        ],
      ),
    ])
    expect(rankDependence(corpus, 10).map(({ name, transitive, direct }) => `${name} ${transitive} ${direct}`)).toEqual([
      'pkg:npm/y 3 2',
      'pkg:npm/z 2 1',
      'pkg:npm/x 1 1',
      'project a/lock#app 0 0',
      'project b/lock#app 0 0',
    ])
    expect(rankDependence(corpus, 1)[0]?.why).toMatchObject({ path: ['project a/lock#app', 'pkg:npm/x', 'pkg:npm/y'] })
    expect(corpusOfGraphs([graph('a', ['pkg:npm/y@1', 'pkg:npm/y@2'], [])], { versions: true }).names).toHaveLength(3)
  })

  it('of Debian take the first alternative that is there, else a provider', () => {
    const { corpus, problems } = readDebianIndex(
      'Package: a\nDepends: gone | b (>= 1) [amd64], virtual,\n c:any\n\nPackage: b\n\nPackage: c\nProvides: virtual (= 1), other\nPre-Depends: c\n\nPackage: ???\n',
      'index',
    )
    expect(corpus.names).toEqual(['a', 'b', 'c'])
    expect([...(corpus.graphs[0]?.edges ?? [])]).toEqual([0, 1, 0, 2, 0, 2])
    expect(problems.map(({ line, detail }) => `${line} ${detail}`)).toEqual(['11 a stanza without a valid package name'])
    expect(readDebianIndex('', 'x').problems[0]?.code).toBe('entries-lost')
  })
})

describe('signalsFromGit', () => {
  it('reads ages, people and rates; a cut history claims no age', () => {
    const commits = [
      { author: { name: 'A', email: 'a@one.example' }, committedAt: '2026-01-30T00:00:00Z' },
      { author: { name: 'B', email: 'b@two.example' }, committedAt: '2025-12-01T00:00:00Z' },
      { author: { name: 'dependabot[bot]', email: 'x@bots.example' }, committedAt: '2025-11-01T00:00:00Z' },
      { author: { name: 'A', email: 'a@one.example' }, committedAt: '2020-02-01T00:00:00Z' },
    ]
    const facts = factsOf({}, { commits, tags: ['v1.0.0'] })
    expect(signalsFromGit(facts)).toEqual({
      known: true,
      value: { createdSince: 73, contributorCount: 2, updatedSince: 0, orgCount: 2, commitFrequency: 0.06, recentReleaseCount: 1 },
    })
    const git = facts.git
    if (!git.known) throw new Error('no history')
    const cut = signalsFromGit({ ...facts, git: { known: true, value: { ...git.value, shallow: true } } })
    expect(cut.known && Object.keys(cut.value)).toEqual(['updatedSince', 'orgCount', 'commitFrequency', 'recentReleaseCount'])
    expect(signalsFromGit(factsOf({})).known).toBe(false)
  })
})
