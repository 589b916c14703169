import type { RefusalCode } from './refusal-codes.ts'

export interface RefusalDetail {
  /** What was asked for, as the user would recognise it. */
  readonly expected?: string
  /** What was there instead. */
  readonly found?: string
  /** What the user can do. */
  readonly remedy?: string
  readonly cause?: unknown
}

/**
 * A verifier's only way to say no. Verifiers return the verified value or throw this; they never return a boolean. Anything else
 * that is thrown is a bug and must not be taken for a verdict.
 */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: RefusalCode
  readonly expected: string | undefined
  readonly found: string | undefined
  readonly remedy: string | undefined

  constructor(code: RefusalCode, message: string, detail: RefusalDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.code = code
    this.expected = detail.expected
    this.found = detail.found
    this.remedy = detail.remedy
  }
}
