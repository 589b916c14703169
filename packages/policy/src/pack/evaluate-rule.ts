import { showValue } from '../cel/show-value.ts'
import type { CelMeter } from '../cel/cel-program.ts'
import type { CelResult } from '../cel/cel-value.ts'
import { CelOptional, CelTimestamp, CelUnknown, isFault } from '../cel/cel-value.ts'
import { showTimestamp } from '../cel/time.ts'
import { explainResult } from './explain-result.ts'
import type { Explanation } from './explain-result.ts'
import type { PackExpression, PackRule } from './policy-pack.ts'

export type Variables = Readonly<Record<string, CelResult>>

/** What a rule says of one subject. */
export interface RuleAnswer {
  readonly outcome: 'pass' | 'fail' | 'unknown' | 'not-applicable'
  /** What is not known, or what went wrong. */
  readonly missing: readonly string[]
  /** The expression that gave the answer. */
  readonly by: PackExpression
}

/**
 * Asks a rule about variables. Only `true` passes: false fails, and what is unknown or an error, in the condition as in the assertion, is
 * unknown.
 */
export function evaluateRule({ when, assert }: PackRule, variables: Variables, meter: CelMeter): RuleAnswer {
  if (when !== null) {
    const applies = when.program.run(variables, { meter })
    if (applies === false) return { outcome: 'not-applicable', missing: [], by: when }
    if (applies !== true) return { outcome: 'unknown', missing: reasons(applies), by: when }
  }
  const holds = assert.program.run(variables, { meter })
  if (holds === true) return { outcome: 'pass', missing: [], by: assert }
  return holds === false ? { outcome: 'fail', missing: [], by: assert } : { outcome: 'unknown', missing: reasons(holds), by: assert }
}

function reasons(result: CelResult): readonly string[] {
  if (result instanceof CelUnknown) return result.missing
  return isFault(result) ? [`the rule could not be evaluated: ${showValue(result)}`] : ['the rule is neither true nor false']
}

/** Which parts of the expression decided, and what they read. */
export function explainAnswer({ by }: RuleAnswer, variables: Variables, meter: CelMeter): Explanation {
  return explainResult(by.program.explain(variables, { meter }), by.program.expression.source)
}

/** The rule's message with its expressions worked out; what is not known is called so. */
export function messageOf({ message }: PackRule, variables: Variables, meter: CelMeter): string {
  return message
    .map((part) => (typeof part === 'string' ? part : plain(part.program.run(variables, { meter }))))
    .join('')
    .trim()
}

function plain(value: CelResult): string {
  if (typeof value === 'string') return value
  if (value instanceof CelTimestamp) return showTimestamp(value).replace('T00:00:00Z', '')
  if (value instanceof CelOptional) return value.value === undefined ? 'none' : plain(value.value)
  return isFault(value) ? 'unknown' : showValue(value)
}
