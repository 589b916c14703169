import type { FastifyReply } from 'fastify'
import type { TSchema } from 'typebox'
import type { Route } from '../api/route.ts'
import type { Filter } from './answer-shape.ts'
import { csvColumns, toCsv } from './csv.ts'

interface Page {
  readonly items: readonly unknown[]
  readonly next?: string | null
}

export interface CsvWork {
  readonly work: (more: object) => Promise<unknown>
  readonly query: Readonly<Record<string, unknown>>
  readonly filter: Filter
  /** At most so many rows; where the list goes on is in the header `x-next-cursor`. */
  readonly rows: number
}

const PAGE_ROWS = 200

/** A list as CSV: all its pages from the cursor on, up to a bound; with a `limit`, one page. */
export async function answerCsv(route: Route, reply: FastifyReply, { work, query, filter, rows }: CsvWork): Promise<FastifyReply> {
  const columns = csvColumns(itemOf(route.response))
  const items: unknown[] = []
  const single = query['limit'] !== undefined
  const paged = Object.hasOwn(Reflect.get(route.query ?? {}, 'properties') ?? {}, 'cursor')
  let cursor: string | null = null
  do {
    const more: object = { ...(single || !paged ? {} : { limit: PAGE_ROWS }), ...(cursor === null ? {} : { cursor }) }
    const page = filter(await work(more)) as Page
    items.push(...page.items)
    cursor = page.next ?? null
  } while (cursor !== null && !single && items.length < rows)
  if (cursor !== null) reply.header('x-next-cursor', cursor)
  return reply
    .header('cache-control', 'private, no-cache')
    .header('content-disposition', `attachment; filename="${route.id}.csv"`)
    .type('text/csv; charset=utf-8; header=present')
    .send(toCsv(columns, items))
}

function itemOf(response: TSchema): TSchema {
  const { properties } = response as { readonly properties?: Readonly<Record<string, { readonly items?: TSchema }>> }
  const item = properties?.['items']?.items
  if (item === undefined) throw new Error('a list answers with items')
  return item
}
