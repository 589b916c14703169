import type { Static } from 'typebox'
import type { AttestationRow } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { VERDICT_HOLDS, VERDICT_OUTCOME, verdictJoin, WAITING } from './attestation-verdict.ts'
import { decodeCursor } from './cursor.ts'
import { limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { seenProject } from './seen-project.ts'
import { timeOf } from './vulnerability-facts.ts'

interface Row {
  readonly id: number
  readonly subject_name: string
  readonly subject_digest: string
  readonly predicate_type: string
  readonly outcome: Static<typeof AttestationRow>['outcome']
  /** null: no verdict holds. */
  readonly detail: { readonly reason?: string; readonly signer?: string } | null
  readonly verified_at: Date | null
  readonly version: number | null
  readonly policy_digest: string | null
  readonly present: boolean
  readonly received_at: Date
}

/** GET /projects/:project/provenance, newest first. */
export async function attestationPage(db: Queryable, picture: Picture, project: number, query: PageRequest) {
  await seenProject(db, picture, project)
  const list = `attestations:${project}`
  const after = decodeCursor(list, query.cursor, 1)
  const rows = await db.query<Row>(
    `SELECT a.id, a.subject_name, a.subject_digest, a.predicate_type, ${VERDICT_OUTCOME} AS outcome, v.detail, v.since AS verified_at,
       w.version, w.digest AS policy_digest, ${VERDICT_HOLDS} AS present, a.received_at
     FROM (SELECT * FROM attestation WHERE project_id = $1 AND received_at <= $2 AND ($3::int8 IS NULL OR id < $3::int8)
       ORDER BY id DESC LIMIT ${limitOf(query) + 1}) a
     JOIN project p ON p.id = a.project_id ${verdictJoin('$2::timestamptz')} ORDER BY a.id DESC`,
    [project, momentOf(picture), after?.[0] ?? null],
  )
  const [found] = await db.query<{ count: number }>(
    'SELECT count(*)::int4 AS count FROM attestation WHERE project_id = $1 AND received_at <= $2',
    [project, momentOf(picture)],
  )
  return pageOf(rows, query, { list, picture, total: totalOf(found?.count ?? 0), item: attestationRow, key: ({ id }) => [id] })
}

function attestationRow(row: Row): Static<typeof AttestationRow> {
  return {
    id: row.id,
    subject: row.subject_name,
    digest: row.subject_digest,
    predicateType: row.predicate_type,
    outcome: row.outcome,
    reason: row.present ? (row.detail?.reason ?? '') : WAITING,
    signer: row.detail?.signer ?? '',
    verified: row.verified_at === null ? null : timeOf(row.verified_at),
    policy: row.version === null ? null : { version: row.version, digest: row.policy_digest ?? '' },
    present: row.present,
    received: timeOf(row.received_at),
  }
}
