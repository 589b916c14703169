import { Refused } from '../verdict/refused.ts'

/** A cleartext signed message taken apart (RFC 9580 §7), nothing verified. */
export interface CleartextMessage {
  /** The text as it was signed: dashes unescaped, trailing blanks gone, lines ended by CR LF, no end after the last. */
  readonly signed: Buffer
  /** The same with plain line feeds, for reading. */
  readonly text: string
  readonly armour: string
}

const BEGIN = '-----BEGIN PGP SIGNED MESSAGE-----'
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----'
const END = '-----END PGP SIGNATURE-----'
const MAX_BYTES = 64 * 1024 * 1024

/**
 * Reads the one cleartext signed message of a text. Refuses anything before or after it: readers take such text for signed. Refuses
 * headers other than `Hash`, and lines that should have been escaped.
 */
export function readCleartext(text: string): CleartextMessage {
  if (text.length > MAX_BYTES) throw new Refused('limit-exceeded', `a signed message of more than ${MAX_BYTES} bytes`)
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
  while (lines.at(-1)?.trim() === '') lines.pop()
  if (lines[0]?.trimEnd() !== BEGIN)
    throw new Refused('malformed', 'a signed message begins with its armour line, and nothing stands before it')
  const start = lines.indexOf('', 1) + 1
  if (start === 0 || lines.slice(1, start - 1).some((line) => !/^Hash: [A-Za-z0-9, -]+$/.test(line)))
    throw new Refused('malformed', 'the signed message has headers that are not known')
  const armourAt = lines.findIndex((line, at) => at >= start && line.trimEnd() === SIGNATURE)
  if (armourAt < 0) throw new Refused('evidence-missing', 'the signed message has no signature')
  const end = lines.findIndex((line, at) => at > armourAt && line.trimEnd() === END)
  if (end !== lines.length - 1)
    throw new Refused('malformed', 'text stands outside the signed message', { remedy: 'use only what the signature covers' })
  const body = lines.slice(start, armourAt).map((line) => {
    if (line.startsWith('- ')) return line.slice(2)
    if (line.startsWith('-')) throw new Refused('malformed', 'a line of the signed message is not escaped')
    return line
  })
  const bare = body.map((line) => line.replace(/[ \t]+$/, ''))
  return { signed: Buffer.from(bare.join('\r\n')), text: `${bare.join('\n')}\n`, armour: lines.slice(armourAt).join('\n') + '\n' }
}
