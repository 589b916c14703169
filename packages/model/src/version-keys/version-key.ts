import type { VersionScheme } from '../version-scheme.ts'
import { KeyBytes } from './key-bytes.ts'
import { VERSION_KEYS } from './schemes.gen.ts'
import type { VersionKeyScheme } from './version-key-scheme.ts'

/** The longest key: well below what an index row of PostgreSQL holds beside other columns (2,704 bytes). */
export const MAX_VERSION_KEY_BYTES = 1000

/** Grows whenever a key changes its bytes: keys stored under another revision are to be made anew. */
export const VERSION_KEY_REVISION = 2

/** Longer texts have no key, whatever they say. */
const MAX_TEXT = 1000

const schemes: ReadonlyMap<string, VersionKeyScheme> = new Map(VERSION_KEYS.map((scheme) => [scheme.id, scheme]))

/**
 * The version's place among all versions of the scheme: unsigned comparison of two keys is `scheme.compare`, and equal
 * versions have equal keys. null where ranges do not judge the text (`scheme.valid`), where the scheme has no total order
 * or the key would be too long, and for names that move: such versions are to be kept in a list and judged by evaluateAffected. Never throws.
 */
export function versionKey(scheme: VersionScheme, version: string): Uint8Array | null {
  if (version === '' || version.length > MAX_TEXT || !scheme.valid(version)) return null
  return (scheme.newest?.(version) ?? null) === null ? orderKey(scheme.id, version) : null
}

/** As versionKey, for any text that has a place in the order of the scheme with this id, be it a version or not. */
export function orderKey(schemeId: string, text: string): Uint8Array | null {
  const scheme = schemes.get(schemeId)
  if (scheme === undefined || text.length > MAX_TEXT || scheme.ordered?.(text) === false) return null
  const bytes = new KeyBytes()
  scheme.write(bytes, text)
  const key = bytes.toKey()
  return key.length > MAX_VERSION_KEY_BYTES ? null : key
}

/** The keys of a scheme; undefined for a scheme without. */
export function versionKeyScheme(schemeId: string): VersionKeyScheme | undefined {
  return schemes.get(schemeId)
}
