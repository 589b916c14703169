import type { Transaction } from '../database.ts'
import { schemaSteps } from '../migrate.ts'
import type { CopiedJob, CopyItem } from './copy-item.ts'
import { RowDigest } from './row-digest.ts'
import type { TextRow } from './row-digest.ts'
import { quoted, readSequences, readTables } from './table-shape.ts'
import type { TableShape } from './table-shape.ts'

/** Text of one batch, about. Stored values may be compressed; as text they are some times as large. */
const BATCH_BYTES = 8_000_000
const GROWTH = 6
const MOST_ROWS = 2000

/** The whole store as one picture, in a transaction that must be of one picture (`repeatable read`). Memory stays bounded. */
export async function* readStore(transaction: Transaction): AsyncGenerator<CopyItem> {
  await transaction.script('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0')
  yield { kind: 'start', steps: await schemaSteps(transaction) }
  const tables = await readTables(transaction)
  for (const table of tables) {
    yield { kind: 'table', table: table.name, columns: table.columns }
    const digest = new RowDigest()
    for await (const rows of readRows(transaction, table)) {
      for (const row of rows) digest.add(row)
      yield { kind: 'rows', rows }
    }
    yield { kind: 'end', table: table.name, rows: digest.rows, digest: digest.hex() }
  }
  for (const sequence of await readSequences(transaction, tables)) yield { kind: 'sequence', sequence }
  for (const job of await readJobs(transaction)) yield { kind: 'job', job }
}

/** All rows of a table as text, in batches. */
export async function* readRows(transaction: Transaction, { name, columns }: TableShape): AsyncGenerator<readonly TextRow[]> {
  const sizes = columns.map(([column]) => `coalesce(pg_column_size(${quoted(column)}), 0)`).join(' + ')
  const [widest] = await transaction.query<{ bytes: number | null }>(`SELECT max(${sizes}) AS bytes FROM ${quoted(name)}`)
  if (widest?.bytes == null) return
  const count = Math.max(1, Math.min(MOST_ROWS, Math.floor(BATCH_BYTES / (widest.bytes * GROWTH))))
  const texts = columns.map(([column], at) => `${quoted(column)}::text AS c${at}`).join(', ')
  await transaction.run(`DECLARE cupel_rows NO SCROLL CURSOR FOR SELECT ${texts} FROM ${quoted(name)}`)
  for (;;) {
    const rows = await transaction.query<Record<string, string | null>>(`FETCH ${count} FROM cupel_rows`)
    if (rows.length > 0) yield rows.map((row) => columns.map((_, at) => row[`c${at}`] ?? null))
    if (rows.length < count) break
  }
  await transaction.run('CLOSE cupel_rows')
}

/** What waits, and what runs (its worker will be gone); what is aside stays behind. */
async function readJobs(transaction: Transaction): Promise<readonly CopiedJob[]> {
  const [there] = await transaction.query<{ there: boolean }>("SELECT to_regclass('pgboss.job') IS NOT NULL AS there")
  if (there?.there !== true) return []
  return transaction.query<CopiedJob>(
    `SELECT name AS queue, data AS payload, singleton_key AS key,
       greatest(0, ceil(extract(epoch FROM start_after - now())))::int4 AS "afterSeconds"
     FROM pgboss.job WHERE state <= 'active' ORDER BY created_on, id`,
  )
}
