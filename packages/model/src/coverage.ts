/** Entries of a file that are known and deliberately give no component. */
export interface Skipped {
  /** A short noun: `workspace member`, `local path`, `git dependency without version`. */
  readonly what: string
  readonly count: number
}

/** What became of one file whose name cupel knows. `partial` and `failed` always have a Problem beside them. */
export interface Coverage {
  readonly path: string
  /** Extractor id. */
  readonly by: string
  /** `package-lock`, `pnpm-lock`; mostly the extractor id. */
  readonly format: string
  /** As the file states it; empty when the format has none. */
  readonly formatVersion: string
  readonly state: 'read' | 'partial' | 'failed'
  /** Components found in this file. */
  readonly packages: number
  readonly skipped: readonly Skipped[]
  /** Sections or entries seen and not understood. */
  readonly unknown: readonly string[]
}
