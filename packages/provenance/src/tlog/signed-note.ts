import { decodeBase64 } from '../encoding/base64.ts'
import { Refused } from '../verdict/refused.ts'

export interface NoteSignature {
  readonly name: string
  /** The first four bytes of the key id: a hint which key to try, shared by chance by other keys. */
  readonly keyHint: Buffer
  readonly signature: Buffer
}

/** A signed note (C2SP signed-note): the text with its final line break is what every signature covers. */
export interface SignedNote {
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

const MAX_NOTE_BYTES = 1024 * 1024
const MAX_SIGNATURES = 100

/**
 * Splits a note at its last blank line. Refuses control characters, signature lines of another shape, and notes without any
 * signature.
 */
export function readSignedNote(note: string, what: string): SignedNote {
  if (note.length > MAX_NOTE_BYTES) throw new Refused('limit-exceeded', `${what} is larger than ${MAX_NOTE_BYTES} characters`)
  const split = note.lastIndexOf('\n\n')
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  if (split < 0 || !note.endsWith('\n') || /[\0-\x09\x0b-\x1f]/.test(note)) throw new Refused('malformed', `${what} is not a signed note`)
  const lines = note.slice(split + 2, -1).split('\n')
  if (split + 2 >= note.length) throw new Refused('evidence-missing', `${what} has no signature`)
  if (lines.length > MAX_SIGNATURES) throw new Refused('limit-exceeded', `${what} has more than ${MAX_SIGNATURES} signatures`)
  return { text: note.slice(0, split + 1), signatures: lines.map((line) => readSignatureLine(line, what)) }
}

/** One signature line of a note. */
export function writeSignatureLine(name: string, keyHint: Uint8Array, signature: Uint8Array): string {
  return `— ${name} ${Buffer.concat([keyHint, signature]).toString('base64')}\n`
}

function readSignatureLine(line: string, what: string): NoteSignature {
  const match = /^— ([^\s+]{1,1000}) ([A-Za-z0-9+/=]+)$/.exec(line)
  if (match === null) throw new Refused('malformed', `${what} has a line among its signatures that is none`)
  const bytes = decodeBase64(match[2]!, what)
  if (bytes.length < 5) throw new Refused('malformed', `${what} has a signature that is too short`)
  return { name: match[1]!, keyHint: bytes.subarray(0, 4), signature: bytes.subarray(4) }
}
