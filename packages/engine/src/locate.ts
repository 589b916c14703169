import type { DependencyGraph, Finding } from '@cupel/model'
import { dependencyPaths } from '@cupel/inventory'

/** Paths shown for one finding: one a file that holds it, the shortest, this many files at most. */
const MAX_PATHS = 5

export type Located = Omit<Finding, 'state' | 'stateReason' | 'rank'>

/** Adds to findings where their component stands: its evidence and the shortest ways that lead to it. */
export function locateFindings<F extends Omit<Located, 'paths'>>(
  findings: readonly F[],
  graphs: readonly DependencyGraph[],
): (F & Pick<Finding, 'paths'>)[] {
  if (findings.length === 0) return []
  const found = dependencyPaths(graphs, new Set(findings.map(({ component }) => component)))
  const known = new Map<string, Finding['paths']>()
  return findings.map((finding) => {
    const { component } = finding
    let paths = known.get(component)
    if (paths === undefined) known.set(component, (paths = found.to(component, MAX_PATHS)))
    return { ...finding, paths }
  })
}
