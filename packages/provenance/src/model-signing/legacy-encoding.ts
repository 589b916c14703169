/**
 * What releases 0.2 and 0.3 of the model signing tool covered with their signatures: type, length and payload like DSSE, but with the
 * payload as Python writes a bytes literal. It hides nothing: different payloads have different literals.
 */
export function legacyEncoding(payloadType: string, payload: Buffer): Buffer {
  return Buffer.from(`DSSEV1 ${payloadType.length} ${payloadType} ${payload.length} ${bytesLiteral(payload)}`)
}

function bytesLiteral(bytes: Buffer): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'"
  let text = ''
  for (const byte of bytes) text += escaped(byte, quote)
  return `b${quote}${text}${quote}`
}

const ESCAPES: Readonly<Record<number, string>> = { 0x09: String.raw`\t`, 0x0a: String.raw`\n`, 0x0d: String.raw`\r`, 0x5c: String.raw`\\` }

function escaped(byte: number, quote: string): string {
  const character = String.fromCharCode(byte)
  if (character === quote) return `\\${quote}`
  const escape = ESCAPES[byte]
  if (escape !== undefined) return escape
  return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, '0')}`
}
