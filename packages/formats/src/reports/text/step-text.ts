import type { Step, StepOutcome } from '@cupel/model'
import { oneLine } from './printable.ts'

const MARKS: Readonly<Record<StepOutcome, string>> = {
  passed: 'ok',
  warned: 'warn',
  failed: 'FAIL',
  'not-applicable': 'skip',
  'not-reached': '-',
}

/** The way from a verdict to what failed or was remarked, one line a step, two spaces a level. Empty when all passed. Safe to print. */
export function stepTexts(step: Step, depth = 0): readonly string[] {
  if (!hasRemark(step)) return []
  const { title, outcome, reason, expected, found } = step
  const notes = [reason, expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join('; ')
  const line = `${'  '.repeat(depth)}${MARKS[outcome]} ${oneLine(title)}${notes === '' ? '' : `: ${oneLine(notes)}`}`
  return [line, ...step.steps.flatMap((inner) => stepTexts(inner, depth + 1))]
}

function hasRemark({ outcome, steps }: Step): boolean {
  return outcome === 'warned' || outcome === 'failed' || steps.some(hasRemark)
}
