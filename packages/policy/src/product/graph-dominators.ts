import type { DependencyGraph } from '@cupel/model'

/** Steps after which a graph made to be slow is given up: then nothing dominates, which claims least. */
const MAX_STEPS = 50_000_000

/**
 * Nodes that every path from outside to a node goes through, nearest first, without the node itself: the dominators of a
 * dependency graph (Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm"). Paths start at projects and at nodes that
 * nothing needs. A node that no path reaches has none.
 */
export function graphDominators(graph: DependencyGraph): (node: number) => readonly number[] {
  const size = graph.projects.length + graph.components.length
  // One more node stands before all starts.
  const root = size
  const { next, previous } = neighbours(graph, size)
  const order = postOrder(next, root)
  const position = new Int32Array(size + 1).fill(-1)
  for (const [at, node] of order.entries()) position[node] = at
  const parent = new Int32Array(size + 1).fill(-1)
  parent[root] = root

  let steps = 0
  const meet = (a: number, b: number): number => {
    let [one, other] = [a, b]
    while (one !== other) {
      for (; (position[one] ?? -1) < (position[other] ?? -1); steps++) one = parent[one] ?? root
      for (; (position[other] ?? -1) < (position[one] ?? -1); steps++) other = parent[other] ?? root
    }
    return one
  }
  for (let changed = true; changed;) {
    changed = false
    for (let at = order.length - 2; at >= 0; at--) {
      const node = order[at] ?? root
      let best = -1
      for (const before of previous[node] ?? []) {
        if ((parent[before] ?? -1) === -1) continue
        best = best === -1 ? before : meet(before, best)
      }
      if (best !== parent[node]) {
        parent[node] = best
        changed = true
      }
      if (++steps > MAX_STEPS) return () => []
    }
  }
  return (node) => {
    const found: number[] = []
    for (let at = parent[node] ?? -1; at !== -1 && at !== root; at = parent[at] ?? -1) found.push(at)
    return found
  }
}

function neighbours(graph: DependencyGraph, size: number): { readonly next: readonly number[][]; readonly previous: readonly number[][] } {
  const next: number[][] = Array.from({ length: size + 1 }, () => [])
  const previous: number[][] = Array.from({ length: size + 1 }, () => [])
  const add = (from: number, to: number): void => {
    next[from]?.push(to)
    previous[to]?.push(from)
  }
  for (const [from, to] of graph.edges) if (from !== to) add(from, to)
  for (let node = 0; node < size; node++) {
    if (node < graph.projects.length || previous[node]?.length === 0) add(size, node)
  }
  return { next, previous }
}

/** Without recursion: input decides the depth. */
function postOrder(next: readonly (readonly number[])[], root: number): readonly number[] {
  const order: number[] = []
  const seen = new Uint8Array(next.length)
  const stack: { readonly node: number; edge: number }[] = [{ node: root, edge: 0 }]
  seen[root] = 1
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const to = next[top.node]?.[top.edge++]
    if (to === undefined) {
      order.push(top.node)
      stack.pop()
    } else if (seen[to] === 0) {
      seen[to] = 1
      stack.push({ node: to, edge: 0 })
    }
  }
  return order
}
