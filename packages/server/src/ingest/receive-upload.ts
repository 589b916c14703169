import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createDeflateRaw } from 'node:zlib'
import { invalid } from '../api/problem-details.ts'
import { writeAudit } from '../audit/write-audit.ts'
import type { Services } from '../services.ts'
import { storedText } from '../store/stored-text.ts'

export const UPLOAD_KINDS = ['auto', 'sbom', 'scan', 'assessment', 'attestation', 'vex'] as const

export type UploadKind = (typeof UPLOAD_KINDS)[number]

/** A document as it arrived, for one project. */
export interface ReceivedDocument {
  readonly projectId: number
  /** All of it, or its parts as they arrive. */
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>
  readonly kind: UploadKind
  readonly name: string
  /** Who sent it, as the audit log names people and machines. */
  readonly actor: string
  /** Whether the sender may decide about findings, as a VEX document does. */
  readonly decides: boolean
  /** How it came: `api`, `cli`, `git`, `folder`. */
  readonly origin: string
  /** Whether the audit log is to tell of it, and in which organisation it is. */
  readonly audited?: { readonly organisation: number }
}

export interface ReceivedUpload {
  readonly id: number
  /** SHA-256, hexadecimal. */
  readonly digest: string
}

/** Job queue of uploads. */
export const INGEST_QUEUE = 'ingest'

/**
 * Keeps a document, the job that will read it and the audit entry of it, all or nothing: once this returns, nothing of it gets lost.
 * The same bytes are kept once. Nothing of the document is looked at here. Throws HttpProblem when it is empty.
 */
export async function receiveUpload(services: Services, document: ReceivedDocument): Promise<ReceivedUpload> {
  const { projectId, kind, name, actor, decides, origin, audited } = document
  const { digest, size, body } = await packed(document.bytes)
  if (size === 0) throw invalid('the document is empty')
  const now = services.now()
  return services.db.transaction(async (transaction) => {
    const [kept] = await transaction.query<{ id: number }>(
      `INSERT INTO document (digest, size, body, received_at) VALUES (decode($1, 'hex'), $2, $3, $4)
       ON CONFLICT (digest) DO UPDATE SET body = coalesce(document.body, excluded.body) RETURNING id`,
      [digest, size, body, now],
    )
    const [row] = await transaction.query<{ id: number }>(
      `INSERT INTO upload (project_id, document_id, kind, name, origin, state, created_by, decides, created_at)
       VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $8) RETURNING id::int4 AS id`,
      [projectId, kept?.id, kind, storedText(name).slice(0, 300), origin, actor, decides, now],
    )
    if (row === undefined) throw new Error('an insert without conflict gives its row')
    await services.jobs.send(INGEST_QUEUE, { upload: row.id }, { transaction, key: `upload-${row.id}` })
    if (audited !== undefined) {
      const detail = { upload: row.id, digest, kind, name }
      const { organisation } = audited
      await writeAudit(transaction, now, { actor, action: 'upload.receive', object: `project:${projectId}`, organisation, detail })
    }
    return { id: row.id, digest }
  })
}

interface Packed {
  readonly digest: string
  readonly size: number
  /** Deflated. */
  readonly body: Uint8Array
}

/** Packs a document while it arrives: a large one is never whole in memory. */
async function packed(bytes: ReceivedDocument['bytes']): Promise<Packed> {
  const digest = createHash('sha256')
  const deflater = createDeflateRaw({ level: 1 })
  const parts: Buffer[] = []
  deflater.on('data', (part: Buffer) => void parts.push(part))
  let size = 0
  try {
    for await (const part of bytes instanceof Uint8Array ? [bytes] : bytes) {
      digest.update(part)
      size += part.length
      if (!deflater.write(part)) await once(deflater, 'drain')
    }
    deflater.end()
    await once(deflater, 'end')
  } finally {
    deflater.destroy()
  }
  return { digest: digest.digest('hex'), size, body: Buffer.concat(parts) }
}
