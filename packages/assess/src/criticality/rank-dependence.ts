import { adjacency } from './condense-graph.ts'
import type { Adjacency } from './condense-graph.ts'
import { countDependents } from './count-dependents.ts'
import type { DependenceCorpus } from './dependence-corpus.ts'

export interface DependenceRank {
  /** 1-based by transitive dependents, then direct ones, then name. */
  readonly rank: number
  readonly name: string
  readonly transitive: number
  readonly direct: number
  /** 1-based by direct dependents: how a count of stars and mentions would see it. */
  readonly directRank: number
  readonly why: DependencePath
}

export interface DependencePath {
  readonly source: string
  /** From something that many need, step by step, to the ranked package, which stands last. */
  readonly path: readonly string[]
  /** Direct dependents that bring the most dependents of their own, most first; at most three. */
  readonly through: readonly { readonly name: string; readonly transitive: number }[]
}

/** Longest path shown. */
const MAX_STEPS = 12

/**
 * The packages that most others stand on. Counts are exact (`countDependents`); each of the `top` best carries a path that
 * explains it: upwards from the package, always to the direct dependent that most others need.
 */
export function rankDependence(corpus: DependenceCorpus, top: number): readonly DependenceRank[] {
  const { names } = corpus
  const { direct, transitive } = countDependents(corpus)
  const byName = (a: number, b: number): number => ((names[a] ?? '') < (names[b] ?? '') ? -1 : 1)
  const order = (one: Int32Array, two: Int32Array): number[] =>
    Array.from(names.keys()).sort((a, b) => one[b]! - one[a]! || two[b]! - two[a]! || byName(a, b))
  const directRank = new Int32Array(names.length)
  for (const [at, name] of order(direct, transitive).entries()) directRank[name] = at + 1
  const explain = explainer(corpus, transitive)
  return order(transitive, direct)
    .slice(0, top)
    .map((name, at) => ({
      rank: at + 1,
      name: names[name] ?? '',
      transitive: transitive[name] ?? 0,
      direct: direct[name] ?? 0,
      directRank: directRank[name] ?? 0,
      why: explain(name),
    }))
}

function explainer({ names, graphs }: DependenceCorpus, transitive: Int32Array): (name: number) => DependencePath {
  const reversed = graphs.map(({ nodes, edges }) => {
    const flipped = new Int32Array(edges.length)
    for (let at = 0; at < edges.length; at += 2) {
      flipped[at] = edges[at + 1] ?? 0
      flipped[at + 1] = edges[at] ?? 0
    }
    return adjacency(nodes.length, flipped)
  })
  return (name) => {
    const at = graphWithMostDependents(name)
    const graph = graphs[at]
    const needers = reversed[at]
    const start = graph === undefined ? -1 : graph.nodes.indexOf(name)
    if (graph === undefined || needers === undefined || start === -1) return { source: '', path: [names[name] ?? ''], through: [] }
    const nameOf = (node: number): number => graph.nodes[node] ?? 0
    const strongest = (node: number): readonly number[] =>
      neighbours(needers, node)
        .filter((needer) => nameOf(needer) !== nameOf(node))
        .sort((a, b) => transitive[nameOf(b)]! - transitive[nameOf(a)]! || ((names[nameOf(a)] ?? '') < (names[nameOf(b)] ?? '') ? -1 : 1))
    const path = [start]
    const seen = new Set(path)
    for (let node = start; path.length < MAX_STEPS;) {
      const next = strongest(node).find((needer) => !seen.has(needer))
      if (next === undefined) break
      path.push(next)
      seen.add(next)
      node = next
    }
    return {
      source: graph.source,
      path: path.reverse().map((node) => names[nameOf(node)] ?? ''),
      through: distinct(strongest(start).map(nameOf))
        .slice(0, 3)
        .map((needer) => ({ name: names[needer] ?? '', transitive: transitive[needer] ?? 0 })),
    }
  }

  function graphWithMostDependents(name: number): number {
    let best = 0
    let most = -1
    for (const [at, graph] of graphs.entries()) {
      const node = graph.nodes.indexOf(name)
      const needers = node === -1 ? -1 : neighbours(reversed[at] ?? { starts: new Int32Array(2), targets: new Int32Array(0) }, node).length
      if (needers > most) {
        best = at
        most = needers
      }
    }
    return best
  }
}

function neighbours({ starts, targets }: Adjacency, node: number): number[] {
  return Array.from(targets.subarray(starts[node] ?? 0, starts[node + 1] ?? 0))
}

function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)]
}
