import type { Scope } from '@cupel/model'
import type { Collector, NodeId } from './extractor.ts'

/** `from` needs `to` for this purpose; `runtime` for an ordinary dependency. */
export type ScopedEdge = readonly [from: NodeId, to: NodeId, scope: Scope]

/**
 * Gives components (written with `scopes: []`) their scopes by reachability from the projects of the file: a purpose named on
 * the first edge that is not `runtime` holds for everything behind it. What no project reaches counts as runtime.
 */
export function spreadScopes(
  out: Collector,
  components: Iterable<NodeId>,
  { projects, edges }: { readonly projects: readonly NodeId[]; readonly edges: readonly ScopedEdge[] },
): void {
  const next = new Map<NodeId, ScopedEdge[]>()
  for (const edge of edges) {
    const list = next.get(edge[0])
    if (list === undefined) next.set(edge[0], [edge])
    else list.push(edge)
  }
  const reached = new Map<NodeId, Set<Scope>>()
  const pending: (readonly [NodeId, Scope])[] = projects.map((project) => [project, 'runtime'])
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const [node, scope] = step
    const scopes = reached.get(node) ?? new Set()
    if (scopes.has(scope)) continue
    reached.set(node, scopes.add(scope))
    for (const [, to, purpose] of next.get(node) ?? []) pending.push([to, scope === 'runtime' ? purpose : scope])
  }
  for (const component of components) for (const scope of reached.get(component) ?? ['runtime' as const]) out.scope(component, scope)
}
