import type { TextRow } from './row-digest.ts'
import type { Sequence } from './table-shape.ts'

/** A job that was waiting or running, to be sent again. */
export interface CopiedJob {
  readonly queue: string
  readonly payload: object
  readonly key: string
  readonly afterSeconds: number
}

/** What a whole store consists of, in the order in which it is read and written. */
export type CopyItem =
  /** `steps`: digests of the schema's steps, 1 to the last one taken. */
  | { readonly kind: 'start'; readonly steps: readonly string[] }
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly (readonly [name: string, type: string])[] }
  | { readonly kind: 'rows'; readonly rows: readonly TextRow[] }
  | { readonly kind: 'end'; readonly table: string; readonly rows: number; readonly digest: string }
  | { readonly kind: 'sequence'; readonly sequence: Sequence }
  | { readonly kind: 'job'; readonly job: CopiedJob }

/** One table of a finished copy. */
export interface CopiedTable {
  readonly table: string
  readonly rows: number
  /** Sum of the rows' SHA-256, the same in original and copy. */
  readonly digest: string
}
