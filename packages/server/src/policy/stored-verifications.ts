import type { VerificationReport } from '@cupel/model'
import { VERDICT_HOLDS, VERDICT_OUTCOME, verdictJoin, WAITING } from '../read/attestation-verdict.ts'
import { momentOf } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'

interface Row {
  readonly project_id: number
  readonly digest: string
  readonly subject_name: string
  readonly subject_digest: string
  readonly predicate_type: string
  readonly outcome: 'verified' | 'unverified' | 'refused'
  /** null: no verdict of the present policy holds. */
  readonly detail: { readonly reason?: string; readonly signer?: string } | null
}

interface StoredVerification {
  readonly report: VerificationReport
  readonly source: string
}

/** More attestations of one project are not looked at, and that is said. */
const MAX_ITEMS = 10_000

/**
 * What verification said of the attestations of projects, by project. Of those that nobody could verify, for want of a key or a trust
 * policy, nothing is known: they are problems, so that nothing is said of all.
 */
export async function projectVerifications(
  db: Queryable,
  picture: Picture,
  projects: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredVerification[]>> {
  const rows = await db.query<Row>(
    `SELECT a.project_id, encode(d.digest, 'hex') AS digest, a.subject_name, a.subject_digest, a.predicate_type,
       ${VERDICT_OUTCOME} AS outcome, CASE WHEN ${VERDICT_HOLDS} THEN v.detail END AS detail
     FROM unnest($1::int4[]) AS asked(id) CROSS JOIN LATERAL (
       SELECT * FROM attestation x WHERE x.project_id = asked.id AND x.received_at <= $2 ORDER BY x.id DESC LIMIT ${MAX_ITEMS + 1}) a
     JOIN document d ON d.id = a.document_id JOIN project p ON p.id = a.project_id ${verdictJoin('$2::timestamptz')}
     ORDER BY a.project_id, a.id`,
    [projects, momentOf(picture)],
  )
  const found = new Map<number, StoredVerification[]>()
  for (const row of rows) {
    const known = found.get(row.project_id) ?? []
    if (known.length === 0) found.set(row.project_id, known)
    known.push({ report: known.length < MAX_ITEMS ? reportOf(row) : unknownReport(TOO_MANY), source: `sha256:${row.digest}` })
  }
  return found
}

const TOO_MANY = `the project has more than ${MAX_ITEMS} attestations, and not all were looked at`

const FRAME = {
  schemaVersion: '1.0',
  tool: { name: 'cupel', version: '' },
  trust: { policy: '', root: '', rootDate: '' },
} as const

function unknownReport(detail: string): VerificationReport {
  return {
    ...FRAME,
    items: [],
    problems: [{ code: 'unsupported-content', effect: 'incomplete', path: '', detail, by: 'verify' }],
    summary: { verified: 0, refused: 0, warnings: 0 },
    verdict: { outcome: 'incomplete', exitCode: 3 },
  }
}

function reportOf({ subject_name, subject_digest, predicate_type, outcome, detail }: Row): VerificationReport {
  const [algorithm = '', value = ''] = subject_digest.split(':')
  const { reason = '', signer = '' } = detail ?? { reason: WAITING }
  const subject = subject_name || subject_digest
  if (outcome === 'unverified') return unknownReport(`${subject}: ${reason}`)
  const verified = outcome === 'verified'
  return {
    ...FRAME,
    items: [
      {
        subject,
        kind: 'attestation',
        digests: value === '' ? {} : { [algorithm]: value },
        outcome,
        signers: signer === '' ? [] : [{ kind: 'key', issuer: '', subject: signer, key: '', claims: {} }],
        times: [],
        vouchedBy: [],
        step: {
          id: 'stored',
          title: 'verified by the trust policy of the organisation',
          outcome: verified ? 'passed' : 'failed',
          reason,
          steps: [],
        },
        details: { predicateType: predicate_type },
      },
    ],
    problems: [],
    summary: { verified: verified ? 1 : 0, refused: verified ? 0 : 1, warnings: 0 },
    verdict: verified ? { outcome: 'verified', exitCode: 0 } : { outcome: 'refused', exitCode: 5 },
  }
}
