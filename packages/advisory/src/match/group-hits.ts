import type { Hit } from './evaluate-entries.ts'
import type { KnownRecord, RecordCache } from './record-cache.ts'

/** An advisory that affects the component. */
export interface Member extends KnownRecord {
  readonly hit: Hit
}

/** All advisories of one problem that affect one component. */
export interface HitGroup {
  /** All ids of the problem, sorted. */
  readonly ids: readonly string[]
  /** Those of them that make its advisories one problem. */
  readonly joins: readonly string[]
  /** Sorted by id. */
  readonly members: readonly Member[]
}

/** Puts advisories together that are aliases of each other: those whose problems share an id. */
export function groupHits(hits: readonly Hit[], records: RecordCache): readonly HitGroup[] {
  if (hits.length === 1) return [groupOf([{ hit: hits[0]!, ...records.record(hits[0]!.entry.ref) }])]
  const groups = new Set<Member[]>()
  const byId = new Map<string, Member[]>()
  for (const hit of hits) {
    const member = { hit, ...records.record(hit.entry.ref) }
    let group: Member[] = []
    for (const id of member.joins) {
      const other = byId.get(id)
      if (other === undefined || other === group) continue
      for (const moved of group) for (const movedId of moved.joins) byId.set(movedId, other)
      other.push(...group)
      groups.delete(group)
      group = other
    }
    group.push(member)
    groups.add(group)
    for (const id of member.joins) byId.set(id, group)
  }
  return Array.from(groups, groupOf)
}

function groupOf(members: readonly Member[]): HitGroup {
  if (members.length === 1) return { ids: members[0]!.ids, joins: members[0]!.joins, members }
  return {
    ids: [...new Set(members.flatMap((member) => member.ids))].toSorted(),
    joins: [...new Set(members.flatMap((member) => member.joins))].toSorted(),
    members: members.toSorted((a, b) => (a.record.id < b.record.id ? -1 : 1)),
  }
}
