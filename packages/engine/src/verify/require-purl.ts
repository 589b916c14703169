import { parsePurl, PurlInvalid, usageWrongValue } from '@cupel/model'

/** Refuses, as the user's error, a name of a package that no rule of a policy could be held against. */
export function requirePurl(purl: string | undefined): void {
  try {
    if (purl !== undefined) parsePurl(purl)
  } catch (error) {
    if (!(error instanceof PurlInvalid)) throw error
    throw usageWrongValue('--purl', purl ?? '', error.message)
  }
}
