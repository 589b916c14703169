import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../services.ts'
import type { Database, Queryable, Row, Transaction } from '../database.ts'
import { encodeParameter } from '../sql-text.ts'
import { rolledBack, SqlError, StoreFault } from '../store-fault.ts'
import { TransactionGuard } from '../transaction-guard.ts'
import { transactionLifetime } from '../transaction-lifetime.ts'
import { transactionStart } from '../transaction-start.ts'
import { EngineClient } from './engine-client.ts'
import type { EngineRows, EngineStart } from './engine-protocol.ts'
import type { LaunchEngine } from './launch-engine.ts'
import { SessionQueue } from './session-queue.ts'

export interface EmbeddedOptions {
  readonly launch: LaunchEngine
  readonly log: Log
  /** How long a statement waits for an engine that is being started again. */
  readonly patienceMs?: number
}

/** The embedded engine as a database, and what only it has. */
export interface EmbeddedDatabase extends Database {
  readonly engine: 'embedded'
  /** Its whole data as a tar, for tests and templates. */
  image(): Promise<Uint8Array>
  /** Ends at once, without a checkpoint; what runs is rolled back. */
  abandon(reason: string): Promise<void>
  /** From now on what would write is refused (53100) with this reason; null: no more. */
  refuseWrites(reason: string | null): Promise<void>
}

const PATIENCE_MS = 10_000
const MAX_PAUSE_MS = 10_000
/** Recovery from the log of a minute takes seconds. An engine that cannot make a file of its log does not fail, it spins. */
const START_MS = 120_000
const COMMIT_MS = 60_000
/** As on a server: the one session must not be kept by work that hangs. */
const IDLE_MS = 60_000
const DISK_FULL = '53100'
const READ_ONLY = '25006'

/**
 * Starts the engine and gives it as a database. An engine that dies (a full disk, a fault in it) is started again, with pauses that
 * grow; what it had acknowledged is recovered from its log.
 */
export async function openEmbedded(
  start: EngineStart,
  { launch, log, patienceMs = PATIENCE_MS }: EmbeddedOptions,
): Promise<EmbeddedDatabase> {
  const guard = new TransactionGuard()
  const queue = new SessionQueue()
  let closing = ''
  let full: string | null = null
  let engine: EngineClient | null = await started()
  let revival: Promise<void> = Promise.resolve()

  async function started(): Promise<EngineClient> {
    const client = new EngineClient(launch(start))
    try {
      await within(START_MS, client, client.ready)
      if (full !== null) await client.statement(WRITES_OFF, [])
    } catch (error) {
      await client.stop()
      throw error
    }
    void client.died.then((reason) => {
      if (closing !== '') return
      engine = null
      log.error({ reason }, 'the embedded database stopped; it is started again')
      revival = revive(client)
    })
    return client
  }

  async function revive(dead: EngineClient): Promise<void> {
    await dead.stop()
    // What lived in memory only is gone for good.
    if (start.dataFolder === null) return
    for (let pauseMs = 100; closing === ''; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        engine = await started()
        return log.info({}, 'the embedded database runs again')
      } catch (error) {
        log.error({ reason: (error as Error).message, pauseMs }, 'the embedded database does not start')
        await sleep(pauseMs, undefined, { ref: false })
      }
    }
  }

  /** Never resolves to an engine: the caller must take it in the same step in which it posts. */
  async function up(): Promise<void> {
    guard.check()
    if (closing !== '') throw new StoreFault(closing)
    if (engine !== null) return
    const patience = new AbortController()
    await Promise.race([revival, sleep(patienceMs, undefined, { signal: patience.signal, ref: false }).catch(() => {})])
    patience.abort()
  }

  function present(): EngineClient {
    if (engine === null) throw new StoreFault(closing === '' ? 'the embedded database stopped and has not started again yet' : closing)
    return engine
  }

  async function statement(sql: string, parameters: readonly unknown[]): Promise<EngineRows> {
    const encoded = parameters.map(encodeParameter)
    await up()
    return queue.statement(async () => present().statement(sql, encoded)).catch(refused)
  }

  function refused(error: unknown): never {
    throw full !== null && error instanceof SqlError && error.code === READ_ONLY
      ? new SqlError(full, { code: DISK_FULL }, { cause: error })
      : error
  }

  return {
    engine: 'embedded',
    ...asQueryable(statement),
    async script(sql) {
      await up()
      await queue.transaction(() => inTransaction(new Session(present(), 'BEGIN'), (session) => session.script(sql))).catch(refused)
    },
    async transaction(work, options = {}) {
      await up()
      return queue
        .transaction(() =>
          inTransaction(new Session(present(), transactionStart(options)), (session) => guard.run(() => watchedWork(session, work))),
        )
        .catch(refused)
    },
    async image() {
      await up()
      return queue.transaction(() => present().image())
    },
    async abandon(reason) {
      closing = reason
      const client = engine
      engine = null
      await client?.stop()
    },
    async refuseWrites(reason) {
      full = reason
      await statement(reason === null ? WRITES_ON : WRITES_OFF, [])
    },
    async close() {
      if (closing !== '') return
      // After what was asked before; what comes later is refused.
      const last = queue.last(async () => {
        const client = engine
        engine = null
        await client?.close()
      })
      closing = 'the database is closed'
      await last
    },
  }
}

