/** An advisory with the ids by which it is one problem with others, and the problem that it belonged to so far. */
export interface Joinable {
  readonly key: string
  readonly joins: readonly string[]
  /** 0: none yet. */
  readonly vulnerability: number
}

/** Advisories of one problem. */
export interface AdvisoryGroup {
  readonly keys: readonly string[]
  readonly joins: readonly string[]
  /** Row that stands for it from now on; 0: a new one. */
  readonly vulnerability: number
  /** Rows that are no longer needed: they lead to this one. */
  readonly merged: readonly number[]
}

/**
 * Puts advisories together whose problems share an id, as the scan does. A group keeps the lowest row that its advisories had and that
 * no other group with more of that row's advisories keeps; what is left over is merged into the group that has most of its advisories.
 */
export function groupAdvisories(advisories: readonly Joinable[]): readonly AdvisoryGroup[] {
  const groups = joined(advisories)
  const claims = new Map<number, Map<Joinable[], number>>()
  for (const group of groups) {
    for (const { vulnerability } of group) {
      if (vulnerability === 0) continue
      const claim = claims.get(vulnerability) ?? new Map<Joinable[], number>()
      claim.set(group, (claim.get(group) ?? 0) + 1)
      claims.set(vulnerability, claim)
    }
  }
  const own = new Map<Joinable[], number[]>()
  for (const [vulnerability, claim] of [...claims].sort(([a], [b]) => a - b)) {
    const [winner] = [...claim].sort(([a, m], [b, n]) => n - m || (firstKey(a) < firstKey(b) ? -1 : 1))
    if (winner === undefined) continue
    own.set(winner[0], [...(own.get(winner[0]) ?? []), vulnerability])
  }
  return groups.map((group) => {
    const [vulnerability = 0, ...merged] = own.get(group) ?? []
    return { keys: group.map(({ key }) => key), joins: [...new Set(group.flatMap(({ joins }) => joins))].sort(), vulnerability, merged }
  })
}

function firstKey(group: readonly Joinable[]): string {
  return group.reduce((first, { key }) => (first === '' || key < first ? key : first), '')
}

function joined(advisories: readonly Joinable[]): readonly Joinable[][] {
  const groups = new Set<Joinable[]>()
  const byId = new Map<string, Joinable[]>()
  for (const advisory of advisories) {
    let group: Joinable[] = []
    for (const id of advisory.joins) {
      const other = byId.get(id)
      if (other === undefined || other === group) continue
      const [small, large] = group.length > other.length ? [other, group] : [group, other]
      for (const moved of small) for (const movedId of moved.joins) byId.set(movedId, large)
      large.push(...small)
      groups.delete(small)
      groups.add(large)
      group = large
    }
    group.push(advisory)
    groups.add(group)
    for (const id of advisory.joins) byId.set(id, group)
  }
  return [...groups]
}
