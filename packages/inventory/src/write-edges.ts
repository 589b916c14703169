import type { Collector, NodeId } from './extractor.ts'

/** Writes each pair of nodes once, in the order given; a package that needs itself (through an extra) is no edge. */
export function writeEdges(out: Collector, edges: Iterable<readonly [from: NodeId, to: NodeId, ...unknown[]]>): void {
  const written = new Map<NodeId, Set<NodeId>>()
  for (const [from, to] of edges) {
    const targets = written.get(from) ?? new Set()
    if (from === to || targets.has(to)) continue
    written.set(from, targets.add(to))
    out.edge(from, to)
  }
}
