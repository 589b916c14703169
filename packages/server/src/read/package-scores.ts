import type { Queryable } from '../store/database.ts'
import { seenAssessment } from './package-data.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'

/** SQL of the score of each assessed package at the picture's moment: `package_id`, `score`. */
export function scoresSql(picture: Picture, parameters: Parameters): string {
  return `(SELECT DISTINCT ON (r.package_id) r.package_id, x.score FROM package_repository r
    JOIN assessment x ON x.repository = r.repository AND ${holds('x', picture, parameters)} AND ${seenAssessment(picture, parameters)}
    ORDER BY r.package_id, x.since DESC)`
}

/** The score of each package that was assessed. */
export async function packageScores(db: Queryable, picture: Picture): Promise<ReadonlyMap<number, number>> {
  const parameters = newParameters()
  const rows = await db.query<{ package_id: number; score: number | null }>(
    `SELECT x.package_id, x.score FROM ${scoresSql(picture, parameters)} x`,
    parameters.values,
  )
  return new Map(rows.flatMap(({ package_id, score }) => (score === null ? [] : [[package_id, score] as const])))
}
