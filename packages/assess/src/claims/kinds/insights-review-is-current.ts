import { insightsValue } from '../insights-value.ts'
import type { Claim, ClaimKind } from '../claim.ts'

/** SECURITY-INSIGHTS says when it was reviewed, and in schema 1 when it expires. */
export const insightsReviewIsCurrent: ClaimKind = {
  id: 'insights-review-is-current',
  title: 'SECURITY-INSIGHTS was reviewed within a year and has not expired',
  check(facts): readonly Claim[] {
    const expiry = insightsValue(facts, 'header.expiration-date')
    const reviewed = insightsValue(facts, 'header.last-reviewed')
    const now = Date.parse(facts.asOf)
    const day = (value: unknown): number => (typeof value === 'string' ? Date.parse(value) : value instanceof Date ? value.getTime() : NaN)
    const claims: Claim[] = []
    if (expiry !== undefined && !Number.isNaN(day(expiry.value))) {
      const over = day(expiry.value) < now
      claims.push({
        claim: 'the file has not expired',
        stated: expiry.place,
        verdict: over ? 'contradicted' : 'holds',
        message: over ? `It expired before ${facts.asOf.slice(0, 10)}` : 'It has not expired',
        evidence: [expiry.place],
      })
    }
    if (reviewed !== undefined && !Number.isNaN(day(reviewed.value))) {
      const future = day(reviewed.value) > now + 86_400_000 * 2
      claims.push({
        claim: 'the file was reviewed',
        stated: reviewed.place,
        verdict: future ? 'contradicted' : 'holds',
        message: future ? 'The review lies in the future' : 'The date lies in the past',
        evidence: [reviewed.place],
      })
    }
    return claims
  },
}
