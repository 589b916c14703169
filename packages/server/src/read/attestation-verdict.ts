/**
 * Joins to attestations `a` of projects `p` the verdict `v` that held at a moment (in SQL), by the policy `w`, and as `k` the trust policy
 * that the organisation had then.
 */
export function verdictJoin(moment: string): string {
  return `LEFT JOIN attestation_verdict v ON v.attestation_id = a.id AND v.since <= ${moment} AND (v.until IS NULL OR v.until > ${moment})
    LEFT JOIN trust_policy w ON w.id = v.policy_id ${trustJoin(moment)}`
}

/** Joins to projects `p` the trust policy `k` of their organisation at a moment. */
export function trustJoin(moment: string): string {
  return `LEFT JOIN trust_policy k ON k.org_id = p.org_id AND k.since <= ${moment} AND (k.until IS NULL OR k.until > ${moment})`
}

/** Whether the verdict joined so is one of the policy of that moment: none other counts. */
export const VERDICT_HOLDS = '(v.attestation_id IS NOT NULL AND v.policy_id IS NOT DISTINCT FROM k.id)'

/** What is to be said of an attestation joined so. */
export const VERDICT_OUTCOME = `CASE WHEN ${VERDICT_HOLDS} THEN v.outcome ELSE 'unverified' END`

/** Why, where the verdict does not say it. */
export const WAITING = 'it waits to be verified by the present trust policy'
