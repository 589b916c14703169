import type { CelNode } from './ast.ts'
import { CelLimitExceeded } from './cel-limits.ts'
import type { CelResult } from './cel-value.ts'

/** What one part of an expression came to, with what its own parts came to, in the order they were looked at. */
export interface CelTrace {
  readonly node: CelNode
  result: CelResult
  readonly parts: CelTrace[]
}

/** State of one evaluation. */
export interface Frame {
  readonly variables: Readonly<Record<string, CelResult>>
  /** Variables of macros. */
  readonly locals: CelResult[]
  /** Steps left. */
  steps: number
  /** Set only where the trace is asked for. */
  trace: CelTrace | null
}

/** A compiled part of an expression. */
export type Step = (frame: Frame) => CelResult

/** Counts steps; throws when there are none left. */
export function spend(frame: Frame, steps: number): void {
  if ((frame.steps -= steps) < 0) throw new CelLimitExceeded('the expression needs more steps than it may use')
}
