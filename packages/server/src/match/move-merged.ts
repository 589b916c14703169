import type { Queryable } from '../store/database.ts'
import { counterOf } from './counted.ts'
import type { CounterChanges } from './counted.ts'
import type { OpenPair } from './pair-rows.ts'
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
    const rows = await db.query<OpenPair>(
      `UPDATE match m SET vulnerability_id = $2, org_id = $3 WHERE m.vulnerability_id = $1 AND m.until IS NULL AND NOT EXISTS (
         SELECT 1 FROM match o WHERE o.vulnerability_id = $2 AND o.version_id = m.version_id AND (o.until IS NULL OR o.since = m.since))
       RETURNING version_id, kind, severity`,
      [id, mergedInto, orgId],
    )
    for (const { version_id, severity } of rows) {
      moved.add(pairKey(mergedInto, version_id))
      // What it says for itself goes along, and is counted as before.
      if (severity !== null) continue
      counters.add(version_id, before, -1)
      counters.add(version_id, byId.get(mergedInto)?.after ?? null, 1)
    }
    const ended = await db.query<OpenPair>(
      'UPDATE match SET until = $2::timestamptz WHERE vulnerability_id = $1 AND until IS NULL RETURNING version_id, kind, severity',
      [id, now],
    )
    for (const { version_id, kind, severity } of ended)
      counters.add(version_id, kind === null || severity === null ? before : counterOf({ kind, severity, orgId }), -1)
    await db.run('UPDATE triage SET vulnerability_id = $2 WHERE vulnerability_id = $1 AND until IS NULL', [id, mergedInto])
  }
  return moved
}
