import type { Database } from './store/database.ts'

/** What every part of the server is handed. No singletons: a test makes its own. */
export interface Services {
  readonly db: Database
  /** The clock; tests turn it. */
  readonly now: () => Date
  /** Cryptographic randomness. */
  readonly random: (bytes: number) => Uint8Array
  readonly log: Log
  /** Puts work into the queue, in the transaction that is given, so that neither is done without the other. */
  readonly jobs: JobQueue
}

/** Structured log, as pino writes it. Secrets are never put in. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface JobQueue {
  /**
   * At-least-once. Two live jobs with one `key` are one job. `payload` is small JSON: ids, never documents.
   * Without `transaction` the job is stored at once.
   */
  send(queue: string, payload: object, options?: JobOptions): Promise<void>
}

export interface JobOptions {
  readonly transaction?: import('./store/database.ts').Queryable
  readonly key?: string
  readonly afterSeconds?: number
}
