import type { Queryable } from '../store/database.ts'
import { jsonText } from '../store/stored-text.ts'
import type { JudgedAttestation } from './judge-attestations.ts'

/** A verdict on one kept attestation. */
export type WrittenVerdict = Pick<JudgedAttestation, 'statement' | 'subject' | 'outcome' | 'reason' | 'signer'>

/** Verdicts on the attestations of a document, as far as it is kept for a project. */
export interface DocumentVerdicts {
  readonly project: number
  readonly document: number
  readonly verdicts: readonly WrittenVerdict[]
}

/**
 * What is thought of attestations from now on, by a policy (null: there was none). A verdict that is the same, by the same policy, stays
 * as it is; another one ends it, and both stay in the history. Gives how many are new.
 */
export async function writeVerdicts(
  transaction: Queryable,
  documents: readonly DocumentVerdicts[],
  { policy, now }: { readonly policy: number | null; readonly now: Date },
): Promise<number> {
  const told = documents.flatMap(({ project, document, verdicts }) =>
    verdicts.map(({ statement, subject, outcome, reason, signer }) => {
      return { project, document, statement, subject, outcome, detail: { reason, signer } }
    }),
  )
  if (told.length === 0) return 0
  const held = `WITH held AS MATERIALIZED (
    SELECT a.id, x.outcome, x.detail
    FROM jsonb_to_recordset($1::text::jsonb) AS x(project int4, document int4, statement int4, subject int4, outcome text, detail jsonb)
    JOIN attestation a ON a.project_id = x.project AND a.document_id = x.document AND a.statement = x.statement AND a.subject = x.subject)`
  const values = [jsonText(told), policy, now]
  const ended = await transaction.query<{ id: number }>(
    `${held} UPDATE attestation_verdict v SET until = $3::timestamptz FROM held h
     WHERE v.attestation_id = h.id AND v.until IS NULL
       AND (v.policy_id IS DISTINCT FROM $2::int4 OR v.outcome <> h.outcome OR v.detail <> h.detail) RETURNING v.attestation_id AS id`,
    values,
  )
  // What began and ended in one moment never held.
  if (ended.length > 0)
    await transaction.run(
      'DELETE FROM attestation_verdict WHERE attestation_id = ANY($1::int8[]) AND since = $2::timestamptz AND until = $2::timestamptz',
      [ended.map(({ id }) => id), now],
    )
  return transaction.run(
    `${held} INSERT INTO attestation_verdict (attestation_id, since, outcome, detail, policy_id)
     SELECT h.id, $3::timestamptz, h.outcome, h.detail, $2::int4 FROM held h
     WHERE NOT EXISTS (SELECT 1 FROM attestation_verdict v WHERE v.attestation_id = h.id AND v.until IS NULL)`,
    values,
  )
}
