import type { ErrorCode, ErrorExitCode } from './error-codes.ts'
import { ERROR_CODES } from './error-codes.ts'
import { redact } from './redact.ts'

/** Something the user or the environment must mend. Made by the named functions of the catalogue only; secrets are taken out. */
export class CupelError extends Error {
  override readonly name = 'CupelError'
  readonly code: ErrorCode
  /** What the user can do; may be empty. */
  readonly hint: string
  readonly exitCode: ErrorExitCode

  constructor(code: ErrorCode, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(redact(message), options.cause === undefined ? undefined : { cause: redactedCause(options.cause) })
    this.code = code
    this.hint = redact(options.hint ?? '')
    this.exitCode = ERROR_CODES[code].exitCode
  }
}

/** A cause is shown with its message only, which may hold a URL with credentials. */
function redactedCause(cause: unknown): unknown {
  if (cause instanceof CupelError) return cause
  if (!(cause instanceof Error)) return typeof cause === 'string' ? redact(cause) : cause
  const message = redact(cause.message)
  if (message === cause.message) return cause
  const clean = new Error(message)
  clean.name = cause.name
  if (cause.stack !== undefined) clean.stack = redact(cause.stack)
  return clean
}
