import type { CursorValue } from './cursor.ts'
import { encodeCursor } from './cursor.ts'
import type { Picture } from './picture.ts'
import { momentOf } from './picture.ts'

export interface Total {
  readonly count: number
  readonly type: 'EXACT' | 'AT_LEAST'
}

/** Rows are counted up to here; beyond, "at least". */
export const COUNT_BOUND = 10_000

/** Bound where each row to be counted is a walk of its own. */
export const WALK_BOUND = 1_000

export function totalOf(count: number, bound = COUNT_BOUND): Total {
  return count > bound ? { count: bound, type: 'AT_LEAST' } : { count, type: 'EXACT' }
}

/** A bounded count of what `from` gives. */
export function countQuery(from: string, bound = COUNT_BOUND): string {
  return `SELECT count(*)::int4 AS count FROM (SELECT 1 ${from} LIMIT ${bound + 1}) AS bounded`
}

export interface PageRequest {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

export function limitOf(request: PageRequest): number {
  return Math.min(Math.max(request.limit ?? 50, 1), 200)
}

/** Page of the rows that a query with `LIMIT limit + 1` gave. */
export function pageOf<R, T>(
  rows: readonly R[],
  request: PageRequest,
  options: {
    readonly list: string
    readonly picture: Picture
    readonly total: Total
    /** What the numbers are of; absent: the picture's moment. */
    readonly asOf?: Date
    readonly item: (row: R) => T
    readonly key: (row: R) => readonly CursorValue[]
  },
): { items: T[]; next: string | null; total: Total; asOf: string } {
  const limit = limitOf(request)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(options.item),
    next: rows.length > limit && last !== undefined ? encodeCursor(options.list, options.key(last)) : null,
    total: options.total,
    asOf: (options.asOf ?? momentOf(options.picture)).toISOString(),
  }
}
