import type { FoundPackage } from './extractor.ts'

/** Kinds of which a project tells the name and version of a package. */
const KINDS = /^(?:gem|cargo|pypi|npm|composer|hex|pub)$/
const VENDORED = /(?:^|\/)(?:vendor|vendored|third[-_]?party|3rd[-_]?party)(?:\/|$)/i

/**
 * The package of which a project in this folder is a copy: a lock takes what was put under `vendor/` for a project of one's own, and
 * what is known of it is known of the copy. null: it is one's own, or does not say what it is.
 */
export function vendoredCopy(
  type: string,
  { name, version, path }: { readonly name: string; readonly version: string; readonly path: string },
): FoundPackage | null {
  if (name === '' || version === '' || !KINDS.test(type) || !VENDORED.test(path)) return null
  const slash = type === 'npm' || type === 'composer' ? name.lastIndexOf('/') : -1
  return slash < 0 ? { name, version } : { namespace: name.slice(0, slash), name: name.slice(slash + 1), version }
}
