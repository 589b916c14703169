import type { Condensation } from './condense-graph.ts'
import { adjacency, condense } from './condense-graph.ts'
import type { DependenceCorpus, DependenceGraph } from './dependence-corpus.ts'

export interface DependentCounts {
  /** Packages with an edge to it in some graph. */
  readonly direct: Int32Array
  /** Packages from which a path leads to it within one graph; itself never counts. */
  readonly transitive: Int32Array
}

/** Packages whose reach is followed in one pass, as bits; 64 words a component stay in the cache of a laptop. */
const WORDS = 64
const BITS = WORDS * 32

/**
 * Exact counts of dependents. Every graph is condensed to its strongly connected components, whose order is topological; then
 * the packages are taken 2,048 at a time as bits that flow along the edges. Memory is linear in the corpus, time is
 * packages / 2,048 × edges × 64 word operations.
 */
export function countDependents({ names, graphs }: DependenceCorpus): DependentCounts {
  const direct = countDirect(names.length, graphs)
  const transitive = new Int32Array(names.length)
  const flows = graphs.map(flowOf)
  // One graph without repeated packages needs no merging over graphs; the bits of all graphs are joined otherwise.
  const joined = new Int32Array(names.length * WORDS)
  const bits = new Int32Array(Math.max(1, ...flows.map(({ count }) => count)) * WORDS)
  for (let first = 0; first < names.length; first += BITS) {
    joined.fill(0)
    for (const flow of flows) {
      if (!seed(flow, bits, first)) continue
      spread(flow, bits)
      collect(flow, bits, joined)
    }
    addCounts(joined, transitive, first)
  }
  return { direct, transitive }
}

interface Flow {
  readonly nodes: Int32Array
  readonly componentOf: Int32Array
  readonly count: number
  /** Distinct edges between different components, by source from the highest number down. */
  readonly edges: Int32Array
  readonly lowest: number
  readonly highest: number
}

function flowOf({ nodes, edges }: DependenceGraph): Flow {
  const condensed = condense(nodes.length, adjacency(nodes.length, edges))
  let lowest = Infinity
  let highest = -1
  for (const name of nodes) {
    if (name < lowest) lowest = name
    if (name > highest) highest = name
  }
  return { nodes, ...condensed, edges: componentEdges(condensed, edges), lowest, highest }
}

function componentEdges({ componentOf, count }: Condensation, edges: Int32Array): Int32Array {
  const between = new Int32Array(edges.length)
  let length = 0
  for (let at = 0; at < edges.length; at += 2) {
    const from = componentOf[edges[at] ?? 0] ?? 0
    const to = componentOf[edges[at + 1] ?? 0] ?? 0
    if (from === to) continue
    between[length++] = from
    between[length++] = to
  }
  const { starts, targets } = adjacency(count, between.subarray(0, length))
  const lastFrom = new Int32Array(count).fill(-1)
  const distinct = new Int32Array(length)
  let kept = 0
  for (let from = count - 1; from >= 0; from--) {
    for (let at = starts[from] ?? 0; at < (starts[from + 1] ?? 0); at++) {
      const to = targets[at] ?? 0
      if (lastFrom[to] === from) continue
      lastFrom[to] = from
      distinct[kept++] = from
      distinct[kept++] = to
    }
  }
  return distinct.slice(0, kept)
}

/** Sets a bit for every package of the slice; false when this graph has none of them. */
function seed({ nodes, componentOf, count, lowest, highest }: Flow, bits: Int32Array, first: number): boolean {
  if (highest < first || lowest >= first + BITS) return false
  bits.fill(0, 0, count * WORDS)
  let any = false
  for (let node = 0; node < nodes.length; node++) {
    const bit = (nodes[node] ?? 0) - first
    if (bit < 0 || bit >= BITS) continue
    any = true
    bits[(componentOf[node] ?? 0) * WORDS + (bit >> 5)]! |= 1 << (bit & 31)
  }
  return any
}

function spread({ edges }: Flow, bits: Int32Array): void {
  for (let at = 0; at < edges.length; at += 2) {
    const from = (edges[at] ?? 0) * WORDS
    const to = (edges[at + 1] ?? 0) * WORDS
    for (let word = 0; word < WORDS; word++) bits[to + word]! |= bits[from + word]!
  }
}

function collect({ nodes, componentOf }: Flow, bits: Int32Array, joined: Int32Array): void {
  for (let node = 0; node < nodes.length; node++) {
    const from = (componentOf[node] ?? 0) * WORDS
    const to = (nodes[node] ?? 0) * WORDS
    for (let word = 0; word < WORDS; word++) joined[to + word]! |= bits[from + word]!
  }
}

function addCounts(joined: Int32Array, counts: Int32Array, first: number): void {
  for (let name = 0; name < counts.length; name++) {
    const own = name - first
    let count = own >= 0 && own < BITS ? -1 : 0
    for (let word = name * WORDS; word < (name + 1) * WORDS; word++) count += ones(joined[word] ?? 0)
    // A package of no graph has not even its own bit.
    counts[name]! += Math.max(0, count)
  }
}

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

function countDirect(names: number, graphs: readonly DependenceGraph[]): Int32Array {
  const pairs: number[] = []
  for (const { nodes, edges } of graphs) {
    for (let at = 0; at < edges.length; at += 2) {
      const from = nodes[edges[at] ?? 0] ?? 0
      const to = nodes[edges[at + 1] ?? 0] ?? 0
      if (from !== to) pairs.push(to, from)
    }
  }
  const { starts, targets } = adjacency(names, Int32Array.from(pairs))
  const counts = new Int32Array(names)
  const lastTo = new Int32Array(names).fill(-1)
  for (let to = 0; to < names; to++) {
    for (let at = starts[to] ?? 0; at < (starts[to + 1] ?? 0); at++) {
      const from = targets[at] ?? 0
      if (lastTo[from] === to) continue
      lastTo[from] = to
      counts[to]!++
    }
  }
  return counts
}
