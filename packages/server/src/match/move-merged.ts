import type { Queryable } from '../store/database.ts'
import type { CounterChanges } from './counted.ts'
import { pairKey } from './touched-vulnerability.ts'
import type { TouchedVulnerability } from './touched-vulnerability.ts'

/**
 * Problems that turned out to be a part of another one hand their open matches over, with the time since when they are known; what
 * the other has itself just ends. What people said of them goes along. Gives the matches that were handed over.
 */
export async function moveMerged(
  db: Queryable,
  touched: readonly TouchedVulnerability[],
  { counters, now }: { readonly counters: CounterChanges; readonly now: Date },
): Promise<ReadonlySet<string>> {
  const merged = touched.filter(({ mergedInto }) => mergedInto !== 0)
  const moved = new Set<string>()
  if (merged.length === 0) return moved
  const byId = new Map(touched.map((one) => [one.id, one]))
  for (const { id, before, mergedInto, orgId } of merged) {
    const rows = await db.query<{ version_id: number }>(
      `UPDATE match m SET vulnerability_id = $2, org_id = $3 WHERE m.vulnerability_id = $1 AND m.until IS NULL AND NOT EXISTS (
         SELECT 1 FROM match o WHERE o.vulnerability_id = $2 AND o.version_id = m.version_id AND (o.until IS NULL OR o.since = m.since))
       RETURNING version_id`,
      [id, mergedInto, orgId],
    )
    for (const { version_id } of rows) {
      moved.add(pairKey(mergedInto, version_id))
      counters.add(version_id, before, -1)
      counters.add(version_id, byId.get(mergedInto)?.after ?? null, 1)
    }
    const ended = await db.query<{ version_id: number }>(
      'UPDATE match SET until = $2::timestamptz WHERE vulnerability_id = $1 AND until IS NULL RETURNING version_id',
      [id, now],
    )
    for (const { version_id } of ended) counters.add(version_id, before, -1)
    await db.run('UPDATE triage SET vulnerability_id = $2 WHERE vulnerability_id = $1 AND until IS NULL', [id, mergedInto])
  }
  return moved
}
