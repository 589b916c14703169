import { assessmentOfDocument } from '@cupel/engine/assess'
import type { AssessmentReport } from '@cupel/model'
import { newsWritten } from '../outbox/tell-news.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import { jsonText, storedText } from '../store/stored-text.ts'

export interface UploadedDocument {
  readonly uploadId: number
  readonly projectId: number
  readonly documentId: number
  readonly bytes: Uint8Array
  /** As the sender calls it; never a path here. */
  readonly name: string
}

const MAX_PLACES = 20

/** What pages show of an assessment; the document has the rest. */
export function assessmentSummary({ checks, standards, slsa, summary, asOf, reading }: AssessmentReport): object {
  return {
    asOf,
    reading,
    checks: checks.map(({ id, title, risk, score, reason, answers, missing }) => ({
      id,
      title,
      risk,
      score: score < 0 ? null : score,
      reason,
      remedy: remedyOf(answers, missing),
      places: (answers ?? [])
        .flatMap(({ places }) => places ?? [])
        .slice(0, MAX_PLACES)
        .map(placeText),
    })),
    standards: standards.map(({ id, title, requirements }) => {
      const count = (...states: readonly string[]): number => (requirements ?? []).filter(({ status }) => states.includes(status)).length
      return { id, title, met: count('met'), unmet: count('unmet'), unknown: count('unknown', 'question'), notApplicable: count('n/a') }
    }),
    slsa,
    summary,
  }
}

function remedyOf(answers: AssessmentReport['checks'][number]['answers'], missing: AssessmentReport['checks'][number]['missing']): string {
  const remedy = answers.find(({ outcome, remediation }) => outcome === 'false' && remediation !== undefined)?.remediation
  return remedy?.text ?? missing[0]?.remedy ?? ''
}

function placeText({ path, line, url, commit }: { path?: string; line?: number; url?: string; commit?: string }): string {
  if (path !== undefined) return line === undefined ? path : `${path}:${line}`
  return url ?? commit ?? ''
}

/**
 * Keeps an assessment as the project's of now. The same judgement again is no new row: only when it was last tried changes. Throws
 * CupelError for what is no report.
 */
export async function storeAssessment(
  services: Services,
  { uploadId, projectId, documentId, bytes, name }: UploadedDocument,
): Promise<void> {
  const report = assessmentOfDocument(new TextDecoder().decode(bytes), name)
  const summary = jsonText(assessmentSummary(report))
  const repository = storedText(report.project.url || report.project.name).slice(0, 2000)
  const commit = storedText(report.project.commit).slice(0, 100)
  const score = report.score < 0 ? null : report.score
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
       FROM project WHERE id = $1 ON CONFLICT (cause) DO NOTHING`,
      [projectId, now, score, score === null ? 'assessed, without a score' : `assessed with ${score} of 10`, uploadId],
    )
    await newsWritten(transaction, services)
    await policyTouched(transaction, services, { projects: [projectId] })
  })
}
