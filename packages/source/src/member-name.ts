// The upper half of code page 437 (IBM; Unicode's mapping table CP437.TXT).
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Name of a zip member (APPNOTE 6.3.10, appendix D). Without the UTF-8 flag it is code page 437 by the letter, but many
 * writers put UTF-8 there: what decodes as UTF-8 is taken as that.
 */
export function memberName(bytes: Buffer): string {
  const plain = bytes.toString('latin1')
  if (isAscii(plain)) return plain
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : (CP437[byte - 128] as string))).join('')
  }
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false
  return true
}
