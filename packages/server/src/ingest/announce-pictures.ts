import { toldSeverity } from '../match/told-severity.ts'
import { CLOSING_STATUSES, decidingStatus } from '../triage/deciding-triage.ts'
import type { Queryable } from '../store/database.ts'

/** Another picture of a project. */
export interface PictureChange {
  readonly projectId: number
  /** null: it is the first. */
  readonly before: { readonly snapshot: number; readonly set: number } | null
  readonly after: { readonly snapshot: number; readonly set: number; readonly members: readonly number[] }
}

/**
 * Writes what other pictures of projects are news of: that they changed, and each problem that came or went with one. The problems of a
 * project's very first picture are no news one by one.
 */
export async function announcePictures(db: Queryable, changes: readonly PictureChange[], now: Date): Promise<void> {
  await announceFindings(db, changes, now)
  await db.run(
    `INSERT INTO outbox (at, kind, org_id, project_id, payload, cause)
     SELECT $4::timestamptz, 'snapshot.changed', p.org_id, p.id, jsonb_build_object('snapshot', x.snapshot, 'first', x.first,
       'components', c.n, 'text', c.n || ' components'), 'snapshot/' || x.snapshot
     FROM unnest($1::int4[], $2::int8[], $3::int4[], $5::boolean[]) AS x(project, snapshot, set, first)
     JOIN project p ON p.id = x.project JOIN set_count c ON c.set_id = x.set
     ON CONFLICT (cause) WHERE cause IS NOT NULL DO NOTHING`,
    [
      changes.map(({ projectId }) => projectId),
      changes.map(({ after }) => after.snapshot),
      changes.map(({ after }) => after.set),
      now,
      changes.map(({ before }) => before === null),
    ],
  )
}

/** Versions in which the pictures of a project differ, and in which they agree. */
interface Difference {
  readonly change: PictureChange
  readonly came: ReadonlySet<number>
  readonly went: readonly number[]
  readonly stayed: ReadonlySet<number>
}

async function announceFindings(db: Queryable, changes: readonly PictureChange[], now: Date): Promise<void> {
  const differences = await differencesOf(db, changes)
  const open = await openMatches(db, differences, now)
  if (open.size === 0) return
  const problems = [...new Set([...open.values()].flatMap((rows) => rows.map(({ vulnerability }) => vulnerability)))]
  const kept = await matchesAmong(db, [...new Set(differences.flatMap(({ stayed }) => [...stayed]))], problems)
  const news = differences.flatMap((difference) => newsOf(difference, open.get(difference.change.projectId) ?? [], kept))
  if (news.length > 0) await write(db, news, now)
}

async function differencesOf(db: Queryable, changes: readonly PictureChange[]): Promise<readonly Difference[]> {
  const others = changes.filter(({ before, after }) => before !== null && before.set !== after.set)
  if (others.length === 0) return []
  const rows = await db.query<{ id: number; members: readonly number[] }>(
    'SELECT id, members FROM component_set WHERE id = ANY($1::int4[])',
    [[...new Set(others.map(({ before }) => before?.set))]],
  )
  const sets = new Map(rows.map(({ id, members }) => [id, members]))
  return others.map((change) => {
    const old = new Set(sets.get(change.before?.set ?? 0))
    const present = new Set(change.after.members)
    return {
      change,
      came: new Set([...present].filter((version) => !old.has(version))),
      went: [...old].filter((version) => !present.has(version)),
      stayed: new Set([...present].filter((version) => old.has(version))),
    }
  })
}

const STATUS = decidingStatus({
  project: 'p.id',
  organisation: 'p.org_id',
  vulnerability: 'm.vulnerability_id',
  version: 'm.version_id',
  package: 'pv.package_id',
  now: '$3::timestamptz',
})

interface OpenMatch {
  readonly vulnerability: number
  readonly version: number
}

/** What the versions in which pictures differ have to do with problems, by project: those in which they agree decide nothing. */
async function openMatches(
  db: Queryable,
  differences: readonly Difference[],
  now: Date,
): Promise<ReadonlyMap<number, readonly OpenMatch[]>> {
  const pairs = differences.flatMap(({ change: { projectId }, came, went }) =>
    [...came, ...went].map((version) => [projectId, version] as const),
  )
  const open = new Map<number, OpenMatch[]>()
  if (pairs.length === 0) return open
  const rows = await db.query<OpenMatch & { project: number }>(
    `SELECT p.id AS project, m.vulnerability_id AS vulnerability, m.version_id AS version
     FROM unnest($1::int4[], $2::int4[]) AS x(project, version) JOIN project p ON p.id = x.project
     CROSS JOIN LATERAL (SELECT * FROM match WHERE version_id = x.version AND until IS NULL OFFSET 0) m
     JOIN package_version pv ON pv.id = m.version_id
     WHERE (m.org_id IS NULL OR m.org_id = p.org_id) AND coalesce(${STATUS}, 'open') NOT IN ${CLOSING_STATUSES} ORDER BY m.version_id`,
    [pairs.map(([project]) => project), pairs.map(([, version]) => version), now],
  )
  for (const { project, vulnerability, version } of rows) {
    const known = open.get(project)
    if (known === undefined) open.set(project, [{ vulnerability, version }])
    else known.push({ vulnerability, version })
  }
  return open
}

