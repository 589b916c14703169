import type { CelMeter } from '../cel/cel-program.ts'
import { evaluateRule, explainAnswer } from './evaluate-rule.ts'
import type { PackTest, PolicyPack } from './policy-pack.ts'
import type { PolicyDecision } from '@cupel/model'

export interface PackTestResult {
  readonly rule: string
  readonly name: string
  readonly line: number
  readonly expected: PackTest['expect']
  readonly found: PackTest['expect']
  readonly ok: boolean
  /** What decided, and what was missing: told when it is not what was expected. */
  readonly deciding: readonly PolicyDecision[]
  readonly missing: readonly string[]
}

export interface PackTestReport {
  readonly results: readonly PackTestResult[]
  /** Rules, and which outcomes their tests show: a rule should be seen to pass, to fail and not to know. */
  readonly untested: readonly { readonly rule: string; readonly outcomes: readonly string[] }[]
}

const SHOULD_SHOW = ['pass', 'fail', 'unknown'] as const

/** Steps that trying a pack out may take as a whole: a pack of somebody else must not keep a machine busy. A few seconds. */
export const PACK_STEPS = 20_000_000

/** Runs the tests that stand in a pack. All of them share one meter; one that finds too little left in it has failed, whatever it expects. */
export function testPack(pack: PolicyPack, { meter = { steps: PACK_STEPS } }: { readonly meter?: CelMeter } = {}): PackTestReport {
  const steps = meter.steps
  const rules = new Map(pack.rules.map((rule) => [rule.id, rule]))
  const results = pack.tests.flatMap((test): readonly PackTestResult[] => {
    const rule = rules.get(test.rule)
    if (rule === undefined) return []
    const { rule: id, name, line, expect: expected } = test
    const variables = { ...test.given, params: test.parameters }
    const { missing, ...answer } = evaluateRule(rule, variables, meter)
    if (meter.steps <= 0) {
      const spent = `the tests of a pack have ${steps} steps together, and these are used up`
      return [{ rule: id, name, line, expected, found: 'unknown', ok: false, deciding: [], missing: [spent] }]
    }
    const ok = answer.outcome === expected
    const { deciding } = ok ? { deciding: [] } : explainAnswer({ ...answer, missing }, variables, meter)
    return [{ rule: id, name, line, expected, found: answer.outcome, ok, deciding, missing: ok ? [] : missing }]
  })
  const shownBy = new Map<string, Set<string>>()
  for (const { rule, expected } of results) shownBy.set(rule, (shownBy.get(rule) ?? new Set()).add(expected))
  const untested = pack.rules.flatMap(({ id }) => {
    const outcomes = SHOULD_SHOW.filter((one) => shownBy.get(id)?.has(one) !== true)
    return outcomes.length === 0 ? [] : [{ rule: id, outcomes }]
  })
  return { results, untested }
}
