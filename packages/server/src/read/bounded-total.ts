import type { Queryable } from '../store/database.ts'
import { COUNT_BOUND, totalOf } from './page.ts'
import type { Total } from './page.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'

/** What is more than the bound is so for this long without being counted again. */
const KEPT_MS = 30_000
const MOST_KEPT = 1000

/** By store and question: until when "at least" holds. */
const kept = new WeakMap<Queryable, Map<string, number>>()

/**
 * How many rows `from` (SQL with its `parameters`) gives, counted up to the bound. Counting far is what costs most of a page, and many
 * ask: that there are more than the bound is not found out anew for half a minute.
 */
export async function boundedTotal(
  db: Queryable,
  picture: Picture,
  { from, parameters, bound = COUNT_BOUND }: { readonly from: string; readonly parameters: Parameters; readonly bound?: number },
): Promise<Total> {
  const now = picture.now.getTime()
  const here = kept.get(db) ?? new Map<string, number>()
  kept.set(db, here)
  const question = questionOf(picture, `${bound} ${from}`, parameters)
  if ((here.get(question) ?? 0) > now) return totalOf(bound + 1, bound)
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int4 AS count FROM (SELECT 1 ${from} LIMIT ${bound + 1}) AS bounded`,
    parameters.values,
  )
  const total = totalOf(row?.count ?? 0, bound)
  here.delete(question)
  if (total.type === 'AT_LEAST') {
    if (here.size === MOST_KEPT) here.clear()
    here.set(question, now + KEPT_MS)
  }
  return total
}

/** A statement with its values as text; the same now as a moment ago. */
export function questionOf({ now }: Picture, sql: string, { values }: Parameters): string {
  return JSON.stringify([sql, values.map((value) => (value instanceof Date && value.getTime() === now.getTime() ? 'now' : value))])
}
