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
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 127 || PLAIN[code] === 0) return encodeFrom(text, index)
  }
  return text
}

/** As encodePurlPart for each `/`-separated segment; the separators stay. */
export function encodePurlPath(text: string): string {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code !== 47 && (code > 127 || PLAIN[code] === 0)) return text.split('/').map(encodePurlPart).join('/')
  }
  return text
}

function encodeFrom(text: string, start: number): string {
  const bytes = new TextEncoder().encode(text.slice(start))
  let encoded = text.slice(0, start)
  for (const byte of bytes) {
    if (byte < 128 && PLAIN[byte] === 1) encoded += String.fromCharCode(byte)
    else encoded += (byte < 16 ? '%0' : '%') + byte.toString(16).toUpperCase()
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
