import type { Database, Queryable } from '../store/database.ts'
import { boundedTotal } from './bounded-total.ts'
import { decodeCursor } from './cursor.ts'
import type { CursorValue } from './cursor.ts'
import type { FindingRowQuery } from './finding-rows.ts'
import { meetsAllForward } from './finding-source.ts'
import { pageOfFound } from './kept-ranking.ts'
import { isOpen, isOpenIn } from './open-problems.ts'
import { limitOf, pageOf, totalOf, WALK_BOUND } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { namedAmong, problemColumns, problemFilters, vulnerabilityRow } from './problem-data.ts'
import type { ProblemData } from './problem-data.ts'
import { problemsOf } from './problem-numbers.ts'
import { orderOfProblems, problemsBehind } from './problem-orders.ts'
import { fromStandings } from './standing-scope.ts'
import type { StandingScope } from './standing-scope.ts'

/** Orders for which every finding would have to be met, and the SQL of their key over `k`, the numbers of a problem. */
const SORTS: Readonly<Record<string, readonly [key: string, type: string]>> = {
  projects: ['k.projects', 'int8'],
  'first-seen': ['extract(epoch FROM k.first_seen)::float8', 'float8'],
}

/** A page of problems; null: the standings do not answer what is asked. */
export async function standingProblems(db: Database, picture: Picture, query: FindingRowQuery) {
  if (query.package !== undefined || (query.state ?? []).length > 0) return null
  const sort = SORTS[query.sort ?? '']
  if (sort !== undefined) return byNumber(db, picture, query, sort)
  // Of few projects all is met sooner.
  return meetsAllForward(picture, {}) ? null : byOwnOrder(db, picture, query)
}

/** In an order of the standings: all is of when they are. */
async function byNumber(db: Database, picture: Picture, query: FindingRowQuery, sort: Asked['sort']) {
  const list = `vulnerabilities:${query.sort}`
  const after = decodeCursor(list, query.cursor, 2)
  const page = await fromStandings(db, picture, async (transaction, { organisations, asOf }) => {
    const found = await findProblems(transaction, { organisations, query, after, sort })
    const ids = found.slice(0, limitOf(query)).map(({ id }) => id)
    const total = await totalProblems(transaction, organisations, query)
    return { found, total, rows: await problemRows(transaction, organisations, ids), ids, asOf }
  })
  if (page === null) return null
  const rows = new Map(page.rows.map((row) => [row.v_id, row]))
  return pageOfFound(page.found, query, { ...page, list, items: page.ids.flatMap((id) => rows.get(id) ?? []).map(vulnerabilityRow) })
}

/**
 * In an order of the problems' own. Which there are is asked of now, and so is what is told of those that few have; of those that many have,
 * both are as they were counted, unless what is known or said of them changed since.
 */
async function byOwnOrder(db: Database, picture: Picture, query: FindingRowQuery) {
  const { sort = 'severity' } = query
  const order = orderOfProblems(sort) ?? []
  const list = `vulnerabilities:${sort}`
  const page = await fromStandings(db, picture, async (transaction, scope) => {
    const parameters = newParameters()
    const { keyset, orderBy } = problemsBehind(list, { cursor: query.cursor, order, parameters })
    const found = await transaction.query<{ id: number; counted: boolean }>(
      `SELECT v.id, v.counted ${openProblems(picture, query, scope, parameters)} AND ${keyset} ORDER BY ${orderBy} LIMIT ${limitOf(query) + 1}`,
      parameters.values,
    )
    const of = (counted: boolean): readonly number[] => found.flatMap((one) => (one.counted === counted ? one.id : []))
    const rows = new Map([
      ...(await problemRows(transaction, scope.organisations, of(true))).map((row) => [row.v_id, row] as const),
      ...(await problemsOf(transaction, picture, query, of(false))),
    ])
    return {
      rows: found.flatMap(({ id }) => rows.get(id) ?? []),
      total: await totalOpen(transaction, { db, picture, query, scope }),
      asOf: scope.asOf,
    }
  })
  if (page === null) return null
  return pageOf(page.rows, query, {
    ...page,
    list,
    picture,
    item: vulnerabilityRow,
    key: (row) => [...order.map(({ value }) => value(row)), row.v_id],
  })
}

function totalOpen(
  transaction: Queryable,
  {
    db,
    picture,
    query,
    scope,
  }: { readonly db: Database; readonly picture: Picture; readonly query: FindingRowQuery; readonly scope: StandingScope },
) {
  const parameters = newParameters()
  const from = openProblems(picture, query, scope, parameters)
  return boundedTotal(transaction, picture, { from, parameters, bound: WALK_BOUND, store: db })
}

