import { containingSets } from '../read/containing-sets.ts'
import type { Queryable } from '../store/database.ts'
import { CLOSING_STATUSES, decidingStatus } from '../triage/deciding-triage.ts'
import type { Holding } from './holders.ts'
import type { MatchChanges } from './match-vulnerabilities.ts'
import type { MatchPair } from './pair-rows.ts'
import { toldSeverity } from './told-severity.ts'

/** A project that has a version which got a problem or got rid of it. */
interface Hit {
  readonly project: number
  readonly pair: MatchPair
  readonly opened: boolean
}

/** What news say of a problem that came or went with some versions of a project. */
interface Told extends Pick<MatchPair, 'vulnerability' | 'orgId'> {
  readonly opened: boolean
  /** Sorted. */
  readonly versions: readonly number[]
}

/**
 * Writes one piece of news a problem and project that got it or got rid of it. Projects whose people decided already that it is
 * nothing to them are left in peace. `holders`: who has the versions. Gives how many were written.
 */
export async function announceMatches(
  db: Queryable,
  { opened, closed }: Pick<MatchChanges, 'opened' | 'closed'>,
  { holders, now }: { readonly holders: ReadonlyMap<number, readonly Holding[]>; readonly now: Date },
): Promise<number> {
  const hitsOf = (pair: MatchPair, isOpen: boolean): readonly Hit[] =>
    (holders.get(pair.version) ?? []).map(({ project }) => ({ project, pair, opened: isOpen }))
  const hits = [...opened.flatMap((pair) => hitsOf(pair, true)), ...closed.flatMap((pair) => hitsOf(pair, false))]
  const { news, told } = newsOf(await undecided(db, hits, now))
  if (news.length === 0) return 0
  return db.run(
    `WITH told AS MATERIALIZED (
       SELECT h.vulnerability_id, h.org_id, h.opened, h.versions, h.n,
         jsonb_build_object('by', 'advisory', 'versions', h.versions, 'text', ${TEXT}) AS payload
       FROM (SELECT x.vulnerability_id, x.org_id, x.opened, x.versions::int4[] AS versions, x.n
         FROM unnest($1::int4[], $2::int4[], $3::boolean[], $4::text[]) WITH ORDINALITY AS x(vulnerability_id, org_id, opened, versions, n)) h
       JOIN vulnerability v ON v.id = h.vulnerability_id
     )
     INSERT INTO outbox (at, kind, org_id, project_id, vulnerability_id, payload)
     SELECT $7::timestamptz, CASE WHEN t.opened THEN 'finding.opened' ELSE 'finding.closed' END, p.org_id, p.id, t.vulnerability_id,
       CASE WHEN t.opened THEN t.payload ELSE jsonb_strip_nulls(t.payload || jsonb_build_object('firstSeen', ${FIRST_SEEN})) END
     FROM unnest($5::int4[], $6::int4[]) WITH ORDINALITY AS hit(project_id, told, n)
     JOIN told t ON t.n = hit.told
     JOIN project p ON p.id = hit.project_id AND p.archived_at IS NULL AND (t.org_id IS NULL OR t.org_id = p.org_id)
     ORDER BY hit.n`,
    [
      told.map(({ vulnerability }) => vulnerability),
      told.map(({ orgId }) => orgId),
      told.map((one) => one.opened),
      told.map(({ versions }) => `{${versions.join()}}`),
      news.map(([project]) => project),
      news.map(([, at]) => at + 1),
      now,
    ],
  )
}

