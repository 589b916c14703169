/**
 * A row as both engines give it: int8 and numeric arrive as number (exact up to 2^53), timestamptz as Date, date as `2026-01-02`, bytea
 * as Uint8Array, json as its value, arrays as arrays.
 */
export type Row = Readonly<Record<string, unknown>>

/** What SQL may be sent through: the database itself, or one transaction of it. */
export interface Queryable {
  /** One statement with `$1…` parameters. Arrays are passed as JavaScript arrays, bytea as Uint8Array, jsonb as JSON text with a cast. */
  query<R extends object = Row>(sql: string, parameters?: readonly unknown[]): Promise<readonly R[]>
  /** Statement whose rows do not matter; gives the number of rows it touched. */
  run(sql: string, parameters?: readonly unknown[]): Promise<number>
}

/** One transaction. It is of no use after its work has ended. */
export interface Transaction extends Queryable {
  /** Several statements without parameters; none of them may end the transaction. */
  script(sql: string): Promise<void>
}

export interface TransactionOptions {
  readonly readOnly?: boolean
  /** `repeatable read` gives one picture of the data to several statements. */
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
}

/**
 * The store, one dialect on two engines: PostgreSQL compiled to WebAssembly in a worker thread of this process, or a PostgreSQL
 * server of version 15 or later. Errors keep PostgreSQL's five-character `code` (`SqlError`); when the database itself went away, a
 * `StoreFault` says so, which `isRetryable` is true of.
 *
 * The embedded engine has one session: transactions run one after the other, and statements outside them between. So transactions
 * are kept short, and nothing inside one waits for the network. Using the database itself inside its transaction throws.
 */
export interface Database extends Queryable {
  readonly engine: 'embedded' | 'postgresql'
  /** Several statements without parameters (migrations), all or none of them. */
  script(sql: string): Promise<void>
  /** Rolled back when `work` throws; repeated by the caller, not here, on a serialisation failure. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Waits for running statements. */
  close(): Promise<void>
}
