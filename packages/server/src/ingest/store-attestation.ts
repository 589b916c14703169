import { Refused } from '@cupel/provenance'
import { documentInvalid } from '@cupel/model'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import { jsonText, storedText } from '../store/stored-text.ts'
import { readAttestations } from './read-attestation.ts'
import type { ReadAttestation } from './read-attestation.ts'
import type { UploadedDocument } from './store-assessment.ts'
import { verifyAttestation } from './verify-attestation.ts'

/** Of one attestation; one that speaks of more is refused, so that none of them is left out silently. */
const MAX_SUBJECTS = 2000

/** Setting with the text of the trust policy that attestations are verified by. */
export const TRUST_POLICY_SETTING = 'trust.policy'

/** Keeps the attestations of a document, one row a subject, each with what verification said. The same document again adds nothing. */
export async function storeAttestation(services: Services, document: UploadedDocument): Promise<number> {
  const attestations = readOrRefuse(document)
  const [setting] = await services.db.query<{ value: unknown }>('SELECT value FROM setting WHERE key = $1', [TRUST_POLICY_SETTING])
  const [project] = await services.db.query<{ repository: string }>('SELECT repository FROM project WHERE id = $1', [document.projectId])
  const now = services.now()
  const trust = { policy: typeof setting?.value === 'string' ? setting.value : null, now, repository: project?.repository ?? '' }
  const rows: object[] = []
  for (const attestation of attestations) {
    const subjects = attestation.subjects.length === 0 ? [{ digest: {} }] : attestation.subjects
    if (subjects.length > MAX_SUBJECTS)
      throw documentInvalid(document.name, `speaks of ${subjects.length} artifacts, more than ${MAX_SUBJECTS} are not read`)
    for (const subject of subjects)
      rows.push({ ...named(subject), predicate_type: attestation.predicateType, ...(await verifyAttestation(attestation, subject, trust)) })
  }
  return services.db.transaction(async (transaction) => {
    await transaction.query('SELECT id FROM project WHERE id = $1 FOR UPDATE', [document.projectId])
    await transaction.run('DELETE FROM attestation WHERE project_id = $1 AND document_id = $2', [document.projectId, document.documentId])
    await policyTouched(transaction, services, { projects: [document.projectId] })
    return transaction.run(
      `INSERT INTO attestation (project_id, document_id, subject_name, subject_digest, predicate_type, outcome, detail, received_at)
       SELECT $2, $3, name, digest, predicate_type, outcome, jsonb_build_object('reason', reason, 'signer', signer), $4
       FROM jsonb_to_recordset($1::text::jsonb) AS x(name text, digest text, predicate_type text, outcome text, reason text, signer text)`,
      [jsonText(rows), document.projectId, document.documentId, now],
    )
  })
}

function readOrRefuse({ bytes, name }: UploadedDocument): readonly ReadAttestation[] {
  try {
    return readAttestations(bytes)
  } catch (error) {
    if (error instanceof Refused) throw documentInvalid(name, error.message, { cause: error })
    throw error
  }
}

function named({ name, uri, digest }: ReadAttestation['subjects'][number]): { readonly name: string; readonly digest: string } {
  const [algorithm, hex] = Object.entries(digest).sort(([a], [b]) => Number(b === 'sha256') - Number(a === 'sha256'))[0] ?? ['', '']
  return { name: storedText(name ?? uri ?? '').slice(0, 1000), digest: algorithm === '' ? '' : `${algorithm}:${hex}` }
}
