import { RE2JS, RE2JSException } from 're2js'
import type { CelResult } from './cel-value.ts'
import { CelError } from './cel-value.ts'

const MAX_PATTERN = 1000
const MAX_KEPT = 200

const kept = new Map<string, RE2JS | CelError>()

/**
 * Whether some part of a text fits a pattern of RE2 (language definition, "Regular Expressions"): matched in time linear in the text,
 * whatever the pattern. A pattern that is none, or is over 1,000 characters, is an error.
 */
export function matches(text: string, pattern: string): CelResult {
  const compiled = compilePattern(pattern)
  return compiled instanceof CelError ? compiled : compiled.matcher(text).find()
}

/** A pattern ready for use, or why it is none. */
export function compilePattern(pattern: string): RE2JS | CelError {
  const known = kept.get(pattern)
  if (known !== undefined) return known
  const compiled = compile(pattern)
  if (kept.size >= MAX_KEPT) kept.clear()
  kept.set(pattern, compiled)
  return compiled
}

function compile(pattern: string): RE2JS | CelError {
  if (pattern.length > MAX_PATTERN) return new CelError(`a pattern has at most ${MAX_PATTERN} characters`)
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return new CelError('not a pattern of RE2')
  }
}
