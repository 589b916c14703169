import { purlMatches } from '@cupel/formats'
import { parsePurl, PurlInvalid } from '@cupel/model'

/** Letters that no purl type normalises away; they mark the place of the star while the pattern is read as a purl. */
const MARK = 'zzstarzz'

/**
 * Reads a package pattern: a purl, without version for all versions, or with a `*` at the end of the name for all names that
 * start so. Throws PurlInvalid when it is no purl, and for a star anywhere else: it would match nothing, or more than is meant.
 */
export function packageMatcher(pattern: string): (purl: string) => boolean {
  if (!pattern.endsWith('*')) {
    const { namespace, name, version } = parsePurl(pattern)
    if (`${namespace}/${name}@${version}`.includes('*')) throw misplacedStar(pattern)
    return (purl) => purlMatches(pattern, purl)
  }
  const wanted = parsePurl(pattern.slice(0, -1) + MARK)
  const marked = joined(wanted)
  if (!marked.endsWith(MARK) || marked.includes('*') || wanted.version !== '') throw misplacedStar(pattern)
  const prefix = marked.slice(0, marked.length - MARK.length)
  return (purl) => {
    const given = parsePurl(purl)
    return given.type === wanted.type && joined(given).startsWith(prefix)
  }
}

function joined({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

function misplacedStar(pattern: string): PurlInvalid {
  return new PurlInvalid(`a star stands at the end of the name only: ${pattern.slice(0, 200)}`)
}
