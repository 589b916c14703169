/** Classes and codes of SQLSTATE after which the same work may succeed: lost or refused connection, shutdown, serialisation, deadlock, lock timeout. */
const RETRYABLE = /^(?:08|57P0[1-5]|53300|40001|40P01|55P03)/

/** What the engine refused, with PostgreSQL's own fields. */
export class SqlError extends Error {
  override readonly name = 'SqlError'
  /** SQLSTATE, five characters. */
  readonly code: string
  readonly detail: string
  readonly constraint: string
  readonly table: string
  readonly column: string

  constructor(message: string, fields: SqlErrorFields, options?: ErrorOptions) {
    super(message, options)
    this.code = fields.code ?? 'XX000'
    this.detail = fields.detail ?? ''
    this.constraint = fields.constraint ?? ''
    this.table = fields.table ?? ''
    this.column = fields.column ?? ''
  }
}

export interface SqlErrorFields {
  readonly code?: string | undefined
  readonly detail?: string | undefined
  readonly constraint?: string | undefined
  readonly table?: string | undefined
  readonly column?: string | undefined
}

/** A transaction of which a statement failed, unnoticed by the work in it, was to be committed. */
export function rolledBack(): SqlError {
  return new SqlError('a statement of the transaction had failed, so all of it was rolled back', { code: '25P02' })
}

/**
 * The database went away before it answered. What was running was rolled back, or, when the answer to a commit was lost, may have
 * been kept: work that is repeated must be idempotent.
 */
export class StoreFault extends Error {
  override readonly name = 'StoreFault'
  readonly code = '08006'
  readonly retryable = true
}

/** Whether doing the same again may succeed without anybody mending anything. */
export function isRetryable(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown }
  return error instanceof StoreFault || (typeof code === 'string' && code.length === 5 && RETRYABLE.test(code))
}
