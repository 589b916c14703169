import { purlMatches } from '@cupel/formats'
import { parsePurl } from '@cupel/model'

/** Letters that no purl type normalises away; they mark the place of the star while the pattern is read as a purl. */
const MARK = 'zzstarzz'

/**
 * Reads a package pattern: a purl, without version for all versions, or with a `*` at the end of the name for all names that
 * start so. Throws PurlInvalid when it is no purl. A star elsewhere is part of the name and matches nothing.
 */
export function packageMatcher(pattern: string): (purl: string) => boolean {
  if (!pattern.endsWith('*')) {
    parsePurl(pattern)
    return (purl) => purlMatches(pattern, purl)
  }
  const wanted = parsePurl(pattern.slice(0, -1) + MARK)
  const marked = joined(wanted)
  const prefix = marked.slice(0, marked.length - MARK.length)
  return (purl) => {
    const given = parsePurl(purl)
    return given.type === wanted.type && joined(given).startsWith(prefix)
  }
}

function joined({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`
}
