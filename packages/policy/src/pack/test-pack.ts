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

/** Runs the tests that stand in a pack. */
export function testPack(pack: PolicyPack): PackTestReport {
  const results = pack.tests.flatMap((test) => {
    const rule = pack.rules.find(({ id }) => id === test.rule)
    if (rule === undefined) return []
    const meter = { steps: 10_000_000 }
    const variables = { ...test.given, params: test.parameters }
    const answer = evaluateRule(rule, variables, meter)
    const ok = answer.outcome === test.expect
    const { deciding } = ok ? { deciding: [] } : explainAnswer(answer, variables, meter)
    return [
      {
        rule: test.rule,
        name: test.name,
        line: test.line,
        expected: test.expect,
        found: answer.outcome,
        ok,
        deciding,
        missing: ok ? [] : answer.missing,
      },
    ]
  })
  const untested = pack.rules.flatMap(({ id }) => {
    const shown = new Set(results.filter(({ rule }) => rule === id).map(({ expected }) => expected))
    const outcomes = SHOULD_SHOW.filter((one) => !shown.has(one))
    return outcomes.length === 0 ? [] : [{ rule: id, outcomes }]
  })
  return { results, untested }
}
