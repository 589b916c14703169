import { parsePurl, PurlInvalid } from '@cupel/model'

/** The purl without its version; qualifiers stay, since another architecture is another package. */
export function packageOfPurl(purl: string): string {
  try {
    const { version } = parsePurl(purl)
    const at = version === '' ? -1 : purl.lastIndexOf('@')
    const end = at < 0 ? -1 : purl.slice(at).search(/[?#]/)
    return at < 0 ? purl : purl.slice(0, at) + (end < 0 ? '' : purl.slice(at + end))
  } catch (error) {
    if (!(error instanceof PurlInvalid)) throw error
    return purl
  }
}
