import { loadVexRanges, readVex } from '@cupel/formats'
import { documentInvalid } from '@cupel/model'
import type { Problem } from '@cupel/model'
import type { Services } from '../services.ts'
import { jsonText } from '../store/stored-text.ts'
import type { ClaimedUpload } from './claim-uploads.ts'
import { documentBytes } from './document-bytes.ts'
import { documentKind } from './document-kind.ts'
import type { DocumentKind } from './document-kind.ts'
import { readPicture } from './read-picture.ts'
import type { ReadPicture } from './read-picture.ts'
import { storeAssessment } from './store-assessment.ts'
import type { UploadedDocument } from './store-assessment.ts'
import { storeAttestation } from './store-attestation.ts'
import { storedProblems } from './upload-problem.ts'

const UNDECIDED = 'VEX decides about findings, and whoever sent it may not do so: that takes triage:write beside upload:write'

/** What became of an upload that was read: a picture is still to be stored; everything else is done. */
export type ReadUpload = { readonly kind: 'sbom'; readonly picture: ReadPicture } | { readonly kind: Exclude<DocumentKind, 'sbom'> }

/** Tells what a document is and reads it within limits. Throws CupelError or DocumentInvalid when nothing can be made of it. */
export async function readUpload(services: Services, claimed: ClaimedUpload, maxBytes: number): Promise<ReadUpload> {
  const content = documentBytes(claimed, maxBytes)
  const kind = documentKind(content, claimed.kind)
  const { id: uploadId, projectId, documentId, origin } = claimed
  const named = { uploadId, projectId, documentId, name: claimed.name || 'document' }
  if (kind === 'sbom') return { kind, picture: await readPicture({ ...named, content }, { origin, maxBytes }) }
  const document: UploadedDocument = { ...named, bytes: content.read(0, content.size) }
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
