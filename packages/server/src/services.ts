import type { AdvisoryHolder } from './feed/advisory-holder.ts'
import type { DocumentReader } from './ingest/document-reader.ts'
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
  /** Advisory data on this machine; absent where nothing is matched (`advisoriesOf` refuses then). */
  readonly advisories?: AdvisoryHolder
  /** Reads large documents apart; absent: all are read where the work is done. */
  readonly reader?: DocumentReader
  /** What work may ask of the network; absent: public addresses only. */
  readonly network?: NetworkRules
}

export interface NetworkRules {
  /** Addresses of this machine and of private networks may be asked too. */
  readonly privateNetwork: boolean
  /** No request leaves this machine. */
  readonly offline: boolean
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
   * At-least-once. A job that waits under a `key` stands for all that are sent under it; one that runs already does not, since it may
   * have looked before the new cause. `payload` is small JSON: ids, never documents. Without `transaction` the job is stored at once.
   */
  send(queue: string, payload: object, options?: JobOptions): Promise<void>
  /** The same of several jobs, in one statement. Absent: they are sent one by one. */
  sendEach?(queue: string, jobs: readonly KeyedJob[], options?: Pick<JobOptions, 'transaction'>): Promise<void>
}

export interface KeyedJob {
  readonly payload: object
  readonly key: string
}

export interface JobOptions {
  readonly transaction?: import('./store/database.ts').Queryable
  readonly key?: string
  readonly afterSeconds?: number
}
