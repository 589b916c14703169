import type { Collector, NodeId } from '../extractor.ts'

/** What a record of any package database says of its dependencies: names, or groups of which one is enough. */
export interface DependingRecord {
  readonly name: string
  readonly depends: readonly (string | readonly string[])[]
  readonly provides: readonly string[]
}

/** Edges from each package to those that fulfil its dependencies, by own name or by what they provide. What none fulfils gives none. */
export function addPackageEdges(nodes: ReadonlyMap<DependingRecord, NodeId>, out: Collector): void {
  const byName = new Map<string, NodeId>()
  for (const [record, node] of nodes) for (const name of record.provides) if (!byName.has(name)) byName.set(name, node)
  for (const [record, node] of nodes) byName.set(record.name, node)
  for (const [record, from] of nodes) {
    const targets = new Set<NodeId>()
    for (const group of record.depends) {
      const names = typeof group === 'string' ? [group] : group
      const fulfilling = names.find((name) => byName.has(name))
      const to = fulfilling === undefined ? undefined : byName.get(fulfilling)
      if (to !== undefined && to !== from) targets.add(to)
    }
    for (const to of targets) out.edge(from, to)
  }
}
