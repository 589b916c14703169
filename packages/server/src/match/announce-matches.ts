import { holdingSnapshots } from '../read/holding-snapshots.ts'
import type { Queryable } from '../store/database.ts'
import { CLOSING_STATUSES, decidingStatus } from '../triage/deciding-triage.ts'
import type { Holders } from './holders.ts'
import type { MatchChanges } from './match-vulnerabilities.ts'
import type { MatchPair } from './pair-rows.ts'
import { toldSeverity } from './told-severity.ts'

/** The projects that have a version which got a problem or got rid of it. */
interface Hits {
  readonly pair: MatchPair
  readonly opened: boolean
  readonly projects: readonly number[]
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
  { holders, now }: { readonly holders: ReadonlyMap<number, Holders>; readonly now: Date },
): Promise<number> {
  const hitsOf = (pairs: readonly MatchPair[], isOpen: boolean): readonly Hits[] =>
    pairs.map((pair) => ({ pair, opened: isOpen, projects: holders.get(pair.version)?.projects ?? [] }))
  const hits = [...hitsOf(opened, true), ...hitsOf(closed, false)].filter(({ projects }) => projects.length > 0)
  const { projects, places, told } = newsOf(await undecided(db, hits, now))
  if (projects.length === 0) return 0
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
     FROM (SELECT own.id, own.org_id, hit.told FROM unnest($5::int4[], $6::int4[]) WITH ORDINALITY AS hit(project_id, told, n)
       JOIN project own ON own.id = hit.project_id AND own.archived_at IS NULL ORDER BY hit.n OFFSET 0) p
     JOIN told t ON t.n = p.told AND (t.org_id IS NULL OR t.org_id = p.org_id)`,
    [
      told.map(({ vulnerability }) => vulnerability),
      told.map(({ orgId }) => orgId),
      told.map((one) => one.opened),
      told.map(({ versions }) => `{${versions.join()}}`),
      projects,
      places.map((place) => place + 1),
      now,
    ],
  )
}

/** The hits about which nobody decided. */
async function undecided(db: Queryable, hits: readonly Hits[], now: Date): Promise<readonly Hits[]> {
  if (hits.length === 0) return hits
  const vulnerabilities = [...new Set(hits.map(({ pair }) => pair.vulnerability))]
  const judged = await db.query<{ id: number }>(
    'SELECT DISTINCT vulnerability_id AS id FROM triage WHERE vulnerability_id = ANY($1::int4[]) AND until IS NULL',
    [vulnerabilities],
  )
  if (judged.length === 0) return hits
  const ids = new Set(judged.map(({ id }) => id))
  const asked = hits.filter(({ pair }) => ids.has(pair.vulnerability)).flatMap((one) => one.projects.map((project) => ({ one, project })))
  const [row] = await db.query<{ places: readonly number[] | null }>(
    `SELECT array_agg(x.n::int4) AS places
     FROM unnest($1::int4[], $3::int4[], $4::int4[]) WITH ORDINALITY AS x(vulnerability_id, version_id, project_id, n)
     JOIN project p ON p.id = x.project_id JOIN package_version pv ON pv.id = x.version_id WHERE NOT ${UNDECIDED}`,
    [asked.map(({ one }) => one.pair.vulnerability), now, asked.map(({ one }) => one.pair.version), asked.map(({ project }) => project)],
  )
  const decided = new Map<Hits, Set<number>>()
  for (const place of row?.places ?? []) {
    const { one, project } = asked[place - 1] as (typeof asked)[number]
    const known = decided.get(one) ?? new Set<number>()
    decided.set(one, known.add(project))
  }
  return hits.map((one) => ({ ...one, projects: one.projects.filter((project) => decided.get(one)?.has(project) !== true) }))
}

interface News {
  /** One piece each, and the place in `told` of what it says; by project. */
  readonly projects: readonly number[]
  readonly places: readonly number[]
  readonly told: readonly Told[]
}

/** One piece of news a problem and project; what is told is the same for all who have the same versions. */
function newsOf(hits: readonly Hits[]): News {
  const problems = new Map<string, { readonly hits: Hits; readonly versions: Map<number, readonly number[]> }>()
  for (const one of hits) {
    const key = `${one.pair.vulnerability} ${one.opened}`
    const { versions } = problems.get(key) ?? { versions: new Map<number, readonly number[]>() }
    problems.set(key, { hits: one, versions })
    // Most have one version of it, and share this list.
    const alone = [one.pair.version]
    for (const project of one.projects) {
      const known = versions.get(project)
      versions.set(project, known === undefined ? alone : [...known, one.pair.version])
    }
  }
  const told: Told[] = []
  const news: { readonly project: number; readonly place: number }[] = []
  for (const {
    hits: { pair, opened },
    versions,
  } of problems.values()) {
    const places = new Map<string, number>()
    const byList = new Map<readonly number[], number>()
    const placeOf = (own: readonly number[]): number => {
      const sorted = own.toSorted((a, b) => a - b)
      const place =
        places.get(sorted.join()) ?? told.push({ vulnerability: pair.vulnerability, orgId: pair.orgId, opened, versions: sorted }) - 1
      places.set(sorted.join(), place)
      byList.set(own, place)
      return place
    }
    for (const [project, own] of versions) news.push({ project, place: byList.get(own) ?? placeOf(own) })
  }
  news.sort((a, b) => a.project - b.project || a.place - b.place)
  return { projects: news.map(({ project }) => project), places: news.map(({ place }) => place), told }
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
       ${holdingSnapshots('x.version_id', 'now', 's.until IS NULL')}
       JOIN project p ON p.id = s.project_id AND p.archived_at IS NULL AND (x.org_id IS NULL OR x.org_id = p.org_id)
       WHERE x.vulnerability_id = ANY($1::int4[]) AND x.until IS NULL AND ${UNDECIDED}
     ) h JOIN vulnerability v ON v.id = h.vulnerability_id
     ON CONFLICT (cause) WHERE cause IS NOT NULL DO NOTHING`,
    [vulnerabilities, now],
  )
}
