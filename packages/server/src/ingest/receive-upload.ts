import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createDeflateRaw } from 'node:zlib'
import { invalid } from '../api/problem-details.ts'
import type { Services } from '../services.ts'
import { keepUpload } from './keep-uploads.ts'
import type { PackedUpload, ReceivedUpload } from './keep-uploads.ts'

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

/**
 * Keeps a document, the job that will read it and the audit entry of it, all or nothing: once this returns, nothing of it gets lost.
 * The same bytes are kept once. Nothing of the document is looked at here. Throws HttpProblem when it is empty.
 */
export async function receiveUpload(services: Services, document: ReceivedDocument): Promise<ReceivedUpload> {
  const { bytes, ...rest } = document
  const packed = await pack(bytes)
  if (packed.size === 0) throw invalid('the document is empty')
  return keepUpload(services, { ...rest, ...packed })
}

type Packed = Pick<PackedUpload, 'digest' | 'size' | 'body'>

/** Packs a document while it arrives: a large one is never whole in memory. */
async function pack(bytes: ReceivedDocument['bytes']): Promise<Packed> {
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
