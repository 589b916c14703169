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

/** What the versions in which two sets differ have to do with problems: those in which they agree decide nothing. */
async function announceFindings(
  db: Queryable,
  { projectId, before, after, now }: PictureChange & { readonly before: NonNullable<PictureChange['before']> },
): Promise<void> {
  const sets = await db.query<{ id: number; members: readonly number[] }>('SELECT id, members FROM component_set WHERE id IN ($1, $2)', [
    before.set,
    after.set,
  ])
  const old = new Set(sets.find(({ id }) => id === before.set)?.members)
  const present = new Set(sets.find(({ id }) => id === after.set)?.members)
  const came = [...present].filter((version) => !old.has(version))
  const went = [...old].filter((version) => !present.has(version))
  const rows = await db.query<{ vulnerability_id: number; version_id: number }>(
    `SELECT m.vulnerability_id, m.version_id FROM match m JOIN project p ON p.id = $1 JOIN package_version pv ON pv.id = m.version_id
     WHERE m.version_id = ANY($2::int4[]) AND m.until IS NULL AND (m.org_id IS NULL OR m.org_id = p.org_id)
       AND coalesce(${STATUS}, 'open') NOT IN ${CLOSING_STATUSES} ORDER BY m.version_id`,
    [projectId, [...came, ...went], now],
  )
  if (rows.length === 0) return
  const stayed = await db.query<{ vulnerability_id: number }>(
    `SELECT DISTINCT vulnerability_id FROM match WHERE version_id = ANY($1::int4[]) AND until IS NULL AND vulnerability_id = ANY($2::int4[])`,
    [[...present].filter((version) => old.has(version)), [...new Set(rows.map(({ vulnerability_id }) => vulnerability_id))]],
  )
  const had = new Set(stayed.map(({ vulnerability_id }) => vulnerability_id))
  const byProblem = new Map<number, { readonly opened: number[]; readonly closed: number[] }>()
  for (const { vulnerability_id, version_id } of rows) {
    if (had.has(vulnerability_id)) continue
    const known = byProblem.get(vulnerability_id) ?? { opened: [], closed: [] }
    known[present.has(version_id) ? 'opened' : 'closed'].push(version_id)
    byProblem.set(vulnerability_id, known)
  }
  const news = [...byProblem].flatMap(([vulnerability, { opened, closed }]) => {
    if (opened.length > 0 && closed.length > 0) return []
    const versions = opened.length > 0 ? opened : closed
    return [{ vulnerability, opened: opened.length > 0, versions, one: versions[0], more: versions.length - 1 }]
  })
  if (news.length > 0) await write(db, { projectId, snapshot: after.snapshot, news, now })
}

interface Written {
  readonly projectId: number
  readonly snapshot: number
  readonly news: readonly object[]
  readonly now: Date
}

async function write(db: Queryable, { projectId, snapshot, news, now }: Written): Promise<void> {
  await db.run(
    `INSERT INTO outbox (at, kind, org_id, project_id, vulnerability_id, payload, cause)
     SELECT $3::timestamptz, CASE WHEN h.opened THEN 'finding.opened' ELSE 'finding.closed' END, p.org_id, p.id, h.vulnerability,
       jsonb_strip_nulls(jsonb_build_object('by', 'snapshot', 'versions', h.versions, 'firstSeen', CASE WHEN h.opened THEN NULL ELSE greatest(
           (SELECT min(m.since) FROM match m WHERE m.vulnerability_id = h.vulnerability AND m.version_id = h.one AND m.until IS NULL),
           (SELECT min(f.since) FROM snapshot f WHERE f.project_id = p.id AND f.id < $2 AND f.since > coalesce((
             SELECT max(o.since) FROM snapshot o JOIN component_set oc ON oc.id = o.set_id
             WHERE o.project_id = p.id AND o.id < $2 AND NOT oc.members @> ARRAY[h.one]), '-infinity'))) END,
         'text', v.shown || CASE WHEN v.severity = 'unknown' THEN '' ELSE ' (' || v.severity || ')' END
           || CASE WHEN h.opened THEN ' came with ' ELSE ' went with ' END || pv.purl
           || CASE WHEN h.more > 0 THEN ' and ' || h.more || ' more' ELSE '' END)),
       concat_ws('/', 'snapshot', $2::int8, h.vulnerability, h.opened::int4)
     FROM jsonb_to_recordset($4::text::jsonb) AS h(vulnerability int4, opened boolean, versions jsonb, one int4, more int4)
     JOIN vulnerability v ON v.id = h.vulnerability JOIN package_version pv ON pv.id = h.one JOIN project p ON p.id = $1
     ON CONFLICT (cause) DO NOTHING`,
    [projectId, snapshot, now, JSON.stringify(news)],
  )
}
