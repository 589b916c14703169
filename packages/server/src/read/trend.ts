import type { Static } from 'typebox'
import type { Trend } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { parameters as newParameters } from './parameters.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { projectNumbers, RANKS } from './project-numbers.ts'
import { countsOf } from './project-rows.ts'
import type { CountColumns } from './project-rows.ts'

const DAY_MS = 86_400_000
/** A line needs no more points than this; longer times get wider steps. */
const POINTS = 30

/** GET /trend: the portfolio's open findings at the end of each step, the last of them now. Nothing is sampled: each is the state on that date. */
export async function trend(
  db: Queryable,
  picture: Picture,
  options: { readonly days: number; readonly project?: number },
): Promise<Static<typeof Trend>> {
  const step = Math.ceil(options.days / POINTS)
  const points: Static<typeof Trend>['points'] = []
  for (let back = Math.floor((options.days - 1) / step) * step; back >= 0; back -= step) {
    points.push(await pointAt(db, momentBefore(picture, back), options.project))
  }
  return { points }
}

/** End of the day so many days ago, in UTC; today ends now. */
function momentBefore(picture: Picture, days: number): Picture {
  if (days === 0) return picture
  const moment = momentOf(picture).getTime()
  return { ...picture, at: new Date(Math.floor(moment / DAY_MS) * DAY_MS - (days - 1) * DAY_MS - 1) }
}

async function pointAt(db: Queryable, picture: Picture, project: number | undefined) {
  const parameters = newParameters()
  const viewer = project === undefined ? picture.viewer : { ...picture.viewer, projects: narrowed(picture.viewer.projects, project) }
  const [row] = await db.query<CountColumns & { projects: number }>(
    `SELECT count(*)::int4 AS projects, ${RANKS.map(([, name]) => `coalesce(sum(n.${name}), 0)::int4 AS ${name}`).join(', ')}
     FROM ${projectNumbers({ ...picture, viewer }, parameters)} n`,
    parameters.values,
  )
  if (row === undefined) throw new Error('a sum is always one row')
  return { day: momentOf(picture).toISOString().slice(0, 10), projects: row.projects, counts: countsOf(row) }
}

function narrowed(projects: readonly number[] | null, project: number): readonly number[] {
  return projects === null || projects.includes(project) ? [project] : []
}
