/** What a component is needed for. A component reached in several ways has several scopes. */
export type Scope = 'runtime' | 'dev' | 'optional' | 'peer' | 'test' | 'build'

/** The order in which scopes are listed everywhere, so that equal inventories print equal bytes. */
export const SCOPES: readonly Scope[] = ['runtime', 'optional', 'peer', 'build', 'test', 'dev']

/** How sure an evidence is: a lock file pins, a manifest only asks, an installed record is what is there. */
export type EvidenceKind = 'lock' | 'manifest' | 'installed' | 'binary' | 'sbom' | 'workflow'

/** The place where a component was seen. `path` is relative to the target, with `/`, and `!/` before a place inside an archive. */
export interface Evidence {
  readonly path: string
  /** 1-based; absent where the format has no lines. */
  readonly line?: number
  /** 1-based, in UTF-16 code units. */
  readonly column?: number
  /** Extractor id. */
  readonly by: string
  readonly kind: EvidenceKind
  /** Digest of the image layer (diff id) the file comes from. */
  readonly layer?: string
}

export type HashAlgorithm =
  | 'md5'
  | 'sha1'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'sha3-256'
  | 'sha3-384'
  | 'sha3-512'
  | 'blake2b-256'
  | 'blake2b-384'
  | 'blake2b-512'
  | 'blake3'

/** Digest of the component's published artifact; `value` is lower-case hexadecimal. */
export interface Hash {
  readonly algorithm: HashAlgorithm
  readonly value: string
}

/** The name and version that advisories use, where they differ from the component's own (a distribution's source package). */
export interface AdvisorySubject {
  readonly name: string
  readonly version: string
}

/** One open source component of the target. Two places that give the same purl are one component. */
export interface Component {
  /** Canonical package URL: the identity. */
  readonly purl: string
  /** The name as its ecosystem writes it: `@scope/name`, `group:artifact`, `github.com/owner/repo`. */
  readonly name: string
  /** Empty when no file pins it; such a component is never silently "not vulnerable". */
  readonly version: string
  /** OSV ecosystem with suffix (`npm`, `Debian:12`); empty when OSV has none for it. */
  readonly ecosystem: string
  readonly scopes: readonly Scope[]
  /** null: the files do not tell. */
  readonly direct: boolean | null
  readonly evidence: readonly Evidence[]
  /** SPDX expressions where they parse, otherwise the text as stated. */
  readonly licenses: readonly string[]
  readonly hashes: readonly Hash[]
  readonly subject?: AdvisorySubject
}
