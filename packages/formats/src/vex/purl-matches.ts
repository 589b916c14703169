import { parsePurl, PurlInvalid } from '@cupel/model'
import type { PurlParts } from '@cupel/model'

/**
 * Whether what `pattern` names includes `purl` (OpenVEX specification, "Software identifiers"): type, namespace and name are
 * equal after canonicalisation; a pattern without version means all versions; every qualifier of the pattern must be there
 * with the same value; the subpath counts only when the pattern has one. What is no purl matches nothing.
 */
export function purlMatches(pattern: string, purl: string): boolean {
  const wanted = parsed(pattern)
  const given = parsed(purl)
  return wanted !== null && given !== null && mismatch(wanted, given) === ''
}

/** In which part two purls differ, for explanations: `name`, `version`, `qualifier arch` …; empty when the pattern fits. */
export function purlMismatch(pattern: string, purl: string): string {
  const wanted = parsed(pattern)
  const given = parsed(purl)
  if (wanted === null || given === null) return 'no purl'
  return mismatch(wanted, given)
}

/** Only `pkg:` texts are worth the parser. */
export function isPurl(text: string): boolean {
  return /^pkg:/i.test(text)
}

function mismatch(wanted: PurlParts, given: PurlParts): string {
  if (wanted.type !== given.type) return 'type'
  if (!sameName(wanted, given)) return 'name'
  if (wanted.version !== '' && wanted.version !== given.version) return 'version'
  for (const [key, value] of Object.entries(wanted.qualifiers)) {
    if (!sameQualifier(key, value, given.qualifiers[key])) return `qualifier ${key}`
  }
  return wanted.subpath === '' || wanted.subpath === given.subpath ? '' : 'subpath'
}

/** Older editions of the purl specification lower-case Go module paths, newer ones do not; no two modules differ by case alone. */
function sameName(a: PurlParts, b: PurlParts): boolean {
  if (a.name === b.name && a.namespace === b.namespace) return true
  return a.type === 'golang' && a.name.toLowerCase() === b.name.toLowerCase() && a.namespace.toLowerCase() === b.namespace.toLowerCase()
}

function sameQualifier(key: string, wanted: string, given: string | undefined): boolean {
  if (given === undefined) return false
  return key === 'repository_url' ? repository(wanted) === repository(given) : wanted === given
}

/** A repository is the same with and without scheme, final slash, and the `index.` host that Docker Hub also answers to. */
function repository(url: string): string {
  const bare = url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^(?:index|registry-1)\./, '')
  return bare.endsWith('/') ? bare.slice(0, -1) : bare
}

const remembered = new Map<string, PurlParts | null>()

/** Documents repeat the same few purls in thousands of statements. */
function parsed(text: string): PurlParts | null {
  const known = remembered.get(text)
  if (known !== undefined) return known
  if (remembered.size > 20_000) remembered.clear()
  const parts = parsedAnew(text)
  remembered.set(text, parts)
  return parts
}

function parsedAnew(text: string): PurlParts | null {
  if (!isPurl(text)) return null
  try {
    return parsePurl(text)
  } catch (error) {
    if (error instanceof PurlInvalid) return null
    throw error
  }
}
