import { createHash } from 'node:crypto'

/** The name space of our identifiers; chosen once, by chance. */
const NAME_SPACE = Buffer.from('0d1f6a0e6c0b4c5a9c3f6b1d2a7e4f58', 'hex')

/** A UUID of a text (RFC 9562 version 5, the only one by name that OSCAL takes): the same text gives the same one. */
export function uuidOf(text: string): string {
  const bytes = createHash('sha1').update(NAME_SPACE).update(text).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
