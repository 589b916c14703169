import { newsWritten } from '../outbox/tell-news.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import type { ReadAssessment } from './read-assessment.ts'

export interface UploadedDocument {
  readonly uploadId: number
  readonly projectId: number
  readonly documentId: number
}

/**
 * Keeps an assessment as the project's of now. The same judgement again is no new row: only when it was last tried changes.
 */
export async function storeAssessment(
  services: Services,
  { uploadId, projectId, documentId }: UploadedDocument,
  { repository, commit, score, summary }: ReadAssessment,
): Promise<void> {
  const now = services.now()
  await services.db.transaction(async (transaction) => {
    await transaction.query('SELECT id FROM project WHERE id = $1 FOR UPDATE', [projectId])
    const same = await transaction.run(
      `UPDATE assessment SET attempted_at = $5 WHERE project_id = $1 AND until IS NULL AND repository = $2 AND commit = $3
         AND score IS NOT DISTINCT FROM $6::real AND summary - 'asOf' = ($4::text::jsonb) - 'asOf'`,
      [projectId, repository, commit, summary, now, score],
    )
    if (same > 0) return
    await transaction.run('UPDATE assessment SET until = $2 WHERE project_id = $1 AND until IS NULL', [projectId, now])
    await transaction.run(
      `INSERT INTO assessment (repository, project_id, document_id, commit, score, summary, since, attempted_at)
       VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7, $7)`,
      [repository, projectId, documentId, commit, score, summary, now],
    )
    await transaction.run(
      `INSERT INTO outbox (at, kind, org_id, project_id, payload, cause)
       SELECT $2, 'assessment.changed', org_id, id, jsonb_build_object('score', $3::real, 'text', $4::text), 'assessment/' || $5::int8
       FROM project WHERE id = $1 ON CONFLICT (cause) WHERE cause IS NOT NULL DO NOTHING`,
      [projectId, now, score, score === null ? 'assessed, without a score' : `assessed with ${score} of 10`, uploadId],
    )
    await newsWritten(transaction, services)
    await policyTouched(transaction, services, { projects: [projectId] })
  })
}
