import type { Database } from '../store/database.ts'
import { encodeCursor } from './cursor.ts'
import type { CursorValue } from './cursor.ts'
import { KeptAnswers, questionOf } from './kept-answers.ts'
import { limitOf } from './page.ts'
import type { PageRequest, Total } from './page.ts'
import type { Picture } from './picture.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'

/** One of a list that is in the order of a number, which stands first in its cursor; then its id, both descending. */
export interface Ranked {
  readonly id: number
  readonly sort_key: number
}

/** Shorter lists are put in order each time. */
export const LONG = 1000
const MOST_RANKED = 10_000

/** The order of a long list is that of up to a minute ago; the numbers of a page are always of now. */
const kept = new KeptAnswers<readonly Ranked[]>(60_000, 30)

/** SQL of `id` and `sort_key` in order, at most so many; with `after`, only those behind it. */
export type RankingSql = (parameters: Parameters, limit: number, after: readonly CursorValue[] | null) => string

export interface RankingRequest {
  readonly sql: RankingSql
  readonly after: readonly CursorValue[] | null
  readonly limit: number
  /**
   * Rows are looked up one by one, which is quicker for few projects: hashing reads everybody's. Millions of rows are met by hashing: left
   * to itself, the planner takes the members of a set for ten and looks each up.
   */
  readonly looksUp: boolean
}

/**
 * A page and one more of a list that must be counted out before it has an order. Counting takes as long for a page as for all of it, so
 * the order of a long list is kept for a minute.
 */
export async function rankedPage(
  db: Database,
  picture: Picture,
  { sql, after, limit, looksUp }: RankingRequest,
): Promise<readonly Ranked[]> {
  const ranking = await rankingOf(db, picture, { sql, looksUp })
  const from = after === null ? 0 : ranking.findIndex((one) => isBehind(one, after))
  const page = from === -1 ? [] : ranking.slice(from, from + limit + 1)
  if (page.length > limit || ranking.length < MOST_RANKED) return page
  // Who reads on beyond what is kept.
  const parameters = newParameters()
  const text = sql(parameters, limit + 1, after)
  return ordered(db, { text, parameters, looksUp })
}

async function rankingOf(
  db: Database,
  picture: Picture,
  { sql, looksUp }: Pick<RankingRequest, 'sql' | 'looksUp'>,
): Promise<readonly Ranked[]> {
  const parameters = newParameters()
  const text = sql(parameters, MOST_RANKED, null)
  const question = questionOf(picture, text, parameters)
  const known = kept.get(db, picture, question)
  if (known !== undefined) return known
  const ranking = await ordered(db, { text, parameters, looksUp })
  if (ranking.length >= LONG) kept.set(db, picture, question, ranking)
  return ranking
}

function ordered(
  db: Database,
  { text, parameters, looksUp }: { readonly text: string; readonly parameters: Parameters; readonly looksUp: boolean },
): Promise<readonly Ranked[]> {
  return db.transaction(
    async (transaction) => {
      await transaction.query("SELECT set_config('enable_nestloop', $1, true), set_config('work_mem', '64MB', true)", [
        looksUp ? 'on' : 'off',
      ])
      return transaction.query<Ranked>(text, parameters.values)
    },
    { readOnly: true },
  )
}

function isBehind({ sort_key, id }: Ranked, [key, last]: readonly CursorValue[]): boolean {
  return sort_key < Number(key) || (sort_key === Number(key) && id < Number(last))
}

/** The answer to a page request, of what was found for it and the items made of it: one fewer where something went away meanwhile. */
export function pageOfFound<T>(
  found: readonly { readonly id: number; readonly sort_key: CursorValue }[],
  request: PageRequest,
  options: { readonly list: string; readonly asOf: Date; readonly total: Total; readonly items: T[] },
): { items: T[]; next: string | null; total: Total; asOf: string } {
  const limit = limitOf(request)
  const last = found[limit - 1]
  return {
    items: options.items,
    next: found.length > limit && last !== undefined ? encodeCursor(options.list, [last.sort_key, last.id]) : null,
    total: options.total,
    asOf: options.asOf.toISOString(),
  }
}
