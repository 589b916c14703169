import type { VisibleProjects } from '../api/visible-projects.ts'
import { onlyProjects } from '../api/visible-projects.ts'
import { projectTerm } from './project-term.ts'
import type { Static } from 'typebox'
import type { Trend } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { containingSets, MATCHED_MEMBERS } from './containing-sets.ts'
import { walksForward } from './finding-source.ts'
import { KeptAnswers, questionOf } from './kept-answers.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { portfolioSums } from './portfolio-sums.ts'
import { grouped, RANKS, triagedAway } from './project-numbers.ts'
import { countsOf } from './project-rows.ts'
import type { CountColumns } from './project-rows.ts'

const DAY_MS = 86_400_000
/** A line needs no more points than this; longer times get wider steps. */
const POINTS = 30

type Row = CountColumns & { readonly at: Date; readonly projects: number }

/**
 * GET /trend: open findings at the end of each step, the last of them at the picture's moment. Nothing is sampled or stored: each is the
 * state on that date, the same as `projectNumbers` give for it. All of them together cost one walk: whatever holds for a while holds
 * from one of the moments to another (`lo` to `hi`, their numbers), and is counted once for all of these.
 */
export async function trend(
  db: Queryable,
  picture: Picture,
  options: { readonly days: number; readonly project?: number },
): Promise<Static<typeof Trend>> {
  const projects = options.project === undefined ? picture.viewer.projects : await narrowed(db, picture, options.project)
  const seen: Picture = { ...picture, viewer: { ...picture.viewer, projects } }
  const moments = momentsOf(picture, options.days)
  if (projects !== null && projects.count <= MANY_PROJECTS) return { points: await pointsAt(db, seen, moments) }
  const last = picture.at === null ? [await pointOfNow(db, seen)] : await pointsAt(db, seen, moments.slice(-1))
  return { points: [...(await pastPoints(db, seen, moments.slice(0, -1))), ...last] }
}

/** What is so now needs no history. */
async function pointOfNow(db: Queryable, picture: Picture): Promise<Points[number]> {
  const sums = await portfolioSums(db, picture)
  return { day: momentOf(picture).toISOString().slice(0, 10), projects: sums.projects, counts: countsOf(sums) }
}

type Points = Static<typeof Trend>['points']

/** Of more projects, the ends of past days are told as they were found up to a minute ago. */
const MANY_PROJECTS = 1000
const kept = new KeptAnswers<Points>(60_000, 100)

async function pastPoints(db: Queryable, picture: Picture, moments: readonly Date[]): Promise<Points> {
  if (moments.length === 0) return []
  const parameters = newParameters()
  const question = questionOf(picture, `${parameters.add(moments)} ${projectTerm('p', picture.viewer.projects, parameters)}`, parameters)
  const known = kept.get(db, picture, question)
  if (known !== undefined) return known
  const points = await pointsAt(db, picture, moments)
  if (points.some(({ projects }) => projects > MANY_PROJECTS)) kept.set(db, picture, question, points)
  return points
}

async function pointsAt(db: Queryable, picture: Picture, at: readonly Date[]): Promise<Points> {
  const parameters = newParameters()
  const moments = `${parameters.add(at)}::timestamptz[]`
  const then: Picture = { ...picture, at: momentOf(picture), moment: 'd.at' }
  const rows = await db.query<Row>(
    `WITH ${walk(then, moments, parameters)}
     SELECT d.at, (SELECT coalesce(sum(spans.n), 0) FROM spans WHERE d.number BETWEEN spans.lo AND spans.hi)::int4 AS projects,
       ${NAMES.map((name) => `(coalesce(x.${name}, 0) - coalesce(less.${name}, 0) + coalesce(more.${name}, 0))::int4 AS ${name}`).join(', ')}
     FROM unnest(${moments}) WITH ORDINALITY AS d(at, number)
     LEFT JOIN LATERAL (SELECT ${SUMS} FROM pieces n WHERE d.number BETWEEN n.lo AND n.hi) x ON true
     LEFT JOIN LATERAL (SELECT ${SUMS} FROM ${triagedAway(then, parameters)} n) less ON true
     LEFT JOIN LATERAL (SELECT ${SUMS} FROM ${grouped(then, { private: true }, 'open', parameters)} n) more ON true
     ORDER BY d.at`,
    parameters.values,
  )
  return rows.map((row) => ({ day: new Date(row.at).toISOString().slice(0, 10), projects: row.projects, counts: countsOf(row) }))
}

const NAMES = RANKS.map(([, name]) => name)
const SUMS = NAMES.map((name) => `sum(n.${name}) AS ${name}`).join(', ')

