import type { Problem } from '@cupel/model'
import { DocumentInvalid } from '../document-invalid.ts'
import type { VexStatement } from './statement.ts'

/** What was read from one VEX document. Statements that could not be understood are problems; the others stand. */
export interface VexDocument {
  readonly format: VexStatement['format']
  readonly statements: readonly VexStatement[]
  readonly problems: readonly Problem[]
}

/** Statements × products of one document; a larger one is refused. */
export const MAX_CLAIMS = 2_000_000

/** Refuses the document as a whole. `line` 0 means the document. */
export function refuseVex(reason: string, line = 0, fault: DocumentInvalid['fault'] = 'malformed'): never {
  throw new DocumentInvalid(reason, { line, column: 0 }, fault)
}
