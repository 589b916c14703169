import type { Problem } from '@cupel/model'
import { storedText } from '../store/stored-text.ts'

/** A Problem as snapshots and uploads keep it. */
export interface StoredProblem {
  readonly code: string
  readonly effect: Problem['effect']
  readonly message: string
  readonly path: string
  readonly line?: number
  readonly hint?: string
}

const MAX_PROBLEMS = 200

/** The problems to keep: all that make a picture incomplete come first, and one says how many are left out. */
export function storedProblems(problems: readonly Problem[]): readonly StoredProblem[] {
  const sorted = [...problems].sort((a, b) => Number(b.effect === 'incomplete') - Number(a.effect === 'incomplete'))
  const kept = sorted.slice(0, MAX_PROBLEMS).map(({ code, effect, path, line, detail, hint }) => ({
    code,
    effect,
    message: storedText(detail).slice(0, 1000),
    path: storedText(path).slice(0, 1000),
    ...(line === undefined ? {} : { line }),
    ...(hint === undefined ? {} : { hint: storedText(hint).slice(0, 1000) }),
  }))
  const left = sorted.length - kept.length
  if (left === 0) return kept
  return [...kept, { code: 'limit-exceeded', effect: 'note', message: `${left} more problems are not shown`, path: '' }]
}
