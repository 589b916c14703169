import { documentInvalid } from '@cupel/model'
import { DocumentInvalid } from '@cupel/formats'
import type { Services } from '../services.ts'
import { jsonText } from '../store/stored-text.ts'
import { MAX_TOGETHER_BYTES } from './claim-uploads.ts'
import type { ClaimedUpload } from './claim-uploads.ts'
import { documentBytes } from './document-bytes.ts'
import type { DocumentKind } from './document-kind.ts'
import { componentsInMemory } from './keyed-components.ts'
import type { KeyedComponents } from './keyed-components.ts'
import { readDocument } from './read-document.ts'
import type { KeptDocument, ReadDocument } from './read-document.ts'
import type { DocumentPicture } from './read-picture.ts'
import { storeAssessment } from './store-assessment.ts'
import { storeAttestation } from './store-attestation.ts'
import type { StoredProblem } from './upload-problem.ts'

const UNDECIDED = 'VEX decides about findings, and whoever sent it may not do so: that takes triage:write beside upload:write'

/** A picture as its document gives it, of an upload: nothing of the store is known of it yet. */
export interface ReadPicture extends DocumentPicture<KeyedComponents> {
  readonly projectId: number
  readonly uploadId: number
  readonly documentId: number
  readonly origin: string
}

/** What became of an upload that was read: a picture is still to be stored; everything else is done. */
export type ReadUpload = { readonly kind: 'sbom'; readonly picture: ReadPicture } | { readonly kind: Exclude<DocumentKind, 'sbom'> }

export interface ReadLimits {
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

/** Tells what a document is and reads it within limits. Throws CupelError or DocumentInvalid when nothing can be made of it. */
export async function readUpload(services: Services, claimed: ClaimedUpload, limits: ReadLimits): Promise<ReadUpload> {
  const { id: uploadId, projectId, documentId, origin, body, size } = claimed
  const name = claimed.name || 'document'
  const document = { uploadId, projectId, documentId, name, kind: claimed.kind, body, size, maxBytes: limits.maxBytes }
  const read = await readApart(services, document, limits.signal)
  if (read.kind === 'sbom' && 'picture' in read)
    return { kind: 'sbom', picture: { ...read.picture, projectId, uploadId, documentId, origin } }
  // Said also where it cannot be read: then it is no doubt about what the project consists of.
  if (read.kind !== null && read.kind !== 'sbom' && claimed.kind !== read.kind)
    await services.db.run('UPDATE upload SET kind = $2 WHERE id = $1', [uploadId, read.kind])
  if (read.kind === 'vex' && !claimed.decides) throw documentInvalid(name, UNDECIDED)
  if ('refused' in read) throw new DocumentInvalid(read.refused, { line: 0, column: 0 })
  const problems = await storeOther(services, read, document)
  await services.db.run(
    `UPDATE upload SET state = 'done', kind = $2, result = '{}', problems = $3::text::jsonb, finished_at = $4 WHERE id = $1`,
    [uploadId, read.kind, jsonText(problems), services.now()],
  )
  return { kind: read.kind }
}

/** Large ones by the reader of the server, where there is one: for as long as that takes, this thread is free for everybody else. */
async function readApart(
  { reader, log }: Services,
  document: KeptDocument & { readonly uploadId: number },
  signal: AbortSignal | undefined,
): Promise<ReadDocument<KeyedComponents>> {
  if (reader !== undefined && document.size > MAX_TOGETHER_BYTES) {
    log.debug({ upload: document.uploadId, bytes: document.size }, 'a large document is read in a thread of its own')
    return reader.read(document, signal)
  }
  const read = await readDocument(document)
  return 'picture' in read ? { ...read, picture: { ...read.picture, components: componentsInMemory(read.picture.components) } } : read
}

type ReadOther = Exclude<ReadDocument<KeyedComponents>, { readonly picture: unknown } | { readonly refused: string }>

async function storeOther(
  services: Services,
  read: ReadOther,
  document: KeptDocument & { readonly uploadId: number; readonly projectId: number; readonly documentId: number },
): Promise<readonly StoredProblem[]> {
  switch (read.kind) {
    case 'assessment':
      await storeAssessment(services, document, read.assessment)
      return []
    case 'attestation': {
      const content = documentBytes(document)
      await storeAttestation(services, { ...document, bytes: content.read(0, content.size) })
      return []
    }
    case 'vex':
      return read.problems
  }
}
