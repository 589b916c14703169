import type { Problem, ProblemCode } from '@cupel/model'
import { ReadFailed } from './tree.ts'

/** An archive, or a member of it, that is not read; `code` and the message are those of the Problem to report. */
export class ArchiveRefused extends ReadFailed {
  override readonly name = 'ArchiveRefused'
  readonly code: ProblemCode

  constructor(code: ProblemCode, message: string) {
    super(message)
    this.code = code
  }
}

/** What an archive reader reports of one archive; the path is the caller's to give. */
export type ArchiveProblem = Pick<Problem, 'code' | 'effect' | 'detail'>

/** Bytes that may still be inflated. One budget goes through an archive and all archives within it. */
export interface InflateBudget {
  remaining: number
}
