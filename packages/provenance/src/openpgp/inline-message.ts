import { inflateRawSync, inflateSync } from 'node:zlib'
import { Refused } from '../verdict/refused.ts'
import { PACKET, PacketReader, readPackets } from './packets.ts'
import type { PgpSignature } from './pgp-signature.ts'
import { readPgpSignature } from './pgp-signature.ts'

/** A message with its signature inside (RFC 9580 §10.3), nothing verified. */
export interface InlineMessage {
  readonly content: Buffer
  readonly signature: PgpSignature
}

const COMPRESSED_OF_OPEN_LENGTH = 0xa3
const COMPRESSED = 8
const ONE_PASS = 4
const LITERAL = 11
const MAX_BYTES = 1024 * 1024

/** Reads a short signed message, compressed or not, with one signature and one literal. */
export function readInlineMessage(bytes: Buffer): InlineMessage {
  const packets = readPackets(bytes[0] === COMPRESSED_OF_OPEN_LENGTH ? inflated(bytes.subarray(1)) : bytes).flatMap((packet) =>
    packet.tag === COMPRESSED ? readPackets(inflated(packet.body)) : [packet],
  )
  const known = packets.filter(({ tag }) => tag !== PACKET.marker && tag !== PACKET.padding)
  const literals = known.filter(({ tag }) => tag === LITERAL)
  const signatures = known.filter(({ tag }) => tag === PACKET.signature)
  const others = known.filter(({ tag }) => tag !== LITERAL && tag !== PACKET.signature && tag !== ONE_PASS)
  const [literal] = literals
  const [signature] = signatures
  if (literal === undefined || signature === undefined || literals.length + signatures.length > 2 || others.length > 0)
    throw new Refused('malformed', 'not a message with one OpenPGP signature')
  const reader = new PacketReader(literal.body, 'the signed message')
  reader.byte()
  reader.take(reader.byte())
  reader.take(4)
  return { content: reader.rest(), signature: readPgpSignature(signature.body) }
}

function inflated(body: Buffer): Buffer {
  const algorithm = body[0]
  const packed = body.subarray(1)
  if (algorithm === 0) return packed
  if (algorithm !== 1 && algorithm !== 2)
    throw new Refused('unsupported-algorithm', 'the signed message is compressed in a way that is not known')
  try {
    return algorithm === 1 ? inflateRawSync(packed, { maxOutputLength: MAX_BYTES }) : inflateSync(packed, { maxOutputLength: MAX_BYTES })
  } catch (cause) {
    throw new Refused('malformed', 'the signed message cannot be unpacked, or is too large', { cause })
  }
}
