import type { Static } from 'typebox'
import type { ProblemItem } from '../api/contract/common.ts'

/** A Problem of the model as it is stored. */
export interface StoredProblem {
  readonly code: string
  readonly message: string
  readonly path?: string
  readonly line?: number
  readonly effect?: string
}

export function problemItems(problems: readonly StoredProblem[]): Static<typeof ProblemItem>[] {
  return problems.map(({ code, message, path, line, effect }) => ({
    code,
    message,
    path: path ?? '',
    line: line ?? null,
    incomplete: effect === 'incomplete',
  }))
}
