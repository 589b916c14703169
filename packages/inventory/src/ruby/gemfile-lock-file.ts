import type { LineFault } from '../text/report-faults.ts'

/** One gem of a source section. */
export interface LockedGem {
  readonly name: string
  /** Without the platform. */
  readonly version: string
  /** `x86_64-linux`, `` for the pure Ruby one. */
  readonly platform: string
  /** Names of the gems it needs. */
  readonly dependencies: readonly string[]
  readonly source: GemSource
  /** 1-based. */
  readonly line: number
}

export interface GemSource {
  readonly kind: 'GEM' | 'GIT' | 'PATH' | 'PLUGIN SOURCE'
  readonly remote: string
  readonly revision: string
}

export interface GemfileLockFile {
  readonly gems: readonly LockedGem[]
  /** Gems the Gemfile itself asks for, in the order of the file. */
  readonly direct: readonly { readonly name: string; readonly line: number }[]
  /** `name version` → checksum texts (`sha256=hex`). */
  readonly checksums: ReadonlyMap<string, readonly string[]>
  readonly bundler: string
  readonly sections: ReadonlySet<string>
  readonly faults: readonly LineFault[]
}
