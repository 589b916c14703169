import { holdingSnapshots } from '../read/holding-snapshots.ts'
import type { Queryable } from '../store/database.ts'
import { CLOSING_STATUSES, decidingStatus } from '../triage/deciding-triage.ts'
import type { Holders } from './holders.ts'
import type { MatchChanges } from './match-vulnerabilities.ts'
import { newsOf } from './news-of.ts'
import type { Hits, ProblemNews } from './news-of.ts'
import { gathered, writeTogether } from './news-together.ts'
import type { MatchPair } from './pair-rows.ts'
import { startsOf, TOLD, toldParameters } from './told-news.ts'

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
  const { together, apart } = await gathered(db, newsOf(await undecided(db, hits, now)), now)
  return (await writeTogether(db, together, now)) + (await writeApart(db, apart, now))
}

async function writeApart(db: Queryable, problems: readonly ProblemNews[], now: Date): Promise<number> {
  const news = problems
    .flatMap(({ projects, places }, problem) => projects.map((project, at) => ({ project, problem, place: places[at] as number })))
    .sort((a, b) => a.project - b.project || a.problem - b.problem || a.place - b.place)
  if (news.length === 0) return 0
  const starts = startsOf(problems)
  return db.run(
    `WITH ${TOLD}
     INSERT INTO outbox (at, kind, org_id, project_id, vulnerability_id, payload)
     SELECT $7::timestamptz, CASE WHEN t.opened THEN 'finding.opened' ELSE 'finding.closed' END, p.org_id, p.id, t.vulnerability_id,
       CASE WHEN t.opened THEN t.payload ELSE jsonb_strip_nulls(t.payload || jsonb_build_object('firstSeen', ${FIRST_SEEN})) END
     FROM (SELECT own.id, own.org_id, hit.told FROM unnest($5::int4[], $6::int4[]) WITH ORDINALITY AS hit(project_id, told, n)
       JOIN project own ON own.id = hit.project_id AND own.archived_at IS NULL ORDER BY hit.n OFFSET 0) p
     JOIN told t ON t.n = p.told AND (t.org_id IS NULL OR t.org_id = p.org_id)`,
    [
      ...toldParameters(problems),
      news.map(({ project }) => project),
      news.map(({ problem, place }) => (starts[problem] as number) + place + 1),
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

/** SQL: since when project `p` had one of the versions of `t` in one piece while the match was known. */
const FIRST_SEEN = `(SELECT min(greatest(
  (SELECT max(m.since) FROM match m WHERE m.vulnerability_id = t.vulnerability_id AND m.version_id = y.version_id),
  (SELECT min(h.since) FROM snapshot h WHERE h.project_id = p.id AND h.since > coalesce((
     SELECT o.since FROM snapshot o JOIN component_set oc ON oc.id = o.set_id
     WHERE o.project_id = p.id AND NOT oc.members @> ARRAY[y.version_id] ORDER BY o.since DESC LIMIT 1), '-infinity'))))
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
