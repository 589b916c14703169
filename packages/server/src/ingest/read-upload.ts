import { documentInvalid } from '@cupel/model'
import { DocumentInvalid } from '@cupel/formats'
import type { Services } from '../services.ts'
import { jsonText } from '../store/stored-text.ts'
import type { ClaimedUpload } from './claim-uploads.ts'
import { isReadApart } from './document-bytes.ts'
import type { DocumentKind } from './document-kind.ts'
import { componentsInMemory } from './keyed-components.ts'
import type { KeyedComponents } from './keyed-components.ts'
import { readDocument } from './read-document.ts'
import type { KeptDocument, ReadDocument } from './read-document.ts'
import type { DocumentPicture } from './read-picture.ts'
import { storeAssessment } from './store-assessment.ts'
import { attestationTrust, storeAttestation } from './store-attestation.ts'
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
  const problems = await storeOther(services, read, { document, limits })
  await services.db.run(
    `UPDATE upload SET state = 'done', kind = $2, result = '{}', problems = $3::text::jsonb, finished_at = $4 WHERE id = $1`,
    [uploadId, read.kind, jsonText(problems), services.now()],
  )
  return { kind: read.kind }
}

type UploadDocument = KeptDocument & { readonly uploadId: number; readonly projectId: number; readonly documentId: number }

/** Large ones by the reader of the server, where there is one: for as long as that takes, this thread is free for everybody else. */
async function readApart(
  services: Services,
  document: UploadDocument,
  signal: AbortSignal | undefined,
): Promise<ReadDocument<KeyedComponents>> {
  const { reader, log } = services
  if (reader !== undefined && isReadApart(document)) {
    log.debug({ upload: document.uploadId, bytes: document.size }, 'a large document is read in a thread of its own')
    return reader.read({ ...document, trust: await attestationTrust(services, document) }, signal)
  }
  const read = await readDocument(document, () => attestationTrust(services, document))
  return 'picture' in read ? { ...read, picture: { ...read.picture, components: componentsInMemory(read.picture.components) } } : read
}

/** A trust policy that is replaced while something is verified by it counts for nothing: then it is verified by the next. */
const MAX_TURNS = 5

async function storeVerified(
  services: Services,
  first: ReadDocument<KeyedComponents>,
  { document, limits }: { readonly document: UploadDocument; readonly limits: ReadLimits },
): Promise<void> {
  let read = first
  for (let turn = 0; turn < MAX_TURNS && read.kind === 'attestation' && 'judged' in read; turn++) {
    if (await storeAttestation(services, document, read)) return
    read = await readApart(services, document, limits.signal)
  }
  throw new Error('the trust policy changes sooner than anything can be verified by it')
}

type ReadOther = Exclude<ReadDocument<KeyedComponents>, { readonly picture: unknown } | { readonly refused: string }>

async function storeOther(
  services: Services,
  read: ReadOther,
  { document, limits }: { readonly document: UploadDocument; readonly limits: ReadLimits },
): Promise<readonly StoredProblem[]> {
  switch (read.kind) {
    case 'assessment':
      await storeAssessment(services, document, read.assessment)
      return []
    case 'attestation':
      await storeVerified(services, read, { document, limits })
      return []
    case 'vex':
      return read.problems
  }
}
