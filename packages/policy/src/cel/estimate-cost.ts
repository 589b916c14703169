import type { CelNode } from './ast.ts'
import { childrenOf } from './ast.ts'

/** Entries that a list or map is taken to have when the expression does not tell. */
export const ASSUMED_ENTRIES = 1000

/** Steps that an expression takes at most, when lists of the model have ASSUMED_ENTRIES entries. */
export function estimateCost(node: CelNode): number {
  if (node.kind !== 'fold') return childrenOf(node).reduce((sum, child) => sum + estimateCost(child), 1)
  const entry = estimateCost(node.body) + (node.where === null ? 0 : estimateCost(node.where)) + 1
  return estimateCost(node.range) + entries(node.range) * entry
}

function entries(range: CelNode): number {
  if (range.kind === 'list') return range.items.length
  if (range.kind === 'map') return range.entries.length
  return range.kind === 'fold' ? entries(range.range) : ASSUMED_ENTRIES
}