/** SQL from FROM on: problems `v`, of each whether it is `counted` ahead, that projects of the organisations have. */
function openProblems(
  picture: Picture,
  query: FindingRowQuery,
  { organisations, wide, asOf }: StandingScope,
  parameters: Parameters,
): string {
  const own = `org_id = ANY(${parameters.add(organisations)}::int4[])`
  const [then, now] = [asOf, picture.now].map((time) => `${parameters.add(time)}::timestamptz`)
  const counted = `coalesce((SELECT sum(k.projects) FROM problem_count k WHERE k.vulnerability_id = x.id AND k.${own}) >= ${parameters.add(wide)}::int8
    AND NOT EXISTS (SELECT 1 FROM recount r WHERE r.vulnerability_id = x.id)
    AND NOT EXISTS (SELECT 1 FROM triage t WHERE t.vulnerability_id = x.id AND t.until IS NULL
      AND t.expires_at BETWEEN least(${then}, ${now}) AND greatest(${then}, ${now})), false)`
  const live = isOpenIn(picture, query, parameters)
  const named = (like: string): string => `CASE WHEN v.counted THEN ${namedAmong(versionsOf(own))(like)} ELSE ${live(like)} END`
  return `FROM (SELECT x.*, ${counted} AS counted FROM vulnerability x) v
    WHERE ${problemFilters(query, parameters, named)} AND (CASE WHEN v.counted THEN true ELSE ${isOpen(picture, query, parameters)} END)`
}

/** SQL of the versions that have the problem `v`, as an array. */
function versionsOf(own: string): string {
  return `(SELECT array_agg(f.version_id) FROM finding_count f WHERE f.vulnerability_id = v.id AND f.${own})::int4[]`
}

interface Asked {
  readonly organisations: readonly number[]
  readonly query: FindingRowQuery
  readonly after: readonly CursorValue[] | null
  readonly sort: readonly [key: string, type: string]
}

function findProblems(db: Queryable, { organisations, query, after, sort: [key, type] }: Asked) {
  const parameters = newParameters()
  const source = problems(organisations, query, parameters)
  const keyset = after === null ? 'true' : `(${key}, v.id) < (${parameters.add(after[0])}::${type}, ${parameters.add(after[1])}::int4)`
  return db.query<{ id: number; sort_key: number }>(
    `SELECT v.id, ${key} AS sort_key ${source} AND ${keyset} ORDER BY ${key} DESC, v.id DESC LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
}

async function totalProblems(db: Queryable, organisations: readonly number[], query: FindingRowQuery) {
  const parameters = newParameters()
  const source = problems(organisations, query, parameters)
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int4 AS count FROM (SELECT 1 ${source} LIMIT ${WALK_BOUND + 1}) AS bounded`,
    parameters.values,
  )
  return totalOf(row?.count ?? 0, WALK_BOUND)
}

/** SQL from FROM on: problems `v` that projects of the organisations have, with their numbers `k`. */
function problems(organisations: readonly number[], query: FindingRowQuery, parameters: Parameters): string {
  const own = `org_id = ANY(${parameters.add(organisations)}::int4[])`
  return `FROM (SELECT vulnerability_id, sum(projects)::int8 AS projects, min(first_seen) AS first_seen FROM problem_count WHERE ${own} GROUP BY 1) k
    JOIN vulnerability v ON v.id = k.vulnerability_id WHERE ${problemFilters(query, parameters, namedAmong(versionsOf(own)))}`
}

async function problemRows(db: Queryable, organisations: readonly number[], ids: readonly number[]): Promise<readonly ProblemData[]> {
  if (ids.length === 0) return []
  const parameters = newParameters()
  const [own, asked] = [`org_id = ANY(${parameters.add(organisations)}::int4[])`, parameters.add(ids)]
  return db.query<ProblemData>(
    `${problemColumns(false)} FROM vulnerability v
     CROSS JOIN LATERAL (SELECT sum(k.projects)::int4 AS projects, min(k.first_seen) AS first_seen FROM problem_count k WHERE k.vulnerability_id = v.id AND k.${own}) k
     CROSS JOIN LATERAL (SELECT k.projects, k.first_seen, count(DISTINCT f.version_id)::int4 AS versions, (array_agg(DISTINCT f.version_id))[1:100] AS version_ids
       FROM finding_count f WHERE f.vulnerability_id = v.id AND f.${own}) f
     WHERE v.id = ANY(${asked}::int4[])`,
    parameters.values,
  )
}
