import type { DependencyGraph } from '@cupel/model'

/**
 * Everything that a component needs, directly and further on, as the graphs of one document tell it, without itself; sorted. null: no
 * graph with edges has the component, so that nothing is told of its needs.
 */
export function needsIn(graphs: readonly DependencyGraph[], purl: string): readonly string[] | null {
  const found = new Set<string>()
  let told = false
  for (const { projects, components, edges } of graphs) {
    const seen = new Set(components.flatMap((one, at) => (one === purl ? [projects.length + at] : [])))
    if (seen.size === 0 || edges.length === 0) continue
    told = true
    const targets = new Map<number, number[]>()
    for (const [from, to] of edges) {
      const known = targets.get(from)
      if (known === undefined) targets.set(from, [to])
      else known.push(to)
    }
    // What is added while it is walked is walked too.
    for (const node of seen) for (const to of targets.get(node) ?? []) seen.add(to)
    for (const node of seen) {
      const needed = components[node - projects.length]
      if (needed !== undefined) found.add(needed)
    }
  }
  found.delete(purl)
  return told ? [...found].sort() : null
}
