import type { RouteCall } from '../api/route.ts'
import { decodeCursor } from '../read/cursor.ts'
import { countQuery, limitOf, pageOf, totalOf } from '../read/page.ts'
import { parameters as newParameters } from '../read/parameters.ts'
import type { Parameters } from '../read/parameters.ts'

type Call = Pick<
  RouteCall<unknown, { readonly cursor?: string; readonly limit?: number }, unknown>,
  'services' | 'viewer' | 'query' | 'now'
>

export interface IdPage<R, T> {
  /** Name of the list, for its cursors. */
  readonly list: string
  readonly columns: string | ((parameters: Parameters) => string)
  /** `FROM …` with its joins. */
  readonly from: string
  /** Column that orders the list and is its key. */
  readonly key: string
  readonly newestFirst?: boolean
  readonly where: (parameters: Parameters) => readonly string[]
  readonly item: (row: R) => T
}

interface Page<T> {
  items: T[]
  next: string | null
  total: { count: number; type: 'EXACT' | 'AT_LEAST' }
  asOf: string
}

/** A page of a list that is in order of its ids. */
export async function idPage<R extends object, T>(call: Call, list: IdPage<R, T>): Promise<Page<T>> {
  const { db } = call.services
  const counting = newParameters()
  const all = list.where(counting)
  const [counted] = await db.query<{ count: number }>(countQuery(`${list.from} ${whereOf(all)}`), counting.values)
  const parameters = newParameters()
  const terms = [...list.where(parameters)]
  const after = decodeCursor(list.list, call.query.cursor, 1)
  if (after !== null) terms.push(`${list.key} ${list.newestFirst === true ? '<' : '>'} ${parameters.add(Number(after[0]))}`)
  const columns = typeof list.columns === 'string' ? list.columns : list.columns(parameters)
  const order = `ORDER BY ${list.key} ${list.newestFirst === true ? 'DESC' : 'ASC'} LIMIT ${limitOf(call.query) + 1}`
  const rows = await db.query<R & { page_key: number }>(
    `SELECT ${columns}, ${list.key} AS page_key ${list.from} ${whereOf(terms)} ${order}`,
    parameters.values,
  )
  const total = totalOf(counted?.count ?? 0)
  const picture = { viewer: call.viewer, now: call.now, at: null }
  const page = pageOf(rows, call.query, { list: list.list, picture, total, item: list.item, key: ({ page_key }) => [Number(page_key)] })
  return { ...page, total: { ...total } }
}

function whereOf(terms: readonly string[]): string {
  return terms.length === 0 ? '' : `WHERE ${terms.join(' AND ')}`
}
