import type { Collector, NodeId } from './extractor.ts'

/** More nodes than one file can hold, so that a pair of them is one exact number. */
const PAIR = 2 ** 26

/** Writes each pair of nodes once, in the order given; a package that needs itself (through an extra) is no edge. */
export function writeEdges(out: Collector, edges: Iterable<readonly [from: NodeId, to: NodeId, ...unknown[]]>): void {
  const written = new Set<number>()
  for (const [from, to] of edges) {
    const pair = from * PAIR + to
    if (from === to || written.has(pair)) continue
    written.add(pair)
    out.edge(from, to)
  }
}