const WRITES_OFF = 'SET default_transaction_read_only = on'
const WRITES_ON = 'SET default_transaction_read_only = off'

/** The engine is stopped when it does not answer in time, which rejects what it was asked. */
async function within<T>(milliseconds: number, client: EngineClient, answer: Promise<T>): Promise<T> {
  const timer = setTimeout(() => void client.stop(), milliseconds)
  try {
    return await answer
  } finally {
    clearTimeout(timer)
  }
}

/** A transaction on the engine: it begins with its first statement, in one message. */
class Session {
  readonly #client: EngineClient
  #begin: string | undefined

  constructor(client: EngineClient, begin: string) {
    this.#client = client
    this.#begin = begin
  }

  get begun(): boolean {
    return this.#begin === undefined
  }

  statement(sql: string, parameters: readonly unknown[]): Promise<EngineRows> {
    const encoded = parameters.map(encodeParameter)
    return this.#client.statement(sql, encoded, this.#take())
  }

  script(sql: string): Promise<void> {
    return this.#client.script(sql, this.#take())
  }

  /** A dead engine has rolled back already. */
  async rollBack(): Promise<void> {
    if (this.begun) await this.#client.statement('ROLLBACK', []).catch(() => {})
  }

  async commit(): Promise<void> {
    if (!this.begun) return
    const { command } = await within(COMMIT_MS, this.#client, this.#client.statement('COMMIT', []))
    if (command === 'ROLLBACK') throw rolledBack()
  }

  #take(): string | undefined {
    const begin = this.#begin
    this.#begin = undefined
    return begin
  }
}

async function watchedWork<T>(session: Session, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const { transaction, idle, end } = transactionLifetime(transactionOn(session), IDLE_MS)
  try {
    return await Promise.race([work(transaction), idle])
  } finally {
    end()
  }
}

function transactionOn(session: Session): Transaction {
  return { ...asQueryable((sql, parameters) => session.statement(sql, parameters)), script: (sql) => session.script(sql) }
}

async function inTransaction<T>(session: Session, work: (session: Session) => Promise<T>): Promise<T> {
  let result: T
  try {
    result = await work(session)
  } catch (error) {
    await session.rollBack()
    throw error
  }
  await session.commit()
  return result
}

function asQueryable(statement: (sql: string, parameters: readonly unknown[]) => Promise<EngineRows>): Queryable {
  return {
    async query<R extends object = Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly R[]> {
      const { columns, rows } = await statement(sql, parameters)
      return rows.map((values) => rowOf(columns, values) as R)
    },
    async run(sql, parameters = []) {
      return (await statement(sql, parameters)).touched
    },
  }
}

function rowOf(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (let at = 0; at < columns.length; at++) row[columns[at] as string] = values[at]
  return row
}
