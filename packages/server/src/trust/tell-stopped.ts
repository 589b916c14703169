import type { Queryable } from '../store/database.ts'

export interface StoppedIn {
  readonly policy: number
  /** When the round began. */
  readonly since: Date
  readonly projects: readonly number[]
  readonly now: Date
}

/** Writes the news of projects of which attestations were verified before a round and are not any more; one a project and round. Gives how many. */
export function tellStopped(transaction: Queryable, { policy, since, projects, now }: StoppedIn): Promise<number> {
  return transaction.run(
    `INSERT INTO outbox (at, kind, org_id, project_id, payload, cause)
     SELECT $4::timestamptz, 'policy.changed', p.org_id, p.id,
       jsonb_build_object('pack', 'trust', 'rule', 'attestations', 'before', 'verified', 'after', 'unverified', 'attestations', s.stopped,
         'version', k.version, 'text', 'attestations no longer verified: ' || s.stopped),
       concat_ws('/', 'trust', p.id, k.id, extract(epoch FROM $2::timestamptz)::text)
     FROM (SELECT a.project_id, count(*)::int4 AS stopped FROM attestation a
       JOIN attestation_verdict v ON v.attestation_id = a.id AND v.until IS NULL AND v.policy_id = $1 AND v.outcome <> 'verified' AND v.since >= $2::timestamptz
       -- The one before ended when this one began, or earlier; since when it held was said by another clock, perhaps one that is ahead.
       JOIN LATERAL (SELECT b.outcome FROM attestation_verdict b WHERE b.attestation_id = a.id AND b.until <= v.since ORDER BY b.until DESC LIMIT 1) b
         ON b.outcome = 'verified'
       WHERE a.project_id = ANY($3::int4[]) GROUP BY a.project_id) s
     JOIN project p ON p.id = s.project_id JOIN trust_policy k ON k.id = $1
     ON CONFLICT (cause) WHERE cause IS NOT NULL DO NOTHING`,
    [policy, since, projects, now],
  )
}
