import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { TSchema } from 'typebox'
import type { Route } from '../api/route.ts'
import type { Filter } from './answer-shape.ts'
import { csvColumns, csvHead, csvRows } from './csv.ts'

interface Page {
  readonly items?: readonly unknown[]
  readonly next?: string | null
}

export interface CsvWork {
  readonly work: (more: object) => Promise<unknown>
  readonly query: Readonly<Record<string, unknown>>
  readonly filter: Filter
  /** At most so many rows. */
  readonly rows: number
}

const PAGE_ROWS = 200

/**
 * A list as CSV: all its pages from the cursor on, as fast as they are read; with a `limit`, one page, and where the list goes on is in
 * the header `x-next-cursor`. What goes wrong after the first page, or passes the bound, breaks the answer off: a part is never whole.
 */
export async function answerCsv(route: Route, reply: FastifyReply, csv: CsvWork): Promise<FastifyReply> {
  const { work, query, filter } = csv
  const columns = csvColumns(route.rows?.row ?? itemOf(route.response))
  const single = query['limit'] !== undefined
  const paged = Object.hasOwn(propertiesOf(route.query), 'cursor')
  const page = async (cursor: string | null): Promise<{ readonly rows: readonly unknown[]; readonly next: string | null }> => {
    const more = { ...(single || !paged ? {} : { limit: PAGE_ROWS }), ...(cursor === null ? {} : { cursor }) }
    const answer = filter(await work(more)) as Page
    return { rows: route.rows?.of(answer as never) ?? answer.items ?? [], next: answer.next ?? null }
  }
  const first = await page(null)
  if (single && first.next !== null) reply.header('x-next-cursor', first.next)
  async function* text(): AsyncGenerator<string> {
    yield csvHead(columns)
    let rows = 0
    for (let shown = first; ; shown = await page(shown.next)) {
      rows += shown.rows.length
      if (rows > csv.rows) throw new Error(`a list of more than ${csv.rows} rows was asked as CSV`)
      yield csvRows(columns, shown.rows)
      if (single || shown.next === null) return
    }
  }
  return reply
    .header('cache-control', 'private, no-cache')
    .header('vary', 'accept, authorization, cookie')
    .header('content-disposition', `attachment; filename="${route.id}.csv"`)
    .type('text/csv; charset=utf-8; header=present')
    .send(Readable.from(text()))
}

/** What a schema of an object names. */
export function propertiesOf(schema: TSchema | undefined): object {
  return Reflect.get(schema ?? {}, 'properties') ?? {}
}

function itemOf(response: TSchema): TSchema {
  const { properties } = response as { readonly properties?: Readonly<Record<string, { readonly items?: TSchema }>> }
  const item = properties?.['items']?.items
  if (item === undefined) throw new Error('a list answers with items')
  return item
}
