import { printable } from '@cupel/formats'

/** One thing wrong with an expression, with the place of it. */
export interface CelIssue {
  /** Offset in UTF-16 code units. */
  readonly at: number
  readonly end: number
  /** One sentence without full stop, safe to print. */
  readonly message: string
}

/** The expression is not CEL, or not of the types it is used with. */
export class CelInvalid extends Error {
  override readonly name = 'CelInvalid'
  readonly issues: readonly CelIssue[]

  constructor(issues: readonly CelIssue[]) {
    super(issues[0]?.message ?? 'the expression is invalid')
    this.issues = issues
  }
}

/** Text of the input inside a message: short, and with nothing a terminal would obey. */
export function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text
  return `"${printable(short)}"`
}
