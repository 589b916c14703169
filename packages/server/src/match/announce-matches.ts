import { CLOSING_STATUSES, decidingStatus } from '../triage/deciding-triage.ts'
import type { Queryable } from '../store/database.ts'
import { toldSeverity } from './told-severity.ts'
import type { MatchChanges } from './match-vulnerabilities.ts'

/**
 * Writes one piece of news a problem and project that got it or got rid of it. Projects whose people decided already that it is
 * nothing to them are left in peace. Gives how many were written.
 */
export async function announceMatches(
  db: Queryable,
  { opened, closed }: Pick<MatchChanges, 'opened' | 'closed'>,
  now: Date,
): Promise<number> {
  const pairs = [...opened, ...closed]
  if (pairs.length === 0) return 0
  const vulnerabilities = [...new Set(pairs.map(({ vulnerability }) => vulnerability))]
  const [row] = await db.query<{ some: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM triage WHERE vulnerability_id = ANY($1::int4[]) AND until IS NULL) AS some',
    [vulnerabilities],
  )
  return db.run(
    `WITH pair AS (
       SELECT x.*, pv.purl, pv.package_id FROM unnest($1::int4[], $2::int4[], $3::int4[], $4::boolean[]) AS x(vulnerability_id, version_id, org_id, opened)
       JOIN package_version pv ON pv.id = x.version_id
     ), hit AS (
       SELECT p.id AS project_id, p.org_id, x.vulnerability_id, x.opened, jsonb_agg(x.version_id ORDER BY x.version_id) AS versions,
         min(x.purl) AS purl, count(*) AS n, min(CASE WHEN x.opened THEN NULL ELSE ${FIRST_SEEN} END) AS first_seen
       FROM pair x
       JOIN component_set c ON c.members @> ARRAY[x.version_id]
       JOIN snapshot s ON s.set_id = c.id AND s.until IS NULL
       JOIN project p ON p.id = s.project_id AND p.archived_at IS NULL AND (x.org_id IS NULL OR x.org_id = p.org_id)
       ${row?.some === true ? `WHERE ${UNDECIDED}` : ''}
       GROUP BY p.id, p.org_id, x.vulnerability_id, x.opened
     )
     INSERT INTO outbox (at, kind, org_id, project_id, vulnerability_id, payload, cause)
     SELECT $5::timestamptz, CASE WHEN h.opened THEN 'finding.opened' ELSE 'finding.closed' END, h.org_id, h.project_id, h.vulnerability_id,
       jsonb_strip_nulls(jsonb_build_object('by', 'advisory', 'versions', h.versions, 'firstSeen', h.first_seen, 'text',
         ${textOf('h.opened')})),
       concat_ws('/', 'match', h.vulnerability_id, h.project_id, h.opened::int4, pg_current_xact_id()::text, extract(epoch FROM $5::timestamptz)::int8)
     FROM hit h JOIN vulnerability v ON v.id = h.vulnerability_id
     ON CONFLICT (cause) DO NOTHING`,
    [
      pairs.map(({ vulnerability }) => vulnerability),
      pairs.map(({ version }) => version),
      pairs.map(({ orgId }) => orgId),
      pairs.map((_, at) => at < opened.length),
      now,
    ],
  )
}

/** SQL: one line for people about hit `h` of vulnerability `v`. */
function textOf(opened: string): string {
  const severity = toldSeverity('h.vulnerability_id', '(h.versions->>0)::int4')
  return `v.shown || coalesce(' (' || nullif(${severity}, 'unknown') || ')', '')
    || CASE WHEN ${opened} THEN ' affects ' ELSE ' no longer affects ' END || h.purl
    || CASE WHEN h.n > 1 THEN ' and ' || (h.n - 1) || ' more' ELSE '' END`
}

/** SQL: since when the project of snapshot `s` had version `x` in one piece while the match was known. */
const FIRST_SEEN = `greatest(
  (SELECT max(m.since) FROM match m WHERE m.vulnerability_id = x.vulnerability_id AND m.version_id = x.version_id),
  (SELECT min(h.since) FROM snapshot h WHERE h.project_id = p.id AND h.since > coalesce((
     SELECT max(o.since) FROM snapshot o JOIN component_set oc ON oc.id = o.set_id
     WHERE o.project_id = p.id AND NOT oc.members @> ARRAY[x.version_id]), '-infinity')))`

const STATUS = decidingStatus({
  project: 'p.id',
  organisation: 'p.org_id',
  vulnerability: 'x.vulnerability_id',
  version: 'x.version_id',
  package: 'x.package_id',
  now: '$5::timestamptz',
})
const UNDECIDED = `coalesce(${STATUS}, 'open') NOT IN ${CLOSING_STATUSES}`

/** Writes one piece of news for every project that has a problem which is attacked since now. */
export async function announceExploited(db: Queryable, vulnerabilities: readonly number[], now: Date): Promise<number> {
  if (vulnerabilities.length === 0) return 0
  return db.run(
    `INSERT INTO outbox (at, kind, org_id, project_id, vulnerability_id, payload, cause)
     SELECT $2::timestamptz, 'vulnerability.exploited', h.org_id, h.project_id, h.vulnerability_id,
       jsonb_build_object('added', v.kev_added, 'due', v.kev_due, 'text', v.shown || ' is known to be exploited'),
       concat_ws('/', 'exploited', h.vulnerability_id, h.project_id, v.kev_added)
     FROM (
       SELECT DISTINCT p.id AS project_id, p.org_id, x.vulnerability_id
       FROM (SELECT m.*, pv.package_id FROM match m JOIN package_version pv ON pv.id = m.version_id
             WHERE m.vulnerability_id = ANY($1::int4[]) AND m.until IS NULL) x
       JOIN component_set c ON c.members @> ARRAY[x.version_id]
       JOIN snapshot s ON s.set_id = c.id AND s.until IS NULL
       JOIN project p ON p.id = s.project_id AND p.archived_at IS NULL AND (x.org_id IS NULL OR x.org_id = p.org_id)
       WHERE ${STATUS_NOW}
     ) h JOIN vulnerability v ON v.id = h.vulnerability_id
     ON CONFLICT (cause) DO NOTHING`,
    [vulnerabilities, now],
  )
}

const STATUS_NOW = UNDECIDED.replaceAll('$5::timestamptz', '$2::timestamptz')
