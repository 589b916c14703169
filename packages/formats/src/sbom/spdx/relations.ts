import type { BomComponent } from '@cupel/model'
import type { LossCount } from '../loss-count.ts'

export interface Relation {
  readonly from: string
  readonly to: string
  /** Relationship type in the words of SPDX 2 (`DEPENDS_ON`); SPDX 3 names are brought to them. */
  readonly type: string
}

/** Types that say "from depends on to", and those that say the reverse. */
const FORWARD: ReadonlySet<string> = new Set(['DEPENDS_ON', 'DYNAMIC_LINK', 'STATIC_LINK', 'HAS_PREREQUISITE'])
const REVERSE: ReadonlySet<string> = new Set([
  'DEPENDENCY_OF',
  'RUNTIME_DEPENDENCY_OF',
  'BUILD_DEPENDENCY_OF',
  'DEV_DEPENDENCY_OF',
  'OPTIONAL_DEPENDENCY_OF',
  'PROVIDED_DEPENDENCY_OF',
  'TEST_DEPENDENCY_OF',
  'PREREQUISITE_FOR',
])
const NOTHING: ReadonlySet<string> = new Set(['NONE', 'NOASSERTION'])

export interface RelationResult {
  readonly components: readonly BomComponent[]
  readonly edges: readonly (readonly [string, string])[]
  readonly stated: readonly string[]
  /** Elements the document describes, in order. */
  readonly described: readonly string[]
  /** Relations whose end is not a component of the document. */
  readonly dangling: number
  /** What such relations name and the document does not have, not as anything else either. */
  readonly unlisted: ReadonlySet<string>
}

/**
 * Sorts relationships into edges, parents and the described elements (SPDX 2.3 §11). A second container of a component,
 * and one that would make a circle, is counted as lost. Other types are counted by their name. `others`: elements of the document that
 * are no components.
 */
export function sortRelations(
  components: readonly BomComponent[],
  relations: Iterable<Relation>,
  { documentId, others, lost }: { readonly documentId: string; readonly others: ReadonlySet<string>; readonly lost: LossCount },
): RelationResult {
  const known = new Set(components.map((component) => component.ref))
  const parents = new Map<string, string>()
  const stated = new Set<string>()
  const described = new Set<string>()
  const seen = new Set<string>()
  const edges: [string, string][] = []
  const unlisted = new Set<string>()
  let dangling = 0

  const isListed = (from: string, to: string): boolean => {
    const missing = [from, to].filter((ref) => !known.has(ref) && ref !== documentId)
    if (missing.length === 0) return true
    dangling++
    for (const ref of missing) if (!NOTHING.has(ref) && !others.has(ref)) unlisted.add(ref)
    return false
  }
  const describe = (ref: string): void => {
    if (!NOTHING.has(ref) && isListed(documentId, ref)) described.add(ref)
  }
  const depend = (from: string, to: string): void => {
    if (known.has(from) && NOTHING.has(to)) return void stated.add(from)
    if (!isListed(from, to)) return
    stated.add(from)
    const key = JSON.stringify([from, to])
    if (!seen.has(key)) edges.push([from, to])
    seen.add(key)
  }
  const contain = (outer: string, inner: string): void => {
    if (outer === documentId || NOTHING.has(inner)) return
    if (!isListed(outer, inner)) return
    if (parents.get(inner) === outer) return
    if (parents.has(inner)) return lost.add('second container of a component')
    parents.set(inner, outer)
  }

  for (const { from, to, type } of relations) {
    if (FORWARD.has(type)) depend(from, to)
    else if (REVERSE.has(type)) depend(to, from)
    else if (type === 'CONTAINS') contain(from, to)
    else if (type === 'CONTAINED_BY') contain(to, from)
    else if (type === 'DESCRIBES') describe(to)
    else if (type === 'DESCRIBED_BY') describe(from)
    else lost.add(`relationship ${type}`)
  }

  breakCircles(parents, lost)
  const placed = components.map((component): BomComponent => {
    const parent = parents.get(component.ref)
    return parent === undefined ? component : { ...component, parent }
  })
  return { components: placed, edges, stated: [...stated], described: [...described], dangling, unlisted }
}

function breakCircles(parents: Map<string, string>, lost: LossCount): void {
  const safe = new Set<string>()
  for (const start of parents.keys()) {
    const path = new Set<string>()
    let at: string | undefined = start
    while (at !== undefined && !safe.has(at)) {
      if (path.has(at)) {
        parents.delete(at)
        lost.add('container of itself')
        break
      }
      path.add(at)
      at = parents.get(at)
    }
    for (const ref of path) safe.add(ref)
  }
}
