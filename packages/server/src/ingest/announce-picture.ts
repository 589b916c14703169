import { CLOSING_STATUSES, decidingStatus } from '../triage/deciding-triage.ts'
import type { Queryable } from '../store/database.ts'

interface PictureChange {
  readonly projectId: number
  readonly before: { readonly snapshot: number; readonly set: number } | null
  readonly after: { readonly snapshot: number; readonly set: number }
  readonly now: Date
}

/**
 * Writes what another picture of a project is news of: that it changed, and each problem that came or went with it. The problems of a
 * project's very first picture are no news one by one.
 */
export async function announcePicture(db: Queryable, { projectId, before, after, now }: PictureChange): Promise<void> {
  if (before !== null && before.set !== after.set) await announceFindings(db, { projectId, before, after, now })
  await db.run(
    `INSERT INTO outbox (at, kind, org_id, project_id, payload, cause)
     SELECT $2::timestamptz, 'snapshot.changed', p.org_id, p.id, jsonb_build_object('snapshot', $3::int8, 'first', $5::boolean,
       'components', c.n, 'text', c.n || ' components'), 'snapshot/' || $3::int8
     FROM project p, component_set c WHERE p.id = $1 AND c.id = $4
     ON CONFLICT (cause) DO NOTHING`,
    [projectId, now, after.snapshot, after.set, before === null],
  )
}

const STATUS = decidingStatus({
  project: 'p.id',
  organisation: 'p.org_id',
  vulnerability: 'm.vulnerability_id',
  version: 'm.version_id',
  package: 'pv.package_id',
  now: '$3::timestamptz',
})

/** SQL: the members of one set that another does not have. */
function onlyIn(set: string, other: string): string {
  return `(SELECT unnest(members) AS version_id FROM component_set WHERE id = ${set} EXCEPT SELECT unnest(members) FROM component_set WHERE id = ${other})`
}

/** SQL: problems that count for the project in some versions. */
function problemsIn(versions: string): string {
  return `SELECT m.vulnerability_id, jsonb_agg(m.version_id ORDER BY m.version_id) AS versions, min(m.version_id) AS one,
       min(pv.purl) AS purl, count(*) AS n, min(m.since) AS since
     FROM ${versions} x
     JOIN match m ON m.version_id = x.version_id AND m.until IS NULL AND (m.org_id IS NULL OR m.org_id = (SELECT org_id FROM p))
     JOIN package_version pv ON pv.id = m.version_id CROSS JOIN p
     WHERE coalesce(${STATUS}, 'open') NOT IN ${CLOSING_STATUSES}
     GROUP BY m.vulnerability_id`
}

/** SQL: the other set holds no version with the problem, so that it came or went with this change. */
function absentFrom(set: string): string {
  return `NOT EXISTS (SELECT 1 FROM match o JOIN component_set c ON c.id = ${set} AND c.members @> ARRAY[o.version_id]
    WHERE o.vulnerability_id = h.vulnerability_id AND o.until IS NULL AND (o.org_id IS NULL OR o.org_id = (SELECT org_id FROM p)))`
}

async function announceFindings(
  db: Queryable,
  { projectId, before, after, now }: PictureChange & { readonly before: NonNullable<PictureChange['before']> },
): Promise<void> {
  await db.run(
    `WITH p AS (SELECT id, org_id FROM project WHERE id = $1),
       came AS (${problemsIn(onlyIn('$5', '$4'))}), went AS (${problemsIn(onlyIn('$4', '$5'))}), changed AS (
       SELECT h.*, true AS opened FROM came h WHERE ${absentFrom('$4')}
       UNION ALL
       SELECT h.*, false FROM went h WHERE ${absentFrom('$5')}
     )
     INSERT INTO outbox (at, kind, org_id, project_id, vulnerability_id, payload, cause)
     SELECT $3::timestamptz, CASE WHEN h.opened THEN 'finding.opened' ELSE 'finding.closed' END, p.org_id, p.id, h.vulnerability_id,
       jsonb_strip_nulls(jsonb_build_object('by', 'snapshot', 'versions', h.versions,
         'firstSeen', CASE WHEN h.opened THEN NULL ELSE greatest(h.since, (SELECT min(f.since) FROM snapshot f
           WHERE f.project_id = p.id AND f.id < $2 AND f.since > coalesce((
             SELECT max(o.since) FROM snapshot o JOIN component_set oc ON oc.id = o.set_id
             WHERE o.project_id = p.id AND o.id < $2 AND NOT oc.members @> ARRAY[h.one]), '-infinity'))) END,
         'text', v.shown || CASE WHEN v.severity = 'unknown' THEN '' ELSE ' (' || v.severity || ')' END
           || CASE WHEN h.opened THEN ' came with ' ELSE ' went with ' END || h.purl
           || CASE WHEN h.n > 1 THEN ' and ' || (h.n - 1) || ' more' ELSE '' END)),
       concat_ws('/', 'snapshot', $2::int8, h.vulnerability_id, h.opened::int4)
     FROM changed h JOIN vulnerability v ON v.id = h.vulnerability_id CROSS JOIN p
     ON CONFLICT (cause) DO NOTHING`,
    [projectId, after.snapshot, now, before.set, after.set],
  )
}
