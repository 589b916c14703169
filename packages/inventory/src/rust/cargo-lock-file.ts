/** One `[[package]]` of a Cargo.lock, strings as they stand. */
export interface LockedCrate {
  readonly name: string
  readonly version: string
  /** `registry+…`, `sparse+…`, `git+…`; `` for a crate of the workspace or a path. */
  readonly source: string
  readonly checksum: string
  /** `name`, `name version` or `name version (source)`. */
  readonly dependencies: readonly string[]
  /** 1-based line of the name. */
  readonly line: number | undefined
}

export interface CargoLockFile {
  /** `` when the file states none (versions 1 and 2). */
  readonly version: string
  readonly crates: readonly LockedCrate[]
  /** Version 1: `name version (source)` → checksum. */
  readonly checksums: ReadonlyMap<string, string>
  /** Root keys that no known version has. */
  readonly unknown: readonly string[]
}
