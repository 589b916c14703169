import type { VexRange } from './version-range.ts'

/** Statuses of VEX (CISA "Minimum Requirements for VEX", 2023); every format's own words are mapped to these. */
export type VexStatus = 'affected' | 'not_affected' | 'fixed' | 'under_investigation'

export interface VexHash {
  /** Lower case without hyphens inside the family name: `sha256`, `sha3-256`, `md5`. */
  readonly algorithm: string
  /** Lower-case hexadecimal. */
  readonly value: string
}

/** How a VEX document names a thing. One of the names that fits is enough. */
export interface VexIdentity {
  /** purls and other IRIs, as stated; a BOM-Link stands here too. */
  readonly ids: readonly string[]
  /** CPE 2.2 URIs or 2.3 strings. */
  readonly cpes: readonly string[]
  readonly hashes: readonly VexHash[]
  /** The statement is about these versions only; empty: what the identity itself says. */
  readonly versions: readonly string[]
  /** The statement is about versions in one of these too; absent: about no range. */
  readonly ranges?: readonly VexRange[]
}

/** What a statement is about: a product, and when `subcomponents` is not empty only these parts of it. */
export interface VexProduct extends VexIdentity {
  readonly subcomponents: readonly VexIdentity[]
}

/** One claim of one author about some vulnerabilities in some products, independent of the format it was written in. */
export interface VexStatement {
  readonly format: 'openvex' | 'csaf' | 'cyclonedx'
  /** The main id first, then its other names. */
  readonly vulnerabilities: readonly string[]
  readonly products: readonly VexProduct[]
  readonly status: VexStatus
  /** The format's own label, or empty. */
  readonly justification: string
  /** Why it is not affected, in the author's words. */
  readonly impact: string
  /** What to do, in the author's words. */
  readonly action: string
  readonly author: string
  /** RFC 3339; empty when the document states none. */
  readonly timestamp: string
  readonly documentId: string
  /** File as the user gave it. */
  readonly source: string
  /** 1-based; 0 when unknown. */
  readonly line: number
}
