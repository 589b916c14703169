import type { Queryable } from '../store/database.ts'

export interface TriageChange {
  readonly kind: 'triage.set' | 'triage.ended'
  readonly id: number
  readonly organisation: number
  /** null: every project of the organisation. */
  readonly project: number | null
  readonly vulnerability: number
  readonly text: string
  readonly now: Date
}

/**
 * To be called in the transaction of a decision: whoever looks at the same findings sees it without asking, and it stands among the
 * changes. It is no news for subscriptions and webhooks: a decision is made by people who know of it.
 */
export async function triageTold(transaction: Queryable, change: TriageChange): Promise<void> {
  const { kind, id, organisation, project, vulnerability, text, now } = change
  await transaction.run(
    `INSERT INTO outbox (at, kind, org_id, project_id, vulnerability_id, payload, cause, told)
     VALUES ($1, $2, $3, $4, $5, jsonb_build_object('text', $6::text), $7, true) ON CONFLICT (cause) WHERE cause IS NOT NULL DO NOTHING`,
    [now, kind, organisation, project, vulnerability, text, `${kind}/${id}`],
  )
}
