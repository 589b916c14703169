import type { Queryable } from '../store/database.ts'
import { CLOSING_STATUSES, decidingStatus } from '../triage/deciding-triage.ts'
import { countedHolders } from './counted-holders.ts'

const STATUS = decidingStatus({
  project: 'k.project_id',
  organisation: 'k.org_id',
  vulnerability: 'm.vulnerability_id',
  version: 'm.version_id',
  package: '(SELECT y.package_id FROM package_version y WHERE y.id = m.version_id)',
  now: '$2::timestamptz',
})

/** Counts problems anew of which what is known or said changed, at most so many. Gives whether others wait. */
export async function recountMarked(db: Queryable, { now, limit }: { readonly now: Date; readonly limit: number }): Promise<boolean> {
  const marked = await db.query<{ id: number }>('SELECT DISTINCT vulnerability_id AS id FROM recount ORDER BY 1 LIMIT $1', [limit + 1])
  const ids = marked.slice(0, limit).map(({ id }) => id)
  if (ids.length === 0) return false
  await db.run('DELETE FROM recount WHERE vulnerability_id = ANY($1::int4[])', [ids])
  await db.run('DELETE FROM finding_count WHERE vulnerability_id = ANY($1::int4[])', [ids])
  await db.run('DELETE FROM problem_count WHERE vulnerability_id = ANY($1::int4[])', [ids])
  await db.run(
    `WITH open AS MATERIALIZED (
       SELECT m.vulnerability_id, m.version_id, m.since, k.org_id, k.project_id
       FROM unnest($1::int4[]) AS x(id) CROSS JOIN LATERAL (SELECT * FROM match WHERE vulnerability_id = x.id AND until IS NULL OFFSET 0) m
       ${countedHolders('m.version_id')}
       WHERE (m.org_id IS NULL OR m.org_id = k.org_id)
         AND (NOT EXISTS (SELECT 1 FROM triage t WHERE t.vulnerability_id = m.vulnerability_id AND t.until IS NULL)
           OR coalesce(${STATUS}, 'open') NOT IN ${CLOSING_STATUSES})
     ), findings AS (
       INSERT INTO finding_count (vulnerability_id, version_id, org_id, projects)
       SELECT vulnerability_id, version_id, org_id, count(*) FROM open GROUP BY 1, 2, 3
     )
     INSERT INTO problem_count (vulnerability_id, org_id, projects, first_seen)
     SELECT vulnerability_id, org_id, count(DISTINCT project_id), min(since) FROM open GROUP BY 1, 2`,
    [ids, now],
  )
  return marked.length > limit
}

/** The marks there are while nothing is counted: whatever is counted from then on heeds what left them. None where something is. */
export async function marksOfNothing(db: Queryable): Promise<readonly number[]> {
  const [row] = await db.query<{ ids: readonly number[] }>(
    `SELECT ARRAY(SELECT id FROM recount) AS ids WHERE NOT EXISTS (SELECT 1 FROM counted_picture)
       AND NOT EXISTS (SELECT 1 FROM finding_count) AND NOT EXISTS (SELECT 1 FROM problem_count)`,
  )
  return row?.ids ?? []
}

export async function settleMarks(db: Queryable, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await db.run('DELETE FROM recount WHERE id = ANY($1::int8[])', [ids])
}
