import type { Scope } from '@cupel/model'
import type { Collector, NodeId } from '../extractor.ts'
import type { ScopedEdge } from './reach-scopes.ts'
import { reachScopes } from './reach-scopes.ts'

/** One package of a lock whose edges are numbers of packages. */
export interface GraphPackage {
  readonly edges: readonly ScopedEdge[]
  /** Writes it; null when it gives no node. */
  write(scopes: readonly Scope[]): NodeId | null
}

export interface GraphRoot {
  readonly project: NodeId
  readonly edges: readonly ScopedEdge[]
}

/** Works out scopes from the roots, writes the packages in their order, then all edges. Unreached packages count as runtime. */
export function writeGraph(packages: readonly GraphPackage[], roots: readonly GraphRoot[], out: Collector): void {
  const scopes = reachScopes(
    packages.length,
    roots.flatMap((root) => root.edges),
    (at) => (packages[at] as GraphPackage).edges,
  )
  const nodes = packages.map((one, at) => {
    const reached = scopes[at] as readonly Scope[]
    return one.write(reached.length === 0 ? ['runtime'] : reached)
  })
  const connect = (from: NodeId | null, edges: readonly ScopedEdge[]): void => {
    if (from === null) return
    for (const { to } of edges) {
      const node = nodes[to] ?? null
      if (node !== null) out.edge(from, node)
    }
  }
  for (const { project, edges } of roots) connect(project, edges)
  for (const [at, { edges }] of packages.entries()) connect(nodes[at] ?? null, edges)
}
