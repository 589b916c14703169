import type { Queryable } from '../store/database.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { projectNumbers } from './project-numbers.ts'
import type { CountColumns } from './project-rows.ts'

export interface PortfolioSums extends CountColumns {
  readonly projects: number
  readonly components: number
  readonly unmatched: number
  readonly incomplete: number
}

/** The numbers of all visible projects together. */
export async function portfolioSums(db: Queryable, picture: Picture): Promise<PortfolioSums> {
  const parameters = newParameters()
  const names = ['critical', 'high', 'medium', 'low', 'unknown', 'malware', 'components', 'unmatched']
  const [row] = await db.query<PortfolioSums>(
    `SELECT count(*)::int4 AS projects, count(*) FILTER (WHERE n.incomplete)::int4 AS incomplete,
       ${names.map((name) => `coalesce(sum(n.${name}), 0)::int8 AS ${name}`).join(', ')}
     FROM ${projectNumbers(picture, parameters)} n`,
    parameters.values,
  )
  return row as PortfolioSums
}
