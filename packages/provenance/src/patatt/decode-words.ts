const WORD = /=\?([\w-]{1,40})\?([bq])\?([^?\s]{0,2000})\?=(\s{1,200}(?==\?[\w-]{1,40}\?[bq]\?))?/gi

/** Text of a header whose words may be encoded (RFC 2047); words in unknown character sets stay as they are. */
export function decodeWords(text: string): string {
  return Buffer.from(text, 'latin1')
    .toString('utf8')
    .replaceAll(WORD, (whole: string, charset: string, encoding: string, body: string) => {
      try {
        return new TextDecoder(charset).decode(encoding.toLowerCase() === 'b' ? Buffer.from(body, 'base64') : quoted(body))
      } catch {
        return whole
      }
    })
}

function quoted(body: string): Buffer {
  const bytes = body
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}
