/** What one expression may use. The defaults fit rules that people write. */
export interface CelLimits {
  /** UTF-16 code units of an expression. */
  readonly length: number
  /** Levels of its syntax tree. */
  readonly depth: number
  /** Nodes of its syntax tree. */
  readonly nodes: number
}

export const CEL_LIMITS: CelLimits = { length: 32_768, depth: 160, nodes: 10_000 }

/** Entries of a list or map that an expression makes. */
export const MAX_ENTRIES = 100_000
/** UTF-16 code units or bytes of a text that an expression makes. */
export const MAX_TEXT = 1_000_000

/** An evaluation used more than it may. Nothing inside an expression can absorb it. */
export class CelLimitExceeded extends Error {
  override readonly name = 'CelLimitExceeded'
}
