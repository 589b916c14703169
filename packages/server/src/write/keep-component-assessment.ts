import { containingSets } from '../read/containing-sets.ts'
import { hash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { assessmentOfDocument } from '@cupel/engine/assess'
import { CupelError } from '@cupel/model'
import type { AssessmentReport } from '@cupel/model'
import { invalid } from '../api/problem-details.ts'
import { assessmentSummary } from '../ingest/read-assessment.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { jsonText, storedText } from '../store/stored-text.ts'

/** A report that is kept for a package, and whose repository it judges. */
export interface KeptAssessment {
  readonly repository: string
  readonly score: number | null
}

/**
 * Keeps the report of `cupel assess` as what is known of the repository behind a package: it belongs to no project, so everybody who sees
 * the package sees it, and the same repository's other packages have it too. That the package comes from there is whoever's word who hands it
 * in. The same judgement again is no new row. Throws HttpProblem for what is no report, or one of a folder without an address.
 */
export async function keepComponentAssessment(
  transaction: Queryable,
  services: Pick<Services, 'now' | 'jobs'>,
  { packageId, bytes }: { readonly packageId: number; readonly bytes: Uint8Array },
): Promise<KeptAssessment> {
  const report = reportIn(bytes)
  const repository = storedText(report.project.url).slice(0, 2000)
  if (!/^https?:\/\/\S+$/.test(repository)) throw invalid('the report does not say the address of the repository that it judges')
  const now = services.now()
  const score = report.score < 0 ? null : report.score
  const commit = storedText(report.project.commit).slice(0, 100)
  const summary = jsonText(assessmentSummary(report))
  // One source: who hands in a report of another repository corrects the earlier word.
  await transaction.run("DELETE FROM package_repository WHERE package_id = $1 AND source = 'assessment' AND repository <> $2", [
    packageId,
    repository,
  ])
  await transaction.run(
    "INSERT INTO package_repository (package_id, repository, source) VALUES ($1, $2, 'assessment') ON CONFLICT (package_id, repository) DO NOTHING",
    [packageId, repository],
  )
  const same = await transaction.run(
    `UPDATE assessment SET attempted_at = $4 WHERE project_id IS NULL AND until IS NULL AND repository = $1 AND commit = $2
       AND score IS NOT DISTINCT FROM $5::real AND summary - 'asOf' = ($3::text::jsonb) - 'asOf'`,
    [repository, commit, summary, now, score],
  )
  if (same === 0) {
    await transaction.run('UPDATE assessment SET until = $2 WHERE project_id IS NULL AND until IS NULL AND repository = $1', [
      repository,
      now,
    ])
    await transaction.run(
      `WITH kept AS (INSERT INTO document (digest, size, body, received_at) VALUES (decode($6, 'hex'), $7, $8, $5)
         ON CONFLICT (digest) DO UPDATE SET body = coalesce(document.body, excluded.body) RETURNING id)
       INSERT INTO assessment (repository, document_id, commit, score, summary, since, attempted_at)
       SELECT $1, kept.id, $2, $3, $4::text::jsonb, $5, $5 FROM kept`,
      [repository, commit, score, summary, now, hash('sha256', bytes, 'hex'), bytes.length, deflateRawSync(bytes, { level: 6 })],
    )
  }
  await policyTouched(transaction, services, { projects: await projectsWith(transaction, repository) })
  return { repository, score }
}

function reportIn(bytes: Uint8Array): AssessmentReport {
  try {
    return assessmentOfDocument(new TextDecoder().decode(bytes), 'the report')
  } catch (error) {
    if (error instanceof CupelError) throw invalid(error.message)
    throw error
  }
}

/** Projects that have a package from there. */
async function projectsWith(db: Queryable, repository: string): Promise<readonly number[]> {
  const rows = await db.query<{ id: number }>(
    `SELECT DISTINCT s.project_id AS id FROM package_repository r JOIN package_version pv ON pv.package_id = r.package_id
     ${containingSets('pv.id', 'now')} JOIN snapshot s ON s.set_id = c.id AND s.until IS NULL WHERE r.repository = $1`,
    [repository],
  )
  return rows.map(({ id }) => id)
}
