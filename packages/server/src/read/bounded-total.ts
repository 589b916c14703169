import type { Queryable } from '../store/database.ts'
import { KeptAnswers, questionOf } from './kept-answers.ts'
import { COUNT_BOUND, totalOf } from './page.ts'
import type { Total } from './page.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'

/** What is more than the bound is so for this long without being counted again. */
const kept = new KeptAnswers<Total>(30_000)

/**
 * How many rows `from` (SQL with its `parameters`) gives, counted up to the bound. Counting far is what costs most of a page, and many
 * ask: that there are more than the bound is not found out anew for half a minute.
 */
export async function boundedTotal(
  db: Queryable,
  picture: Picture,
  {
    from,
    parameters,
    bound = COUNT_BOUND,
    store = db,
  }: {
    readonly from: string
    readonly parameters: Parameters
    readonly bound?: number
    /** Where `db` is a transaction: of which store. */
    readonly store?: Queryable
  },
): Promise<Total> {
  const question = questionOf(picture, `${bound} ${from}`, parameters)
  const known = kept.get(store, picture, question)
  if (known !== undefined) return known
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int4 AS count FROM (SELECT 1 ${from} LIMIT ${bound + 1}) AS bounded`,
    parameters.values,
  )
  const total = totalOf(row?.count ?? 0, bound)
  if (total.type === 'AT_LEAST') kept.set(store, picture, question, total)
  return total
}
