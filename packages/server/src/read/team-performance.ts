import type { Static } from 'typebox'
import type { TeamPerformance } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { findingSource } from './finding-source.ts'
import { limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import { momentOf, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { projectNumbers, RANKS } from './project-numbers.ts'
import { countsOf } from './project-rows.ts'
import type { CountColumns } from './project-rows.ts'
import { CLOSING, triageJoin } from './triage-join.ts'

/** The orders that `sort` may name, each by a number, largest first; equal ones stand by what is overdue. */
export const TEAM_SORTS = ['median', 'overdue', 'open', 'projects'] as const

const KEYS: Readonly<Record<(typeof TEAM_SORTS)[number], string>> = {
  // Who closed nothing yet has no speed: after those who have one.
  median: 'coalesce(t.median, -1)::float8',
  overdue: 't.overdue::float8',
  open: '(t.malware + t.critical)::float8 * 1000000 + least(t.high, 999999)',
  projects: 't.projects::float8',
}

export interface TeamQuery extends PageRequest {
  readonly sort?: (typeof TEAM_SORTS)[number] | undefined
}

interface Row extends CountColumns {
  readonly team_id: number | null
  readonly slug: string | null
  readonly name: string | null
  readonly projects: number
  readonly median: number | null
  readonly overdue: number
  readonly teams: number
  readonly sort_key: number
}

/** GET /teams/performance: one row a team with visible projects, and one for projects without team; the slowest first unless told otherwise. */
export async function teamPerformance(db: Queryable, picture: Picture, query: TeamQuery) {
  const { sort = 'median' } = query
  const list = `teams:${sort}`
  const after = decodeCursor(list, query.cursor, 3)
  const parameters = newParameters()
  const moment = `${parameters.add(momentOf(picture))}::timestamptz`
  const numbers = projectNumbers(picture, parameters)
  const exploited = findingSource(picture, { vulnerabilities: `v.kev_due < ${moment}` }, parameters)
  const keyset =
    after === null
      ? 'true'
      : `(x.sort_key, x.overdue, -coalesce(x.team_id, 0)) < (${parameters.add(after[0])}::float8, ${parameters.add(after[1])}::int4, ${parameters.add(after[2])}::int4)`
  const rows = await db.query<Row>(
    `SELECT * FROM (SELECT t.*, ${KEYS[sort]} AS sort_key, count(*) OVER ()::int4 AS teams FROM (SELECT team.id AS team_id, team.slug, team.name, g.projects::int4 AS projects, ${RANKS.map(([, name]) => `g.${name}::int4 AS ${name}`).join(', ')},
       closed.median, coalesce(late.overdue, 0)::int4 AS overdue
     FROM (SELECT coalesce(p.team_id, 0) AS team, count(*) AS projects, ${RANKS.map(([, name]) => `sum(n.${name}) AS ${name}`).join(', ')}
           FROM ${numbers} n JOIN project p ON p.id = n.project_id GROUP BY 1) g
     LEFT JOIN team ON team.id = g.team
     LEFT JOIN (SELECT coalesce(p.team_id, 0) AS team, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM e.at - (e.payload->>'firstSeen')::timestamptz) / 86400)::float8 AS median
       FROM outbox e JOIN project p ON p.id = e.project_id WHERE e.kind = 'finding.closed' AND e.payload ? 'firstSeen'
         AND e.at > ${moment} - interval '90 days' AND e.at <= ${moment} AND ${visible('p', picture, parameters)} GROUP BY 1) closed ON closed.team = g.team
     LEFT JOIN (SELECT coalesce(p.team_id, 0) AS team, count(*) AS overdue FROM ${exploited} f JOIN project p ON p.id = f.project_id
       ${triageJoin(picture, parameters)}
       WHERE (t.status IS NULL OR t.status NOT IN ${CLOSING}) GROUP BY 1) late ON late.team = g.team) t) x
     WHERE ${keyset} ORDER BY x.sort_key DESC, x.overdue DESC, coalesce(x.team_id, 0) LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  return pageOf(rows, query, {
    list,
    picture,
    total: totalOf(rows[0]?.teams ?? 0),
    item: teamRow,
    key: ({ sort_key, overdue, team_id }) => [sort_key, overdue, -(team_id ?? 0)],
  })
}

function teamRow(row: Row): Static<typeof TeamPerformance> {
  return {
    team: row.team_id === null ? null : { id: row.team_id, slug: row.slug ?? '', name: row.name ?? '' },
    projects: row.projects,
    counts: countsOf(row),
    medianDays: row.median === null ? null : Math.round(row.median * 10) / 10,
    overdue: row.overdue,
  }
}
