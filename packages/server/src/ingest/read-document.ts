import { DocumentInvalid, loadVexRanges, readVex } from '@cupel/formats'
import { CupelError } from '@cupel/model'
import { documentBytes } from './document-bytes.ts'
import { documentKind } from './document-kind.ts'
import type { DocumentKind } from './document-kind.ts'
import type { KeyedComponent } from './named-version.ts'
import { readAssessment } from './read-assessment.ts'
import type { ReadAssessment } from './read-assessment.ts'
import { readPicture } from './read-picture.ts'
import type { DocumentPicture } from './read-picture.ts'
import type { UploadKind } from './receive-upload.ts'
import type { AttestationTrust } from './store-attestation.ts'
import type { JudgedAttestation } from '../trust/judge-attestations.ts'
import type { UsableTrust } from '../trust/usable-trust.ts'
import { storedProblems } from './upload-problem.ts'
import type { StoredProblem } from './upload-problem.ts'

/** A document as it was kept. */
export interface KeptDocument {
  readonly name: string
  readonly kind: UploadKind
  /** Deflated; null: it was let go. */
  readonly body: Uint8Array | null
  /** Unpacked. */
  readonly size: number
  readonly maxBytes: number
  /** By what it is verified where it attests; absent: whoever has it read is asked then. */
  readonly trust?: AttestationTrust
}

/** What a document is, and what it says, as far as that takes no store. */
export type ReadDocument<Components> =
  | { readonly kind: 'sbom'; readonly picture: DocumentPicture<Components> }
  | { readonly kind: 'vex'; readonly problems: readonly StoredProblem[] }
  | { readonly kind: 'assessment'; readonly assessment: ReadAssessment }
  | { readonly kind: 'attestation'; readonly judged: readonly JudgedAttestation[]; readonly trust: AttestationTrust }
  /** Nothing can be made of it; null: not even what it is can be told. */
  | { readonly kind: DocumentKind | null; readonly refused: string }

/** By what attestations are verified, asked for when there are some; `usable` spares making it out of the text again. */
export type TrustAsked = () => Promise<AttestationTrust & { readonly usable?: UsableTrust }>

function given({ trust }: KeptDocument): TrustAsked {
  return () => (trust === undefined ? Promise.reject(new Error('nobody said whom to trust')) : Promise.resolve(trust))
}

/** Tells what a document is, reads it within limits, and verifies what attests. Rejects only for what is no fault of the document. */
export async function readDocument(document: KeptDocument, trustAsked = given(document)): Promise<ReadDocument<readonly KeyedComponent[]>> {
  let kind: DocumentKind | null = null
  try {
    const content = documentBytes(document)
    kind = documentKind(content, document.kind)
    if (kind === 'sbom') return { kind, picture: await readPicture(content, document.name, document) }
    if (kind === 'attestation') {
      const { usable, ...trust } = await trustAsked()
      // Verifying takes much code, and most of what is read attests nothing.
      const { judgeAttestations } = await import('../trust/judge-attestations.ts')
      const { usableTrust } = await import('../trust/usable-trust.ts')
      const attesting = { bytes: content.read(0, content.size), name: document.name }
      return { kind, judged: await judgeAttestations(attesting, usable ?? usableTrust(trust.body, trust.now), trust), trust }
    }
    const text = new TextDecoder('utf-8').decode(content.read(0, content.size))
    if (kind === 'assessment') return { kind, assessment: readAssessment(text, document.name) }
    const { problems } = await loadVexRanges(readVex(text, document.name))
    return { kind, problems: storedProblems(problems) }
  } catch (error) {
    if (error instanceof CupelError || error instanceof DocumentInvalid) return { kind, refused: error.message }
    throw error
  }
}
