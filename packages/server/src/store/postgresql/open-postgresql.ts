import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { storeTooOld, storeUnreachable } from '@cupel/model'
import type { Log } from '../../services.ts'
import type { Database, Queryable, Row, Transaction } from '../database.ts'
import { COLUMN_READERS, encodeParameter } from '../sql-text.ts'
import { rolledBack, SqlError, StoreFault } from '../store-fault.ts'
import { TransactionGuard } from '../transaction-guard.ts'
import { transactionLifetime } from '../transaction-lifetime.ts'
import { transactionStart } from '../transaction-start.ts'

export interface PostgresqlOptions {
  readonly log: Log
  readonly poolSize?: number
  /** A statement that takes longer is cancelled (57014); scripts have no such limit. */
  readonly statementTimeoutMs?: number
  /** How long a statement waits for a server that does not accept connections. */
  readonly patienceMs?: number
}

const POOL_SIZE = 10
const STATEMENT_TIMEOUT_MS = 60_000
const IDLE_IN_TRANSACTION_MS = 60_000
const PATIENCE_MS = 10_000
const MAX_PAUSE_MS = 2000
const OLDEST = 150_000

const NO_ADDRESS = 'it is no address like postgresql://USER@HOST/DATABASE; in a password, signs like / # ? stand as %2F %23 %3F'

/** What cannot be an address would be taken apart somehow, and a piece of the password for the host. */
function isAddress(url: string): boolean {
  if (/^(?:socket:|\/)/i.test(url)) return true
  return /^postgres(?:ql)?:\/\//i.test(url) && URL.canParse(url) && !url.includes('#')
}

/**
 * A PostgreSQL server of version 15 or later. When it goes away, what runs fails with a `StoreFault`, later statements wait a while
 * for it with growing pauses, and this process lives on. Throws CupelError when it cannot be reached at first, or is too old.
 */
export async function openPostgresql(url: string, options: PostgresqlOptions): Promise<Database> {
  if (!isAddress(url)) throw storeUnreachable(url, new Error(NO_ADDRESS))
  const { log, poolSize = POOL_SIZE, statementTimeoutMs = STATEMENT_TIMEOUT_MS, patienceMs = PATIENCE_MS } = options
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'cupel',
    connectionTimeoutMillis: patienceMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: { getTypeParser: (oid: number) => COLUMN_READERS.get(oid) ?? asIs } as pg.CustomTypesConfig,
  })
  // A connection that breaks while nobody uses it.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'a connection to the database was lost'))
  const guard = new TransactionGuard()
  const prepared = new WeakSet<pg.PoolClient>()
  const session =
    `SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'iso_8601'; SET statement_timeout = ${statementTimeoutMs}; ` +
    // Compiling, and helpers that share one question, take longer than they save: all we ask is meant to be answered in a moment, to many.
    `SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}; SET jit = off; SET max_parallel_workers_per_gather = 0`

  async function connected(): Promise<pg.PoolClient> {
    const client = await pool.connect()
    if (prepared.has(client)) return client
    try {
      client.on('error', () => {})
      await client.query(session)
      prepared.add(client)
      return client
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  async function acquired(): Promise<pg.PoolClient> {
    guard.check()
    let waitedMs = 0
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        return await connected()
      } catch (error) {
        if (!isAbsence(error) || waitedMs >= patienceMs) throw faultOf(error)
        await sleep(pauseMs)
        waitedMs += pauseMs
      }
    }
  }

  async function on<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await acquired()
    let broken = false
    try {
      return await work(client)
    } catch (error) {
      broken = isAbsence(error)
      throw faultOf(error)
    } finally {
      client.release(broken)
    }
  }

  async function transaction<T>(work: (transaction: Transaction) => Promise<T>, begin: string): Promise<T> {
    return on(async (client) => {
      await client.query(begin)
      const { transaction: open, idle, end } = transactionLifetime(transactionOn(client), IDLE_IN_TRANSACTION_MS)
      let result: T
      try {
        result = await guard.run(() => Promise.race([work(open), idle]))
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {})
        throw error
      } finally {
        end()
      }
      const { command } = await client.query('COMMIT')
      if (command === 'ROLLBACK') throw rolledBack()
      return result
    })
  }

  try {
    await on(checkVersion)
  } catch (error) {
    await pool.end()
    throw error instanceof SqlError || error instanceof StoreFault ? storeUnreachable(url, error) : error
  }
  return {
    engine: 'postgresql',
    ...asQueryable((sql, parameters) => on((client) => client.query(sql, parameters))),
    script: (sql) =>
      transaction(async (inside) => {
        await inside.run('SET LOCAL statement_timeout = 0')
        await inside.script(sql)
      }, 'BEGIN'),
    transaction: (work, how = {}) => transaction(work, transactionStart(how)),
    close: () => (pool.ended ? Promise.resolve() : pool.end()),
  }
}

async function checkVersion(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string; server_version: string }>(
    "SELECT current_setting('server_version_num') AS server_version_num, current_setting('server_version') AS server_version",
  )
  const [row] = rows
  if (Number(row?.server_version_num) < OLDEST) throw storeTooOld(row?.server_version ?? 'unknown')
}

type Statement = (sql: string, parameters: (string | Buffer | null)[]) => Promise<pg.QueryResult>

function asQueryable(statement: Statement): Queryable {
  async function sent(sql: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    try {
      return await statement(
        sql,
        parameters.map((value) => {
          const encoded = encodeParameter(value)
          return encoded instanceof Uint8Array ? Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength) : encoded
        }),
      )
    } catch (error) {
      throw faultOf(error)
    }
  }
  return {
    query: async <R extends object = Row>(sql: string, parameters: readonly unknown[] = []) => (await sent(sql, parameters)).rows as R[],
    run: async (sql, parameters = []) => (await sent(sql, parameters)).rowCount ?? 0,
  }
}

function transactionOn(client: pg.PoolClient): Transaction {
  return {
    ...asQueryable((sql, parameters) => client.query(sql, parameters)),
    async script(sql) {
      await client.query(sql).catch((error: unknown) => {
        throw faultOf(error)
      })
    },
  }
}

function asIs(text: string): string {
  return text
}

/** Codes of the socket, and the driver's own words, which have no code. */
const SOCKET = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT$)/
const DRIVER =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Cannot use a pool)/

/** Whether the server is not there, as against there and refusing. */
function isAbsence(error: unknown): boolean {
  if (error instanceof StoreFault) return true
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return SOCKET.test(code) || /^(?:08|57P0[1-3])/.test(code)
  return typeof message === 'string' && DRIVER.test(message)
}

function faultOf(error: unknown): unknown {
  if (error instanceof StoreFault || error instanceof SqlError) return error
  if (isAbsence(error)) return new StoreFault(`the database went away: ${(error as Error).message}`, { cause: error })
  if (error instanceof pg.DatabaseError) return new SqlError(error.message, error, { cause: error })
  return error
}
