import type { Database, Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import type { CursorValue } from './cursor.ts'
import type { FindingRowQuery } from './finding-rows.ts'
import { pageOfFound } from './kept-ranking.ts'
import { limitOf, totalOf, WALK_BOUND } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { problemColumns, problemFilters, vulnerabilityRow } from './problem-data.ts'
import type { ProblemData } from './problem-data.ts'
import { fromStandings } from './standing-scope.ts'

/** Orders for which every finding would have to be met, and the SQL of their key over `k`, the numbers of a problem. */
const SORTS: Readonly<Record<string, readonly [key: string, type: string]>> = {
  projects: ['k.projects', 'int8'],
  'first-seen': ['extract(epoch FROM k.first_seen)::float8', 'float8'],
}

/** A page of problems in such an order; null: the standings do not answer what is asked. */
export async function standingProblems(db: Database, picture: Picture, query: FindingRowQuery) {
  const sort = SORTS[query.sort ?? '']
  if (sort === undefined || query.package !== undefined || (query.state ?? []).length > 0) return null
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
  const versions = `(SELECT array_agg(f.version_id) FROM finding_count f WHERE f.vulnerability_id = v.id AND f.${own})::int4[]`
  return `FROM (SELECT vulnerability_id, sum(projects)::int8 AS projects, min(first_seen) AS first_seen FROM problem_count WHERE ${own} GROUP BY 1) k
    JOIN vulnerability v ON v.id = k.vulnerability_id WHERE ${problemFilters(query, parameters, versions)}`
}

function problemRows(db: Queryable, organisations: readonly number[], ids: readonly number[]): Promise<readonly ProblemData[]> {
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
