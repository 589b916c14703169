/** One ecosystem family's version order. One file a scheme in `versions/`, found by `npm run gen`. */
export interface VersionScheme {
  /** File name of the plug-in: `semver`, `pep440`, `dpkg`. */
  readonly id: string
  /** OSV ecosystem names without suffix. */
  readonly ecosystems: readonly string[]
  /** The authority this order follows, for `docs/versions.md`. */
  readonly authority: string
  /** Whether `version` is one of the scheme's own; an invalid version still has a place in the order but is not judged by ranges. */
  valid(version: string): boolean
  /** Total order over all strings: negative, 0 or positive. No allocation for plain `x.y.z` pairs. */
  compare(a: string, b: string): number
  /** Whether equal precedence means the same release for `versions[]` look-ups (PEP 440 `1.0` = `1.0.0`). Default: compare() = 0. */
  same?(a: string, b: string): boolean
  /** The last place of the line of versions that a name which moves stands for (`v4`); null for a version of its own. */
  newest?(version: string): string | null
}

export function defineVersionScheme(scheme: VersionScheme): VersionScheme {
  return scheme
}

/** A scheme's metadata with its code behind a lazy import: what the generated registry holds. */
export interface VersionSchemeEntry extends Pick<VersionScheme, 'id' | 'ecosystems' | 'authority'> {
  load(): Promise<VersionScheme>
}
