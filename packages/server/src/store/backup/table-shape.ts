import type { Queryable } from '../database.ts'

/** A table as far as its rows must be copied. */
export interface TableShape {
  readonly name: string
  /** Names and types, in the table's own order, without generated ones and numbers of transactions, which mean nothing elsewhere. */
  readonly columns: readonly (readonly [name: string, type: string])[]
  /** Columns of the primary key; empty when there is none. */
  readonly key: readonly string[]
}

/** A number that a column counts up with. */
export interface Sequence {
  readonly table: string
  readonly column: string
  /** null: none was given out yet. */
  readonly last: string | null
}

/** The tables of our schema by name, without the record of migrations. */
export async function readTables(db: Queryable): Promise<readonly TableShape[]> {
  const rows = await db.query<{ name: string; columns: string[]; types: string[]; key: string[] | null }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
       array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) AS types,
       (SELECT array_agg(k.attname::text ORDER BY array_position(i.indkey::int2[], k.attnum))
          FROM pg_index i JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = ANY((i.indkey::int2[])[0:i.indnkeyatts - 1])
          WHERE i.indrelid = c.oid AND i.indisprimary) AS key
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> 'schema_migration'
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.atttypid <> 'xid8'::regtype
     GROUP BY c.oid, c.relname ORDER BY c.relname COLLATE "C"`,
  )
  return rows.map(({ name, columns, types, key }) => ({
    name,
    columns: columns.map((column, at) => [column, types[at] as string] as const),
    key: key ?? [],
  }))
}

/** How far each identity column of these tables has counted. */
export async function readSequences(db: Queryable, tables: readonly TableShape[]): Promise<readonly Sequence[]> {
  const columns = tables.flatMap(({ name, columns: all }) => all.map(([column]) => [quoted(name), name, column] as const))
  const found = await db.query<{ table: string; column: string; sequence: string }>(
    `SELECT * FROM (SELECT t AS "table", c AS "column", pg_get_serial_sequence(q, c) AS sequence
       FROM unnest($1::text[], $2::text[], $3::text[]) AS u (q, t, c)) AS found WHERE sequence IS NOT NULL`,
    [0, 1, 2].map((at) => columns.map((column) => column[at])),
  )
  const sequences: Sequence[] = []
  for (const { table, column, sequence } of found) {
    const [state] = await db.query<{ last: string | null }>(`SELECT CASE WHEN is_called THEN last_value::text END AS last FROM ${sequence}`)
    sequences.push({ table, column, last: state?.last ?? null })
  }
  return sequences
}

/** The column goes on counting where the original stopped. */
export async function writeSequence(db: Queryable, { table, column, last }: Sequence): Promise<void> {
  if (last === null) return
  await db.query('SELECT setval(pg_get_serial_sequence($1, $2), $3::int8)', [quoted(table), column, last])
}

/** A name as SQL takes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