/** Versions out of these that have the problems, by problem. */
async function matchesAmong(
  db: Queryable,
  versions: readonly number[],
  vulnerabilities: readonly number[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const rows = await db.query<{ vulnerability: number; versions: readonly number[] }>(
    `SELECT vulnerability_id AS vulnerability, array_agg(version_id) AS versions FROM match
     WHERE version_id = ANY($1::int4[]) AND until IS NULL AND vulnerability_id = ANY($2::int4[]) GROUP BY 1`,
    [versions, vulnerabilities],
  )
  return new Map(rows.map(({ vulnerability, versions: having }) => [vulnerability, having]))
}

interface News {
  readonly project: number
  readonly snapshot: number
  readonly vulnerability: number
  readonly opened: boolean
  readonly versions: readonly number[]
  readonly one: number | undefined
  readonly more: number
}

/** A problem that a version has which stayed was there before and still is; one of versions that came and went has only moved. */
function newsOf(
  { change, came, stayed }: Difference,
  open: readonly OpenMatch[],
  kept: ReadonlyMap<number, readonly number[]>,
): readonly News[] {
  const byProblem = new Map<number, { readonly opened: number[]; readonly closed: number[] }>()
  for (const { vulnerability, version } of open) {
    if (kept.get(vulnerability)?.some((one) => stayed.has(one)) === true) continue
    const known = byProblem.get(vulnerability) ?? { opened: [], closed: [] }
    known[came.has(version) ? 'opened' : 'closed'].push(version)
    byProblem.set(vulnerability, known)
  }
  return [...byProblem].flatMap(([vulnerability, { opened, closed }]) => {
    if (opened.length > 0 && closed.length > 0) return []
    const versions = opened.length > 0 ? opened : closed
    const [one] = versions
    const { projectId: project, after } = change
    return [{ project, snapshot: after.snapshot, vulnerability, opened: opened.length > 0, versions, one, more: versions.length - 1 }]
  })
}

async function write(db: Queryable, news: readonly News[], now: Date): Promise<void> {
  await db.run(
    `INSERT INTO outbox (at, kind, org_id, project_id, vulnerability_id, payload, cause)
     SELECT $1::timestamptz, CASE WHEN h.opened THEN 'finding.opened' ELSE 'finding.closed' END, p.org_id, p.id, h.vulnerability,
       jsonb_strip_nulls(jsonb_build_object('by', 'snapshot', 'versions', h.versions, 'firstSeen', CASE WHEN h.opened THEN NULL ELSE greatest(
           (SELECT min(m.since) FROM match m WHERE m.vulnerability_id = h.vulnerability AND m.version_id = h.one AND m.until IS NULL),
           (SELECT min(f.since) FROM snapshot f WHERE f.project_id = p.id AND f.id < h.snapshot AND f.since > coalesce((
             SELECT o.since FROM snapshot o JOIN component_set oc ON oc.id = o.set_id
             WHERE o.project_id = p.id AND o.id < h.snapshot AND NOT oc.members @> ARRAY[h.one] ORDER BY o.since DESC LIMIT 1), '-infinity'))) END,
         'text', v.shown || coalesce(' (' || nullif(${toldSeverity('h.vulnerability', 'h.one')}, 'unknown') || ')', '')
           || CASE WHEN h.opened THEN ' came with ' ELSE ' went with ' END || pv.purl
           || CASE WHEN h.more > 0 THEN ' and ' || h.more || ' more' ELSE '' END)),
       concat_ws('/', 'snapshot', h.snapshot, h.vulnerability, h.opened::int4)
     FROM jsonb_to_recordset($2::text::jsonb)
       AS h(project int4, snapshot int8, vulnerability int4, opened boolean, versions jsonb, one int4, more int4)
     JOIN vulnerability v ON v.id = h.vulnerability JOIN package_version pv ON pv.id = h.one JOIN project p ON p.id = h.project
     ORDER BY h.project, h.one, h.vulnerability
     ON CONFLICT (cause) WHERE cause IS NOT NULL DO NOTHING`,
    [now, JSON.stringify(news)],
  )
}
