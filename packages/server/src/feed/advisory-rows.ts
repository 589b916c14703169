import type { Queryable } from '../store/database.ts'
import type { StoredFacts } from './statement.ts'

/** An advisory as it stands in the store. */
export interface AdvisoryRow {
  readonly id: number
  readonly osv_id: string
  readonly org_id: number | null
  readonly vulnerability_id: number
  readonly withdrawn: Date | null
  readonly facts: StoredFacts
  readonly digest: string
}

const COLUMNS = `id, osv_id, org_id, vulnerability_id, withdrawn, facts, encode(digest, 'hex') AS digest`

/** Tells advisories apart: a private record may have the id of a public one. */
export function advisoryKey(orgId: number | null, osvId: string): string {
  return `${orgId ?? 0}\n${osvId}`
}

/** Advisories with one of these ids, of everybody. */
export function advisoriesById(db: Queryable, osvIds: readonly string[]): Promise<readonly AdvisoryRow[]> {
  return db.query<AdvisoryRow>(`SELECT ${COLUMNS} FROM advisory WHERE osv_id = ANY($1::text[])`, [osvIds])
}

/** All advisories of these problems. */
export function advisoriesOf(db: Queryable, vulnerabilities: readonly number[]): Promise<readonly AdvisoryRow[]> {
  return db.query<AdvisoryRow>(`SELECT ${COLUMNS} FROM advisory WHERE vulnerability_id = ANY($1::int4[])`, [vulnerabilities])
}

/** Problems that are known under one of these ids: the public ones by alias, an organisation's own by what its records state. */
export async function vulnerabilitiesNamed(
  db: Queryable,
  ids: readonly string[],
  organisations: readonly number[],
): Promise<readonly number[]> {
  const known = await db.query<{ vulnerability_id: number }>('SELECT DISTINCT vulnerability_id FROM alias WHERE alias = ANY($1::text[])', [
    ids,
  ])
  if (organisations.length === 0) return known.map((row) => row.vulnerability_id)
  const own = await db.query<{ vulnerability_id: number }>(
    `SELECT DISTINCT vulnerability_id FROM advisory WHERE org_id = ANY($1::int4[]) AND facts->'joins' ?| $2::text[]`,
    [organisations, ids],
  )
  return [...known, ...own].map((row) => row.vulnerability_id)
}

/** Ids for `count` new rows of a table. */
export async function newIds(db: Queryable, table: 'vulnerability' | 'advisory', count: number): Promise<readonly number[]> {
  if (count === 0) return []
  const rows = await db.query<{ id: number }>(
    `SELECT nextval(pg_get_serial_sequence('${table}', 'id'))::int4 AS id FROM generate_series(1, $1::int4)`,
    [count],
  )
  return rows.map(({ id }) => id)
}
