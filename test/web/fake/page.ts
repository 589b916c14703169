import { NOW } from './facts.ts'
import type { World } from './facts.ts'

/** A request, taken apart. */
export interface Asked {
  readonly world: World
  readonly query: URLSearchParams
  readonly parts: readonly string[]
}

/** Paths and what they answer. */
export type Answers = readonly (readonly [RegExp, (asked: Asked) => unknown])[]

/** A page of `count` rows, with cursor and filter by text as the API has them. */
export function page<Row>({ query }: Pick<Asked, 'query'>, count: number, row: (index: number) => Row, size = 20) {
  const limit = Math.min(Number(query.get('limit') ?? size), 200)
  const start = Number(query.get('cursor') ?? 0)
  const needle = query.get('q')?.toLowerCase()
  const all = Array.from({ length: count }, (_, index) => row(index)).filter(
    (one) => needle === undefined || JSON.stringify(one).toLowerCase().includes(needle),
  )
  const items = all.slice(start, start + limit)
  const next = start + limit < all.length ? String(start + limit) : null
  return { items, next, total: { count: all.length, type: 'EXACT' }, asOf: query.get('at') ?? new Date(NOW).toISOString() }
}
