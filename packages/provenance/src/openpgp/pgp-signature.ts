import { Refused } from '../verdict/refused.ts'
import { newLength, PacketReader } from './packets.ts'

/** A signature packet (RFC 9580 §5.2), nothing verified. */
export interface PgpSignature {
  readonly version: 3 | 4 | 6
  readonly type: number
  readonly algorithm: number
  readonly hash: PgpHash
  /** Seconds since 1970. */
  readonly created: number
  /** Key ids and fingerprints, lower-case hexadecimal, that name the signer; only hints. */
  readonly issuers: readonly string[]
  /** Bytes hashed after the data. */
  readonly trailer: Buffer
  /** v6: hashed before the data. */
  readonly salt: Buffer
  /** First two bytes of the digest. */
  readonly quick: Buffer
  /** The signature itself, in the form of its algorithm. */
  readonly material: Buffer
  /** Signed facts by subpacket type; last one wins, as all implementations have it. */
  readonly facts: ReadonlyMap<number, Buffer>
  /** Signatures inside: by the subkey over its own binding. */
  readonly embedded: readonly Buffer[]
}

export type PgpHash = 'md5' | 'sha1' | 'ripemd160' | 'sha256' | 'sha384' | 'sha512' | 'sha224' | 'sha3-256' | 'sha3-512'

const HASHES: Readonly<Record<number, PgpHash>> = {
  1: 'md5',
  2: 'sha1',
  3: 'ripemd160',
  8: 'sha256',
  9: 'sha384',
  10: 'sha512',
  11: 'sha224',
  12: 'sha3-256',
  14: 'sha3-512',
}
const SALT_BYTES: Partial<Readonly<Record<PgpHash, number>>> = {
  sha256: 16,
  sha384: 24,
  sha512: 32,
  sha224: 16,
  'sha3-256': 16,
  'sha3-512': 32,
}

/** Subpacket types (RFC 9580 §5.2.3.7). */
export const SUBPACKET = {
  created: 2,
  expires: 3,
  keyExpires: 9,
  issuer: 16,
  primaryUserId: 25,
  keyFlags: 27,
  revocationReason: 29,
  embedded: 32,
  issuerFingerprint: 33,
} as const

/** Subpackets that are understood or cannot change a verdict; any other one that is marked critical makes the signature unusable. */
const UNDERSTOOD = new Set<number>([2, 3, 4, 5, 6, 7, 9, 11, 12, 16, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 39])
const NOTATION = 20

/** Reads a signature packet of version 3, 4 or 6. */
export function readPgpSignature(body: Buffer): PgpSignature {
  const reader = new PacketReader(body, 'the OpenPGP signature')
  const version = reader.byte()
  if (version === 3) return readV3(reader)
  if (version !== 4 && version !== 6) throw new Refused('unsupported-version', `an OpenPGP signature of version ${version}`)
  const type = reader.byte()
  const algorithm = reader.byte()
  const hash = hashOf(reader.byte())
  const hashed = reader.take(version === 4 ? reader.uint16() : reader.uint32())
  const covered = body.subarray(0, reader.position)
  const unhashed = reader.take(version === 4 ? reader.uint16() : reader.uint32())
  const quick = reader.take(2)
  const salt = version === 6 ? reader.take(reader.byte()) : Buffer.alloc(0)
  if (version === 6 && salt.length !== SALT_BYTES[hash])
    throw new Refused('malformed', 'the OpenPGP signature has salt of another length than its hash takes')
  const signed = readSubpackets(hashed)
  const hints = readSubpackets(unhashed)
  const created = signed.facts.get(SUBPACKET.created)
  if (created?.length !== 4) throw new Refused('malformed', 'the OpenPGP signature does not say when it was made')
  const end = Buffer.alloc(6)
  end.writeUInt16BE((version << 8) | 0xff)
  end.writeUInt32BE(covered.length, 2)
  return {
    version,
    type,
    algorithm,
    hash,
    created: created.readUInt32BE(),
    issuers: [...signed.issuers, ...hints.issuers],
    trailer: Buffer.concat([covered, end]),
    salt,
    quick,
    material: reader.rest(),
    facts: signed.facts,
    embedded: [...signed.embedded, ...hints.embedded],
  }
}

/** RFC 4880 §5.2.2: still found in old tags. */
function readV3(reader: PacketReader): PgpSignature {
  if (reader.byte() !== 5) throw new Refused('malformed', 'the OpenPGP signature covers other fields than it should')
  const trailer = reader.take(5)
  const keyId = reader.take(8).toString('hex')
  const algorithm = reader.byte()
  const hash = hashOf(reader.byte())
  const quick = reader.take(2)
  return {
    version: 3,
    type: trailer[0] as number,
    algorithm,
    hash,
    created: trailer.readUInt32BE(1),
    issuers: [keyId],
    trailer,
    salt: Buffer.alloc(0),
    quick,
    material: reader.rest(),
    facts: new Map(),
    embedded: [],
  }
}

function hashOf(id: number): PgpHash {
  const hash = HASHES[id]
  if (hash === undefined) throw new Refused('unsupported-algorithm', `an OpenPGP signature with hash ${id}`)
  return hash
}

function readSubpackets(bytes: Buffer) {
  const facts = new Map<number, Buffer>()
  const issuers: string[] = []
  const embedded: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const { length, size } = newLength(bytes, at)
    at += size
    if (length === 0 || at + length > bytes.length) throw new Refused('malformed', 'the OpenPGP signature has a field that ends early')
    const head = bytes[at] as number
    const type = head & 0x7f
    const body = bytes.subarray(at + 1, at + length)
    at += length
    if ((head & 0x80) !== 0 && (!UNDERSTOOD.has(type) || type === NOTATION))
      throw new Refused('unsupported-version', `the OpenPGP signature demands that field ${type} is understood`)
    facts.set(type, body)
    if (type === SUBPACKET.issuer && body.length === 8) issuers.push(body.toString('hex'))
    if (type === SUBPACKET.issuerFingerprint && body.length > 1) issuers.unshift(body.subarray(1).toString('hex'))
    if (type === SUBPACKET.embedded) embedded.push(body)
  }
  return { facts, issuers, embedded }
}

/** A count of seconds among the facts; 0 when not stated. */
export function secondsFact(signature: PgpSignature, type: number): number {
  const body = signature.facts.get(type)
  return body?.length === 4 ? body.readUInt32BE() : 0
}