/** The hits about which nobody decided. */
async function undecided(db: Queryable, hits: readonly Hit[], now: Date): Promise<readonly Hit[]> {
  if (hits.length === 0) return hits
  const vulnerabilities = [...new Set(hits.map(({ pair }) => pair.vulnerability))]
  const judged = await db.query<{ id: number }>(
    'SELECT DISTINCT vulnerability_id AS id FROM triage WHERE vulnerability_id = ANY($1::int4[]) AND until IS NULL',
    [vulnerabilities],
  )
  if (judged.length === 0) return hits
  const ids = new Set(judged.map(({ id }) => id))
  const asked = hits.filter(({ pair }) => ids.has(pair.vulnerability))
  const [row] = await db.query<{ places: readonly number[] | null }>(
    `SELECT array_agg(x.n::int4) AS places
     FROM unnest($1::int4[], $3::int4[], $4::int4[]) WITH ORDINALITY AS x(vulnerability_id, version_id, project_id, n)
     JOIN project p ON p.id = x.project_id JOIN package_version pv ON pv.id = x.version_id WHERE NOT ${UNDECIDED}`,
    [asked.map(({ pair }) => pair.vulnerability), now, asked.map(({ pair }) => pair.version), asked.map(({ project }) => project)],
  )
  const decided = new Set((row?.places ?? []).map((place) => asked[place - 1]))
  return hits.filter((hit) => !decided.has(hit))
}

/** One piece of news a problem and project, by project; what is told is the same for all who have the same versions. */
function newsOf(hits: readonly Hit[]): {
  readonly news: readonly (readonly [project: number, told: number])[]
  readonly told: readonly Told[]
} {
  const groups = new Map<string, { readonly hit: Hit; readonly versions: number[] }>()
  for (const hit of hits) {
    const { project, pair, opened } = hit
    const key = `${project} ${pair.vulnerability} ${opened}`
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { hit, versions: [pair.version] })
    else known.versions.push(pair.version)
  }
  const told = new Map<string, { readonly one: Told; readonly at: number }>()
  const news = [...groups.values()].map(({ hit: { project, pair, opened }, versions }): readonly [number, number] => {
    const { vulnerability, orgId } = pair
    const sorted = versions.sort((a, b) => a - b)
    const key = `${vulnerability} ${opened} ${sorted.join()}`
    const known = told.get(key) ?? { one: { vulnerability, orgId, opened, versions: sorted }, at: told.size }
    told.set(key, known)
    return [project, known.at]
  })
  return { news: news.sort(([a, at], [b, bt]) => a - b || at - bt), told: [...told.values()].map(({ one }) => one) }
}

/** SQL: one line for people about what is told, `h`, of vulnerability `v`. */
const TEXT = `v.shown || coalesce(' (' || nullif(${toldSeverity('h.vulnerability_id', 'h.versions[1]')}, 'unknown') || ')', '')
    || CASE WHEN h.opened THEN ' affects ' ELSE ' no longer affects ' END
    || (SELECT min(pv.purl) FROM package_version pv WHERE pv.id = ANY(h.versions))
    || CASE WHEN cardinality(h.versions) > 1 THEN ' and ' || (cardinality(h.versions) - 1) || ' more' ELSE '' END`

/** SQL: since when project `p` had one of the versions of `t` in one piece while the match was known. */
const FIRST_SEEN = `(SELECT min(greatest(
  (SELECT max(m.since) FROM match m WHERE m.vulnerability_id = t.vulnerability_id AND m.version_id = y.version_id),
  (SELECT min(h.since) FROM snapshot h WHERE h.project_id = p.id AND h.since > coalesce((
     SELECT max(o.since) FROM snapshot o JOIN component_set oc ON oc.id = o.set_id
     WHERE o.project_id = p.id AND NOT oc.members @> ARRAY[y.version_id]), '-infinity'))))
  FROM unnest(t.versions) AS y(version_id))`

const STATUS = decidingStatus({
  project: 'p.id',
  organisation: 'p.org_id',
  vulnerability: 'x.vulnerability_id',
  version: 'x.version_id',
  package: 'pv.package_id',
  now: '$2::timestamptz',
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
       FROM match x JOIN package_version pv ON pv.id = x.version_id
       ${containingSets('x.version_id', 'now')}
       JOIN snapshot s ON s.set_id = c.id AND s.until IS NULL
       JOIN project p ON p.id = s.project_id AND p.archived_at IS NULL AND (x.org_id IS NULL OR x.org_id = p.org_id)
       WHERE x.vulnerability_id = ANY($1::int4[]) AND x.until IS NULL AND ${UNDECIDED}
     ) h JOIN vulnerability v ON v.id = h.vulnerability_id
     ON CONFLICT (cause) WHERE cause IS NOT NULL DO NOTHING`,
    [vulnerabilities, now],
  )
}
