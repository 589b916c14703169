import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import { invalid } from '../api/problem-details.ts'
import type { Services } from '../services.ts'
import { storedText } from '../store/stored-text.ts'

export const UPLOAD_KINDS = ['auto', 'sbom', 'scan', 'assessment', 'attestation', 'vex'] as const

export type UploadKind = (typeof UPLOAD_KINDS)[number]

/** A document as it arrived, for one project. */
export interface ReceivedDocument {
  readonly projectId: number
  readonly bytes: Uint8Array
  readonly kind: UploadKind
  readonly name: string
  /** Who sent it, as the audit log names people and machines. */
  readonly actor: string
  /** How it came: `api`, `cli`, `git`, `folder`. */
  readonly origin: string
}

export interface ReceivedUpload {
  readonly id: number
  /** SHA-256, hexadecimal. */
  readonly digest: string
}

/** Job queue of uploads. */
export const INGEST_QUEUE = 'ingest'

const deflate = promisify(deflateRaw)

/**
 * Keeps a document and the job that will read it, both or neither: once this returns, nothing of it gets lost. The same bytes are kept
 * once. Nothing of the document is looked at here. Throws HttpProblem when it is empty.
 */
export async function receiveUpload(services: Services, document: ReceivedDocument): Promise<ReceivedUpload> {
  const { projectId, bytes, kind, name, actor, origin } = document
  if (bytes.length === 0) throw invalid('the document is empty')
  const digest = hash('sha256', bytes, 'hex')
  const body = await deflate(bytes, { level: 1 })
  const now = services.now()
  return services.db.transaction(async (transaction) => {
    const [kept] = await transaction.query<{ id: number }>(
      `INSERT INTO document (digest, size, body, received_at) VALUES (decode($1, 'hex'), $2, $3, $4)
       ON CONFLICT (digest) DO UPDATE SET body = coalesce(document.body, excluded.body) RETURNING id`,
      [digest, bytes.length, body, now],
    )
    const [row] = await transaction.query<{ id: number }>(
      `INSERT INTO upload (project_id, document_id, kind, name, origin, state, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7) RETURNING id::int4 AS id`,
      [projectId, kept?.id, kind, storedText(name).slice(0, 300), origin, actor, now],
    )
    if (row === undefined) throw new Error('an insert without conflict gives its row')
    await services.jobs.send(INGEST_QUEUE, { upload: row.id }, { transaction, key: `upload-${row.id}` })
    return { id: row.id, digest }
  })
}
