import type { Answer, Answers } from '../standards/answers.ts'

/** What an answer to one requirement says of another: `{ from, to, Met: { confidence, status } }`. Confidence is 1..3. */
export interface AnswerRule {
  readonly from: string
  readonly to: string
  readonly Met?: AnswerHint
  readonly Unmet?: AnswerHint
  readonly 'N/A'?: AnswerHint
}

interface AnswerHint {
  readonly confidence: number
  readonly status: string
}

/** An answer that follows from something else that people said. */
export interface InferredAnswer extends Answer {
  readonly field: string
  /** 1 weak signal, 2 related, 3 essentially the same. */
  readonly confidence: number
}

/** Ready maps: from the passing, silver and gold criteria to the Baseline, and back. */
export async function answerRules(): Promise<readonly AnswerRule[]> {
  const [there, back] = await Promise.all([
    import('../../data/metal-to-baseline.json', { with: { type: 'json' } }),
    import('../../data/baseline-to-metal.json', { with: { type: 'json' } }),
  ])
  return [...there.default.rules, ...back.default.rules] as readonly AnswerRule[]
}

/**
 * Answers that follow from others, the surest for each field; never for a field that is answered. Proposals for people, not
 * facts: nothing is judged by them unless `minConfidence` (default 3: essentially the same requirement) is met.
 */
export function inferAnswers(answers: Answers, rules: readonly AnswerRule[], minConfidence = 3): readonly InferredAnswer[] {
  const best = new Map<string, InferredAnswer>()
  for (const rule of rules) {
    const answer = answers.get(rule.from.toLowerCase())
    const hint = answer === undefined ? undefined : rule[answer.status]
    if (answer === undefined || hint === undefined || hint.confidence < minConfidence || answers.has(rule.to.toLowerCase())) continue
    if ((best.get(rule.to)?.confidence ?? 0) >= hint.confidence) continue
    const status = hint.status === 'Met' || hint.status === 'Unmet' || hint.status === 'N/A' ? hint.status : undefined
    if (status === undefined) continue
    best.set(rule.to, { ...answer, field: rule.to, status, confidence: hint.confidence, source: `${answer.source} (${rule.from})` })
  }
  return [...best.values()].sort((a, b) => (a.field < b.field ? -1 : 1))
}
