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
}

/** What a document is, and what it says, as far as that takes no store. */
export type ReadDocument<Components> =
  | { readonly kind: 'sbom'; readonly picture: DocumentPicture<Components> }
  | { readonly kind: 'vex'; readonly problems: readonly StoredProblem[] }
  | { readonly kind: 'assessment'; readonly assessment: ReadAssessment }
  /** Is read where it is verified. */
  | { readonly kind: 'attestation' }
  /** Nothing can be made of it; null: not even what it is can be told. */
  | { readonly kind: DocumentKind | null; readonly refused: string }

/** Tells what a document is and reads it within limits. Rejects only for what is no fault of the document. */
export async function readDocument(document: KeptDocument): Promise<ReadDocument<readonly KeyedComponent[]>> {
  let kind: DocumentKind | null = null
  try {
    const content = documentBytes(document)
    kind = documentKind(content, document.kind)
    if (kind === 'sbom') return { kind, picture: await readPicture(content, document.name, document) }
    if (kind === 'attestation') return { kind }
    const text = new TextDecoder('utf-8').decode(content.read(0, content.size))
    if (kind === 'assessment') return { kind, assessment: readAssessment(text, document.name) }
    const { problems } = await loadVexRanges(readVex(text, document.name))
    return { kind, problems: storedProblems(problems) }
  } catch (error) {
    if (error instanceof CupelError || error instanceof DocumentInvalid) return { kind, refused: error.message }
    throw error
  }
}
