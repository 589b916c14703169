/** Most texts are plain all through, which a pattern tells soonest. */
const PLAIN_TEXT = /^[A-Za-z0-9.\-_~:]*$/

/** 1 for the ASCII characters a canonical purl leaves as they are: letters, digits, `.-_~` and `:`. */
const PLAIN = plainTable()

function plainTable(): Uint8Array {
  const table = new Uint8Array(128)
  for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~:') {
    table[character.charCodeAt(0)] = 1
  }
  return table
}

/** Percent-encodes one purl component (purl-spec "Character encoding"). Text that needs no encoding is returned as is. */
export function encodePurlPart(text: string): string {
  return PLAIN_TEXT.test(text) ? text : encodeFrom(text, 0)
}

/** As encodePurlPart for each `/`-separated segment; the separators stay. */
export function encodePurlPath(text: string): string {
  return PLAIN_TEXT.test(text) ? text : text.split('/').map(encodePurlPart).join('/')
}

function encodeFrom(text: string, start: number): string {
  let encoded = text.slice(0, start)
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 127) return encoded + encodeRest(text.slice(index))
    if (PLAIN[code] === 1) encoded += text[index] ?? ''
    else encoded += (code < 16 ? '%0' : '%') + code.toString(16).toUpperCase()
  }
  return encoded
}

/** A lone surrogate has no UTF-8 form and becomes the replacement character. */
function encodeRest(text: string): string {
  let encoded = ''
  for (const character of text.replace(/\p{Surrogate}/gu, '\ufffd')) {
    encoded += character > '\x7f' ? encodeURIComponent(character) : encodeFrom(character, 0)
  }
  return encoded
}

/** Decodes percent-encoding as UTF-8; null where it is not valid. */
export function decodePurlPart(text: string): string | null {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
