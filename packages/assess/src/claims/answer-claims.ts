import type { RequirementResult } from '../standards/judge-standard.ts'
import type { CheckedClaim } from './claim.ts'

/**
 * People's answers to a standard as claims: one for each answer that evidence speaks to. Contradicted ones have both places; of
 * answers that no evidence speaks to nothing is said.
 */
export function answerClaims(results: readonly RequirementResult[]): readonly CheckedClaim[] {
  const claims = results.flatMap(({ requirement, answer, evidence, contradicted, status }): readonly CheckedClaim[] => {
    const places = evidence.flatMap(({ finding }) => finding.places)
    if (answer === undefined || places.length === 0 || status === 'unknown' || status === 'question') return []
    const agrees = !contradicted && evidence.some(({ finding }) => finding.outcome === 'true' || finding.outcome === 'false')
    if (!contradicted && !agrees) return []
    return [
      {
        kind: 'answers-agree',
        claim: `${requirement.id} is ${answer.status}`,
        stated: { path: answer.source, ...(answer.line === undefined ? {} : { line: answer.line }) },
        verdict: contradicted ? 'contradicted' : 'holds',
        message: evidence[0]?.finding.message ?? requirement.title,
        evidence: places.slice(0, 5),
      },
    ]
  })
  return claims.sort((a, b) => Number(b.verdict === 'contradicted') - Number(a.verdict === 'contradicted'))
}
