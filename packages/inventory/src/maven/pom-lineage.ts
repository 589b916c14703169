import type { PlacedPom, PomTree } from './pom-tree.ts'
import type { PomParent } from './pom.ts'

const MAX_PARENTS = 32

export interface Lineage {
  /** The POM itself, then its parents, nearest first. */
  readonly poms: readonly PlacedPom[]
  /** The nearest parent that is not in the tree. */
  readonly missing: PomParent | null
}

/**
 * Follows `<relativePath>` upward. As Maven does, a POM at that place counts only when it is the parent that is named. A
 * circle ends the lineage.
 */
export function lineageOf(start: PlacedPom, tree: PomTree): Lineage {
  const poms = [start]
  const seen = new Set([start.path])
  let current = start
  while (current.pom.parent !== null) {
    const { parent } = current.pom
    const next = parent.relativePath === '' ? null : tree.at(current.path, parent.relativePath)
    if (next === null || !isParent(next, parent) || seen.has(next.path) || poms.length >= MAX_PARENTS) return { poms, missing: parent }
    seen.add(next.path)
    poms.push(next)
    current = next
  }
  return { poms, missing: null }
}

function isParent({ pom }: PlacedPom, parent: PomParent): boolean {
  const group = pom.group || (pom.parent?.group ?? '')
  const version = pom.version || (pom.parent?.version ?? '')
  const same = (found: string, named: string): boolean => found === named || found.includes('${') || named.includes('${') || named === ''
  return same(pom.artifact, parent.artifact) && same(group, parent.group) && same(version, parent.version)
}
