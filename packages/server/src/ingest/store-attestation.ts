import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { jsonText } from '../store/stored-text.ts'
import type { JudgedAttestation } from '../trust/judge-attestations.ts'
import { heldTrustOfProject, trustOfProject } from '../trust/present-trust.ts'
import { writeVerdicts } from '../trust/write-verdicts.ts'

/** By what an attestation is verified, as it is handed to whoever reads it, in a thread of its own too. */
export interface AttestationTrust {
  /** Row of the policy; null: the organisation never had one. */
  readonly policy: number | null
  /** Its text; null: nobody is trusted. */
  readonly body: string | null
  readonly repository: string
  readonly seen: Date
  readonly now: Date
}

/** For the attestations of an upload. */
export async function attestationTrust(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { projectId, documentId, uploadId }: AttestedDocument & { readonly uploadId: number },
): Promise<AttestationTrust> {
  const { id, body } = await trustOfProject(db, projectId)
  const [row] = await db.query<{ repository: string; seen: Date }>(
    `SELECT p.repository, least(u.created_at, (SELECT min(received_at) FROM attestation WHERE project_id = $1 AND document_id = $3)) AS seen
     FROM project p JOIN upload u ON u.id = $2 AND u.project_id = p.id WHERE p.id = $1`,
    [projectId, uploadId, documentId],
  )
  return { policy: id, body, repository: row?.repository ?? '', seen: row === undefined ? now() : new Date(row.seen), now: now() }
}

export interface AttestedDocument {
  readonly projectId: number
  readonly documentId: number
}

/**
 * Keeps the attestations of a document, one row a subject, each with what verification said. The same document again adds nothing, and
 * was received when it was first. Gives false, and keeps nothing, when the trust policy or the repository is another meanwhile.
 */
export async function storeAttestation(
  services: Services,
  { projectId, documentId }: AttestedDocument,
  { judged, trust }: { readonly judged: readonly JudgedAttestation[]; readonly trust: AttestationTrust },
): Promise<boolean> {
  return services.db.transaction(async (transaction) => {
    const present = await heldTrustOfProject(transaction, projectId)
    const [project] = await transaction.query<{ repository: string }>('SELECT repository FROM project WHERE id = $1 FOR UPDATE', [
      projectId,
    ])
    if (present.id !== trust.policy || (project?.repository ?? '') !== trust.repository) return false
    await keepAttestations(transaction, { projectId, documentId }, { judged, trust })
    const verdicts = [{ project: projectId, document: documentId, verdicts: judged }]
    await writeVerdicts(transaction, verdicts, { policy: trust.policy, now: services.now() })
    await policyTouched(transaction, services, { projects: [projectId] })
    return true
  })
}

function keepAttestations(
  transaction: Queryable,
  { projectId, documentId }: AttestedDocument,
  { judged, trust }: { readonly judged: readonly JudgedAttestation[]; readonly trust: AttestationTrust },
): Promise<number> {
  const rows = judged.map(({ statement, subject, name, digest, predicateType, signed }) => {
    return { statement, subject, name, digest, predicate_type: predicateType, signed }
  })
  return transaction.run(
    `INSERT INTO attestation (project_id, document_id, statement, subject, subject_name, subject_digest, predicate_type, signed, received_at)
     SELECT $2, $3, statement, subject, name, digest, predicate_type, signed, $4
     FROM jsonb_to_recordset($1::text::jsonb) AS x(statement int4, subject int4, name text, digest text, predicate_type text, signed boolean)
     ON CONFLICT (project_id, document_id, statement, subject) DO NOTHING`,
    [jsonText(rows), projectId, documentId, trust.seen],
  )
}
