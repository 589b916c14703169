import type { KeyBytes } from './key-bytes.ts'
import type { VersionSpan } from './version-span.ts'

/** One version scheme's order as bytes. One file a scheme in `schemes/`, named as the scheme is, found by `npm run gen`. */
export interface VersionKeyScheme {
  /** Id of the version scheme whose `compare` the keys follow. */
  readonly id: string
  /** Writes the place of any text in the order: equal bytes for what is equal, and only for that. */
  write(key: KeyBytes, text: string): void
  /** False for a text among which `compare` is no total order: it has no key. Default: every text has a place. */
  ordered?(text: string): boolean
  /**
   * For a text without place: the keys of versions that `compare` puts above it; null where spans cannot say. A scheme that
   * has this promises that no version with a key equals a text without one.
   */
  above?(text: string): readonly VersionSpan[] | null
  /** The keys of versions that the scheme's `same` takes for the text, ascending. Default: the text's own key. */
  same?(text: string): readonly VersionSpan[]
}

export function defineVersionKey(scheme: VersionKeyScheme): VersionKeyScheme {
  return scheme
}
