/**
 * A purl, or the pattern of one, in the one spelling that stands for all that its ecosystem takes for the same: NuGet compares names
 * without case, and versions as `nugetVersion` has them. Any other purl stays as it is.
 */
export function oneSpelling(purl: string): string {
  const [, name, version, rest = ''] = /^pkg:nuget\/+([^@?#]*)(?:@([^?#]*))?(.*)$/is.exec(purl) ?? []
  if (name === undefined) return purl
  return `pkg:nuget/${name.toLowerCase()}${version === undefined ? '' : `@${encodeURIComponent(nugetVersion(decoded(version)))}`}${rest}`
}

/** Three or four numbers without leading zeros and without a fourth of zero, lower case, no build metadata: `1.0` is `1.0.0` (NuGet.Versioning, normalised form). */
export function nugetVersion(version: string): string {
  const [, numbers, release = ''] = /^v?(\d+(?:\.\d+){0,3})(-[^+]*)?(?:\+.*)?$/is.exec(version.trim()) ?? []
  if (numbers === undefined) return version.toLowerCase()
  const parts = numbers.split('.').map((part) => part.replace(/^0+(?=\d)/, ''))
  while (parts.length < 3) parts.push('0')
  if (parts[3] === '0') parts.pop()
  return parts.join('.') + release.toLowerCase()
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
