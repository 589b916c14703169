import type { Missing, Place } from './outcome.ts'
import type { ProbeFinding } from './probe.ts'

type Values = NonNullable<ProbeFinding['values']>

/** The question's answer is yes. */
export function found(message: string, places: readonly Place[] = [], values?: Values): ProbeFinding {
  return { outcome: 'true', message, places, ...(values === undefined ? {} : { values }) }
}

/** The question's answer is no. Without a place the whole tree was looked at. */
export function notFound(message: string, places: readonly Place[] = [{ path: '.' }], values?: Values): ProbeFinding {
  return { outcome: 'false', message, places, ...(values === undefined ? {} : { values }) }
}

/** The question does not arise. */
export function notApplicable(message: string): ProbeFinding {
  return { outcome: 'not-applicable', message, places: [] }
}

/** The evidence could not be seen. */
export function unseen(missing: Missing, values?: Values): ProbeFinding {
  return { outcome: 'unknown', message: missing.detail, places: [], missing, ...(values === undefined ? {} : { values }) }
}

/** Evidence is there and could not be understood. */
export function notUnderstood(message: string, place: Place): ProbeFinding {
  return { outcome: 'error', message, places: [place] }
}

/** A text of the input as one line of at most 200 characters without control characters. */
export function snippetOf(text: string): string {
  const line = text
    .slice(0, 2000)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}
