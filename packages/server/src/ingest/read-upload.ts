import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { loadVexRanges, readVex } from '@cupel/formats'
import { documentInvalid } from '@cupel/model'
import type { Problem } from '@cupel/model'
import type { Services } from '../services.ts'
import { jsonText } from '../store/stored-text.ts'
import type { ClaimedUpload } from './claim-uploads.ts'
import { documentKind } from './document-kind.ts'
import type { DocumentKind } from './document-kind.ts'
import { readPicture } from './read-picture.ts'
import type { ReadPicture } from './read-picture.ts'
import { storeAssessment } from './store-assessment.ts'
import type { UploadedDocument } from './store-assessment.ts'
import { storeAttestation } from './store-attestation.ts'
import { storedProblems } from './upload-problem.ts'

const inflate = promisify(inflateRaw)

const UNDECIDED = 'VEX decides about findings, and whoever sent it may not do so: that takes triage:write beside upload:write'

/** What became of an upload that was read: a picture is still to be stored; everything else is done. */
export type ReadUpload = { readonly kind: 'sbom'; readonly picture: ReadPicture } | { readonly kind: Exclude<DocumentKind, 'sbom'> }

/** Tells what a document is and reads it within limits. Throws CupelError or DocumentInvalid when nothing can be made of it. */
export async function readUpload(services: Services, claimed: ClaimedUpload, maxBytes: number): Promise<ReadUpload> {
  const bytes = await bytesOf(claimed, maxBytes)
  const kind = documentKind(bytes, claimed.kind)
  const { id: uploadId, projectId, documentId, origin } = claimed
  const document: UploadedDocument = { uploadId, projectId, documentId, bytes, name: claimed.name || 'document' }
  if (kind === 'sbom') return { kind, picture: await readPicture(document, { origin, maxBytes }) }
  // Said before it is read: what cannot be read of it is no doubt about what the project consists of.
  if (claimed.kind !== kind) await services.db.run('UPDATE upload SET kind = $2 WHERE id = $1', [uploadId, kind])
  if (kind === 'vex' && !claimed.decides) throw documentInvalid(document.name, UNDECIDED)
  const problems = await storeOther(services, document, kind)
  await services.db.run(
    `UPDATE upload SET state = 'done', kind = $2, result = '{}', problems = $3::text::jsonb, finished_at = $4 WHERE id = $1`,
    [uploadId, kind, jsonText(storedProblems(problems)), services.now()],
  )
  return { kind }
}

/** In one piece of the size that it is known to have: pieces that are put together afterwards take twice the memory. */
async function bytesOf({ name, body, size }: ClaimedUpload, maxBytes: number): Promise<Uint8Array> {
  if (body === null) throw documentInvalid(name, 'its bytes were let go')
  if (size > maxBytes) throw documentInvalid(name, `larger than ${maxBytes} bytes`)
  return inflate(body, { maxOutputLength: maxBytes, chunkSize: Math.max(64, size + 1) })
}

async function storeOther(
  services: Services,
  document: UploadedDocument,
  kind: Exclude<DocumentKind, 'sbom'>,
): Promise<readonly Problem[]> {
  switch (kind) {
    case 'assessment':
      await storeAssessment(services, document)
      return []
    case 'attestation':
      await storeAttestation(services, document)
      return []
    case 'vex':
      return (await loadVexRanges(readVex(new TextDecoder('utf-8').decode(document.bytes), document.name))).problems
  }
}
