const SIZES: Readonly<Record<string, number>> = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 }

/**
 * The digest in hexadecimal that a text is: as such, with its algorithm before it (`sha256:…`, `SHA-512-…`), or as npm writes it in a lock
 * file (`sha512-` and base64). null: it is none.
 */
export function searchedHash(text: string): string | null {
  const [, family = '', size = '', rest = ''] = /^(?:(md|sha)-?(\d{1,3})[:-])?(.*)$/is.exec(text) ?? []
  if (/^[0-9a-f]{32,128}$/i.test(rest)) return rest.toLowerCase()
  if (!/^[A-Za-z0-9+/]{22,86}={0,2}$/.test(rest)) return null
  const bytes = Buffer.from(rest, 'base64')
  return bytes.length === SIZES[`${family}${size}`.toLowerCase()] ? bytes.toString('hex') : null
}
