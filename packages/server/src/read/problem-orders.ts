import { decodeCursor } from './cursor.ts'
import type { CursorValue } from './cursor.ts'
import type { Parameters } from './parameters.ts'
import type { ProblemData } from './problem-data.ts'

export interface ProblemKey {
  /** SQL over the vulnerability `v`. */
  readonly sql: string
  readonly value: (row: ProblemData) => CursorValue
  readonly type: string
}

const SEVERITY: ProblemKey = { sql: 'v.severity_rank', value: (row) => row.severity_rank, type: 'int2' }
const EPSS: ProblemKey = { sql: 'v.epss_key', value: (row) => row.epss_key, type: 'real' }
const KEV: ProblemKey = { sql: 'v.kev_key', value: (row) => row.kev_key, type: 'int4' }
const PUBLISHED: ProblemKey = {
  sql: "coalesce(v.published, '-infinity'::timestamptz)",
  value: (row) => row.published_key,
  type: 'timestamptz',
}

/** The order by when a problem was first seen. */
export const FIRST_SEEN: ProblemKey = {
  sql: 'extract(epoch FROM f.first_seen)::float8',
  value: (row) => new Date(row.first_seen).getTime() / 1000,
  type: 'float8',
}

/** Orders by what the problems say themselves; all descending, the id last. A page of them costs a page: there are indexes. */
const ORDERS: Readonly<Record<string, readonly ProblemKey[]>> = {
  severity: [SEVERITY, EPSS],
  epss: [EPSS],
  kev: [KEV, SEVERITY],
  published: [PUBLISHED],
}

/** null: an order by what was found of the problems. */
export function orderOfProblems(sort: string): readonly ProblemKey[] | null {
  return ORDERS[sort] ?? null
}

/** What is behind the cursor of such a list, as SQL over `v`, and the order. */
export function problemsBehind(
  list: string,
  {
    cursor,
    order,
    parameters,
  }: { readonly cursor: string | undefined; readonly order: readonly ProblemKey[]; readonly parameters: Parameters },
): { readonly keyset: string; readonly orderBy: string; readonly isFirst: boolean } {
  const after = decodeCursor(list, cursor, order.length + 1)
  const columns = [...order.map(({ sql }) => sql), 'v.id']
  const values = (after ?? []).map((value, at) => `${parameters.add(value)}::${order[at]?.type ?? 'int4'}`)
  return {
    keyset: after === null ? 'true' : `(${columns.join(', ')}) < (${values.join(', ')})`,
    orderBy: columns.map((sql) => `${sql} DESC`).join(', '),
    isFirst: after === null,
  }
}
