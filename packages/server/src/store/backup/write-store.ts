import { copyDiffers, storeNotEmpty } from '@cupel/model'
import type { JobDefinition } from '../../jobs/define-job.ts'
import { openWorkQueue } from '../../jobs/open-work-queue.ts'
import type { WorkQueue } from '../../jobs/work-queue.ts'
import type { Database, Queryable, Transaction } from '../database.ts'
import { migrate, schemaVersion } from '../migrate.ts'
import type { CopiedTable, CopyItem } from './copy-item.ts'
import { readRows } from './read-store.ts'
import { RowDigest } from './row-digest.ts'
import type { TextRow } from './row-digest.ts'
import { quoted, readTables, writeSequence } from './table-shape.ts'

export interface WriteOptions {
  readonly now: Date
  /** How the target is called in errors. */
  readonly name: string
  readonly definitions: readonly JobDefinition[]
}

/**
 * Fills an empty database with a whole store, in one transaction, reads every row back, and brings the schema up to date. Throws
 * CupelError, with the target as empty as before, when it holds something or when what was read back is not what was written.
 */
export async function writeStore(db: Database, items: AsyncIterable<CopyItem>, options: WriteOptions): Promise<readonly CopiedTable[]> {
  await assertEmpty(db, options.name)
  const iterator = items[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done === true || first.value.kind !== 'start') throw new Error('a store begins with its schema')
  await dropTables(db)
  await migrate(db, options.now, { upTo: first.value.steps.length })
  const queue = await openWorkQueue(db, { definitions: options.definitions })
  const queues = new Set(options.definitions.map((definition) => definition.queue))
  const tables = await db.transaction(async (transaction) => {
    await transaction.script('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0')
    const restoreLinks = await dropLinks(transaction)
    const copied = await load({ [Symbol.asyncIterator]: () => iterator }, { transaction, queue, queues })
    await restoreLinks()
    await compare(transaction, copied)
    return copied
  })
  await migrate(db, options.now)
  await db.run('ANALYZE')
  return tables
}

/** Throws CupelError when a table of ours has a row. */
export async function assertEmpty(db: Database, name: string): Promise<void> {
  if ((await schemaVersion(db)) === 0) return
  for (const table of await readTables(db)) {
    const [row] = await db.query(`SELECT 1 FROM ${quoted(table.name)} LIMIT 1`)
    if (row !== undefined) throw storeNotEmpty(name, `table ${table.name}`)
  }
}

async function dropTables(db: Database): Promise<void> {
  const names = [...(await readTables(db)).map(({ name }) => quoted(name)), 'schema_migration']
  await db.script(`DROP TABLE IF EXISTS ${names.join(', ')} CASCADE`)
}

interface Target {
  readonly transaction: Transaction
  readonly queue: WorkQueue
  readonly queues: ReadonlySet<string>
}

async function load(items: AsyncIterable<CopyItem>, { transaction, queue, queues }: Target): Promise<readonly CopiedTable[]> {
  const copied: CopiedTable[] = []
  let insert: ((rows: readonly TextRow[]) => Promise<void>) | null = null
  for await (const item of items) {
    if (item.kind === 'table') insert = inserter(transaction, item)
    else if (item.kind === 'rows') await insert?.(item.rows)
    else if (item.kind === 'end') copied.push({ table: item.table, rows: item.rows, digest: item.digest })
    else if (item.kind === 'sequence') await writeSequence(transaction, item.sequence)
    else if (item.kind === 'job' && queues.has(item.job.queue)) {
      const { key, afterSeconds, payload } = item.job
      await queue.send(item.job.queue, payload, { transaction, key, afterSeconds })
    }
  }
  return copied
}

type TableItem = Extract<CopyItem, { kind: 'table' }>

/** One array a column, so that a statement is the same for any number of rows. */
function inserter(transaction: Queryable, { table, columns }: TableItem): (rows: readonly TextRow[]) => Promise<void> {
  const names = columns.map(([name]) => quoted(name)).join(', ')
  const values = columns.map(([, type], at) => `r.c${at}::${type}`).join(', ')
  const arrays = columns.map((_, at) => `$${at + 1}::text[]`).join(', ')
  const aliases = columns.map((_, at) => `c${at}`).join(', ')
  const sql = `INSERT INTO ${quoted(table)} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM unnest(${arrays}) AS r (${aliases})`
  return async (rows) => {
    await transaction.run(
      sql,
      columns.map((_, at) => rows.map((row) => row[at] ?? null)),
    )
  }
}

/** Takes the foreign keys away, so that the order of tables does not matter; the function that it gives puts them back, checked. */
async function dropLinks(transaction: Transaction): Promise<() => Promise<void>> {
  const links = await transaction.query<{ owner: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS owner, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conrelid, conname`,
  )
  for (const { owner, name } of links) await transaction.run(`ALTER TABLE ${owner} DROP CONSTRAINT ${name}`)
  return async () => {
    for (const { owner, name, definition } of links) await transaction.run(`ALTER TABLE ${owner} ADD CONSTRAINT ${name} ${definition}`)
  }
}

async function compare(transaction: Transaction, copied: readonly CopiedTable[]): Promise<void> {
  const shapes = new Map((await readTables(transaction)).map((shape) => [shape.name, shape]))
  for (const { table, rows, digest } of copied) {
    const shape = shapes.get(table)
    if (shape === undefined) throw copyDiffers(table)
    const found = new RowDigest()
    for await (const batch of readRows(transaction, shape)) for (const row of batch) found.add(row)
    if (found.rows !== rows || found.hex() !== digest) throw copyDiffers(table)
  }
}
