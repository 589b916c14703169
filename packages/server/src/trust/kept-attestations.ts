import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { isRetryable } from '../store/store-fault.ts'
import { isReadApart } from '../ingest/document-bytes.ts'
import { readDocument } from '../ingest/read-document.ts'
import { plainVerdict } from './judge-attestations.ts'
import type { UsableTrust } from './usable-trust.ts'
import type { WrittenVerdict } from './write-verdicts.ts'

/** A kept document with attestations, of one project. */
export interface KeptAttestations {
  readonly project: number
  readonly document: number
  readonly repository: string
  /** Of the document, unpacked; null: its bytes were let go. */
  readonly size: number
  readonly gone: boolean
  readonly seen: Date
  /** Each with whether somebody signed it. */
  readonly places: readonly (readonly [statement: number, subject: number, signed: boolean])[]
}

export interface KeptQuestion {
  readonly organisation: number
  /** Behind this one, in the order of projects and documents. */
  readonly after: { readonly project: number; readonly document: number }
  readonly limit: number
  /** Only of these; all unless told. */
  readonly projects?: readonly number[]
}

interface Row {
  readonly project: number
  readonly document: number
  readonly repository: string
  readonly size: number
  readonly gone: boolean
  readonly seen: Date
  readonly places: readonly (readonly [number, number, boolean])[]
}

/** The next documents of an organisation that attest, project by project. */
export async function keptDocuments(
  db: Queryable,
  { organisation, after, limit, projects }: KeptQuestion,
): Promise<readonly KeptAttestations[]> {
  const rows = await db.query<Row>(
    `SELECT p.id AS project, a.document_id AS document, p.repository, d.size::float8 AS size, d.body IS NULL AS gone, a.seen, a.places
     FROM (SELECT id, repository FROM project WHERE org_id = $1 AND archived_at IS NULL AND id >= $2 AND ($5::int4[] IS NULL OR id = ANY($5::int4[]))
       ORDER BY id) p
     CROSS JOIN LATERAL (
       SELECT x.document_id, min(x.received_at) AS seen,
         jsonb_agg(jsonb_build_array(x.statement, x.subject, x.signed) ORDER BY x.statement, x.subject) AS places
       FROM attestation x WHERE x.project_id = p.id AND (p.id > $2 OR x.document_id > $3) GROUP BY x.document_id ORDER BY x.document_id LIMIT $4) a
     JOIN document d ON d.id = a.document_id ORDER BY p.id, a.document_id LIMIT $4`,
    [organisation, after.project, after.document, limit, projects ?? null],
  )
  return rows.map((row) => ({ ...row, seen: new Date(row.seen) }))
}

export interface JudgedBy {
  readonly usable: UsableTrust
  /** Row and text of the policy, for who makes it usable again. */
  readonly trust: { readonly policy: number | null; readonly body: string | null }
  readonly signal?: AbortSignal
}

/** Larger documents of attestations than these are refused when they are uploaded. */
const MAX_BYTES = 256 * 1024 * 1024

/**
 * What a policy says of the attestations of a kept document. Its bytes are the evidence: they are looked at where the answer depends on
 * them, and without them nothing is verified.
 */
export async function judgeKept(services: Services, kept: KeptAttestations, by: JudgedBy): Promise<readonly WrittenVerdict[]> {
  const { places } = kept
  const plain = places.map(([, , signed]) => plainVerdict(signed, by.usable))
  const read = plain.includes(null) ? await readOrTell(services, kept, by) : null
  return places.map(([statement, subject], at): WrittenVerdict => {
    const verdict = plain[at] ?? read?.get(`${statement}/${subject}`)
    const said = verdict ?? { outcome: 'unverified' as const, reason: read?.get('')?.reason ?? LOST, signer: '' }
    return { statement, subject, outcome: said.outcome, reason: said.reason, signer: said.signer }
  })
}

const LOST = 'its document was let go, so that it cannot be verified by the present trust policy'

type Said = Pick<WrittenVerdict, 'outcome' | 'reason' | 'signer'>

/** A document that brings down its reader is unverified, and in the way of none of the others. */
async function readOrTell(services: Services, kept: KeptAttestations, by: JudgedBy): ReturnType<typeof readKept> {
  try {
    return await readKept(services, kept, by)
  } catch (error) {
    if (by.signal?.aborted === true || isRetryable(error)) throw error
    services.log.error({ document: kept.document, err: error }, 'attestations could not be verified')
    return new Map([['', { outcome: 'unverified', reason: 'it could not be verified; the log of the server says why', signer: '' }]])
  }
}

/** By place; under the empty text why there is none. Null: the bytes are gone. */
async function readKept(
  { db, reader, now }: Services,
  { document, repository, seen, size, gone }: KeptAttestations,
  { usable, trust, signal }: JudgedBy,
): Promise<ReadonlyMap<string, Said> | null> {
  if (gone) return null
  const [row] = await db.query<{ body: Uint8Array | null }>('SELECT body FROM document WHERE id = $1', [document])
  if (row === undefined || row.body === null) return null
  const whole = { name: 'document', kind: 'attestation', body: row.body, size, maxBytes: MAX_BYTES } as const
  const asked = { ...trust, repository, seen, now: now() }
  const read =
    reader !== undefined && isReadApart(whole)
      ? await reader.read({ ...whole, trust: asked }, signal)
      : await readDocument(whole, () => Promise.resolve({ ...asked, usable }))
  if ('judged' in read) return new Map(read.judged.map((one) => [`${one.statement}/${one.subject}`, one]))
  return new Map([['', { outcome: 'unverified', reason: 'refused' in read ? read.refused : LOST, signer: '' }]])
}
