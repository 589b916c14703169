/** Why a document was refused: not its format, over a limit, or a construct that is refused on purpose (a DTD). */
export type DocumentFault = 'malformed' | 'limit-exceeded' | 'unsupported-content'

/**
 * A text is not the document it should be. Thrown by every `read…` function of this room; `message` is one sentence
 * without text of the input, so it is safe to print.
 */
export class DocumentInvalid extends Error {
  override readonly name = 'DocumentInvalid'
  readonly fault: DocumentFault
  /** 1-based; 0 when the whole document is meant. */
  readonly line: number
  /** 1-based, in UTF-16 code units; 0 when unknown. */
  readonly column: number

  constructor(message: string, place: { line: number; column: number }, fault: DocumentFault = 'malformed') {
    super(message)
    this.line = place.line
    this.column = place.column
    this.fault = fault
  }
}