/**
 * Common tables: `shown`, projects; `spans`, how many there are from when to when; `pictures`, their snapshots; `changed`, what the counters of the sets, which are of now, have too
 * little or too much for some moments; `pieces`, public findings by what they count and how long.
 * OFFSET has the sets of all that changed found before they are compared with the pictures, once and not for each.
 * What became known before the first picture began, as all that a new server knows, changes no piece and is not looked up.
 */
function walk(picture: Picture, moments: string, parameters: Parameters): string {
  const { projects } = picture.viewer
  const own = projectTerm('p', projects, parameters)
  const from = (time: string): string => `width_bucket(${time} - interval '1 microsecond', ${moments}) + 1`
  const to = (time: string): string =>
    `CASE WHEN ${time} IS NULL THEN cardinality(${moments}) ELSE width_bucket(${time} - interval '1 microsecond', ${moments}) END`
  const counted = RANKS.map(([rank, name]) => `sum(m.change) FILTER (WHERE m.rank = ${rank}) AS ${name}`).join(', ')
  const both = 'greatest(m.lo, s.lo) AS lo, least(m.hi, s.hi) AS hi'
  const meets = 'm.lo <= s.hi AND s.lo <= m.hi AND m.lo <= m.hi GROUP BY 1, 2'
  const members = `JOIN component_set c ON c.id = s.set_id CROSS JOIN LATERAL unnest(${MATCHED_MEMBERS}) AS member(version_id)`
  const rank = 'coalesce(x.severity_rank, v.severity_rank) AS rank'
  const known = 'FROM match x JOIN vulnerability v ON v.id = x.vulnerability_id WHERE x.org_id IS NULL'
  return `shown AS (SELECT * FROM (SELECT p.id, ${from('p.created_at')} AS lo, ${to('p.archived_at')} AS hi FROM project p WHERE ${own}) x WHERE lo <= hi),
    spans AS MATERIALIZED (SELECT lo, hi, count(*) AS n FROM shown GROUP BY 1, 2),
    pictures AS (SELECT * FROM (
      SELECT s.set_id, greatest(shown.lo, ${from('s.since')}) AS lo, least(shown.hi, ${to('s.until')}) AS hi,
        EXISTS (SELECT 1 FROM snapshot y WHERE y.set_id = s.set_id AND y.until IS NULL) AS counted
      FROM shown JOIN snapshot s ON s.project_id = shown.id) x WHERE lo <= hi),
    changed AS MATERIALIZED (SELECT x.version_id, ${rank}, sum(CASE WHEN x.until IS NULL THEN -1 ELSE 1 END) AS change,
        CASE WHEN x.until IS NULL THEN 1 ELSE ${from('x.since')} END AS lo,
        CASE WHEN x.until IS NULL THEN width_bucket(x.since - interval '1 microsecond', ${moments}) ELSE ${to('x.until')} END AS hi
      ${known} AND CASE WHEN x.until IS NULL THEN x.since ELSE x.until END > (${moments})[1] GROUP BY 1, 2, 4, 5),
    pieces AS MATERIALIZED (
      SELECT s.lo, s.hi, ${NAMES.map((name) => `sum(c.${name}) AS ${name}`).join(', ')}
      FROM pictures s JOIN set_count c ON c.set_id = s.set_id WHERE s.counted GROUP BY 1, 2
      UNION ALL SELECT ${both}, ${counted} FROM ${
        walksForward(picture, {})
          ? `pictures s ${members} JOIN changed m ON m.version_id = member.version_id`
          : `(SELECT m.*, c.id AS set_id FROM (SELECT * FROM changed WHERE hi >= (SELECT min(lo) FROM pictures)) m
              ${containingSets('m.version_id', 'now')} OFFSET 0) m JOIN pictures s ON s.set_id = m.set_id`
      } WHERE s.counted AND ${meets}
      UNION ALL SELECT ${both}, ${counted} FROM pictures s ${members}
        JOIN (SELECT x.version_id, ${rank}, 1 AS change, ${from('x.since')} AS lo, ${to('x.until')} AS hi ${known}) m ON m.version_id = member.version_id
      WHERE NOT s.counted AND ${meets})`
}

/** Ends of the days, in UTC, oldest first; the last day ends at the picture's moment. */
function momentsOf(picture: Picture, days: number): readonly Date[] {
  const now = momentOf(picture).getTime()
  const step = Math.ceil(days / POINTS)
  const moments = [new Date(now)]
  for (let back = step; back < days; back += step) moments.unshift(new Date(Math.floor(now / DAY_MS) * DAY_MS - (back - 1) * DAY_MS - 1))
  return moments
}

async function narrowed(db: Queryable, { viewer }: Picture, project: number): Promise<VisibleProjects> {
  const parameters = newParameters()
  const seen = await db.query<{ id: number }>(
    `SELECT p.id FROM project p WHERE p.id = ${parameters.add(project)} AND ${projectTerm('p', viewer.projects, parameters)}`,
    parameters.values,
  )
  return onlyProjects(seen.map(({ id }) => id))
}
