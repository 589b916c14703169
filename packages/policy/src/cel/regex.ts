import { RE2JS, RE2JSException } from 're2js'
import type { CelResult, CelValue } from './cel-value.ts'
import { CelError } from './cel-value.ts'

const MAX_PATTERN = 1000
const MAX_KEPT = 200

/** A pattern ready for use. */
export interface Pattern {
  /** Whether some part of the text fits. */
  test(text: string): boolean
  /** Instructions that it was compiled to: the time for each character is in proportion to them. */
  readonly size: number
}

const kept = new Map<string, Pattern | CelError>()

/**
 * Whether some part of a text fits a pattern of RE2 (language definition, "Regular Expressions"): matched in time linear in the text,
 * whatever the pattern. A pattern that is none, or is over 1,000 characters, is an error.
 */
export function matches(text: string, pattern: string): CelResult {
  const compiled = compilePattern(pattern)
  return compiled instanceof CelError ? compiled : compiled.test(text)
}

/** Steps of a match: a hard pattern on a long text runs out of them sooner. */
export function costOfMatch(text: CelValue, pattern: CelValue): number {
  if (typeof text !== 'string' || typeof pattern !== 'string') return 0
  const compiled = compilePattern(pattern)
  return compiled instanceof CelError ? 1 : Math.ceil((text.length * compiled.size) / 32)
}

/** A pattern ready for use, or why it is none. */
export function compilePattern(pattern: string): Pattern | CelError {
  const known = kept.get(pattern)
  if (known !== undefined) return known
  const compiled = compile(pattern)
  if (kept.size >= MAX_KEPT) kept.clear()
  kept.set(pattern, compiled)
  return compiled
}

function compile(pattern: string): Pattern | CelError {
  if (pattern.length > MAX_PATTERN) return new CelError(`a pattern has at most ${MAX_PATTERN} characters`)
  try {
    const compiled = RE2JS.compile(pattern)
    return { test: (text) => compiled.matcher(text).find(), size: compiled.programSize() }
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return new CelError('not a pattern of RE2')
  }
}
