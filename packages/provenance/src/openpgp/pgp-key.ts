import { createHash, createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { derBitString, derElement, derOid, derSequence } from '../asn1/der-writer.ts'
import { Refused } from '../verdict/refused.ts'
import { PacketReader } from './packets.ts'

/** What keys of an algorithm sign with; `null` algorithms only encrypt. */
export type PgpSigningAlgorithm = 'rsa' | 'dsa' | 'ecdsa' | 'eddsa' | 'ed25519' | 'ed448'

/** A primary key or subkey (RFC 9580 §5.5). */
export interface PgpKey {
  readonly version: number
  /** Seconds since 1970. */
  readonly created: number
  /** Lower-case hexadecimal. */
  readonly fingerprint: string
  /** Last 8 bytes of a v4 fingerprint, first 8 of a v6 one. */
  readonly keyId: string
  /** null: cannot sign. */
  readonly algorithm: PgpSigningAlgorithm | null
  /** Bytes that signatures about the key cover (RFC 9580 §5.2.4). */
  readonly hashed: Buffer
  /** Bits of an RSA or DSA modulus; 0 for curves. */
  readonly bits: number
  /** Bytes of one half of a signature, where there are two. */
  readonly halfBytes: number
  /** Throws Refused when the algorithm cannot sign or the runtime does not take the key. */
  keyObject(): KeyObject
}

const ALGORITHMS: Readonly<Record<number, PgpSigningAlgorithm>> = {
  1: 'rsa',
  3: 'rsa',
  17: 'dsa',
  19: 'ecdsa',
  22: 'eddsa',
  27: 'ed25519',
  28: 'ed448',
}

/** Curve OIDs in DER content and the size of their order in bytes. */
const CURVE_BYTES: Readonly<Record<string, number>> = {
  '2a8648ce3d030107': 32,
  '2b81040022': 48,
  '2b81040023': 66,
  '2b8104000a': 32,
  '2b2403030208010107': 32,
  '2b240303020801010b': 48,
  '2b240303020801010d': 64,
}
const ED25519_LEGACY = '2b06010401da470f01'
const ED448_LEGACY = '2b6571'

/** Reads a public key or subkey packet. Refuses versions before 4 (their ids rest on MD5) and the drafts between 4 and 6. */
export function readPgpKey(body: Buffer): PgpKey {
  const reader = new PacketReader(body, 'the OpenPGP key')
  const version = reader.byte()
  if (version !== 4 && version !== 6) throw new Refused('unsupported-version', `an OpenPGP key of version ${version}`)
  const created = reader.uint32()
  const number = reader.byte()
  if (version === 6) reader.uint32()
  const material = reader.rest()
  const hashed = Buffer.concat([version === 4 ? shortHead(body.length) : longHead(body.length), body])
  const fingerprint = createHash(version === 4 ? 'sha1' : 'sha256')
    .update(hashed)
    .digest('hex')
  const algorithm = ALGORITHMS[number] ?? null
  let made: Material | undefined
  const loaded = () => (made ??= readMaterial(algorithm, material))
  return {
    version,
    created,
    fingerprint,
    keyId: version === 4 ? fingerprint.slice(-16) : fingerprint.slice(0, 16),
    algorithm,
    hashed,
    get bits() {
      return loaded().bits
    },
    get halfBytes() {
      return loaded().halfBytes
    },
    keyObject: () => loaded().keyObject,
  }
}

function shortHead(length: number): Buffer {
  if (length > 0xffff) throw new Refused('malformed', 'the OpenPGP key is too long for its version')
  return Buffer.of(0x99, length >> 8, length & 0xff)
}

function longHead(length: number): Buffer {
  const head = Buffer.alloc(5, 0x9b)
  head.writeUInt32BE(length, 1)
  return head
}

interface Material {
  readonly keyObject: KeyObject
  readonly bits: number
  readonly halfBytes: number
}

const MIN_RSA_BITS = 1024
const MAX_RSA_BITS = 16_384

function readMaterial(algorithm: PgpSigningAlgorithm | null, material: Buffer): Material {
  const reader = new PacketReader(material, 'the OpenPGP key')
  if (algorithm === null) throw new Refused('certificate-invalid', 'the OpenPGP key cannot sign')
  if (algorithm === 'rsa') {
    const [n, e] = [reader.mpi(), reader.mpi()]
    const bits = n.length * 8 - Math.clz32(n[0] ?? 0) + 24
    if (bits < MIN_RSA_BITS) throw new Refused('weak-algorithm', `an RSA key of ${bits} bits`)
    if (bits > MAX_RSA_BITS) throw new Refused('limit-exceeded', `an RSA key of ${bits} bits`)
    const jwk = { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') }
    return { keyObject: imported(() => createPublicKey({ key: jwk, format: 'jwk' })), bits, halfBytes: 0 }
  }
  if (algorithm === 'dsa') return dsaKey(reader)
  if (algorithm === 'ed25519' || algorithm === 'ed448') return edwardsKey(algorithm, reader.take(algorithm === 'ed25519' ? 32 : 57))
  const oid = reader.take(reader.byte())
  const point = reader.mpi()
  if (algorithm === 'eddsa') return legacyEdwardsKey(oid.toString('hex'), point)
  const halfBytes = CURVE_BYTES[oid.toString('hex')]
  if (halfBytes === undefined) throw new Refused('unsupported-algorithm', 'an OpenPGP key on a curve that is not known')
  const spki = derSequence(derSequence(derOid('1.2.840.10045.2.1'), derElement(0x06, oid)), derBitString(point))
  return { keyObject: imported(() => createPublicKey({ key: spki, format: 'der', type: 'spki' })), bits: 0, halfBytes }
}

function dsaKey(reader: PacketReader): Material {
  const [p, q, g, y] = [reader.mpi(), reader.mpi(), reader.mpi(), reader.mpi()]
  const bits = p.length * 8
  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) throw new Refused('weak-algorithm', `a DSA key of about ${bits} bits`)
  const parameters = derSequence(derPositive(p), derPositive(q), derPositive(g))
  const spki = derSequence(derSequence(derOid('1.2.840.10040.4.1'), parameters), derBitString(derPositive(y)))
  return { keyObject: imported(() => createPublicKey({ key: spki, format: 'der', type: 'spki' })), bits, halfBytes: q.length }
}

function legacyEdwardsKey(oid: string, point: Buffer): Material {
  if (oid === ED25519_LEGACY && point.length === 33 && point[0] === 0x40) return edwardsKey('ed25519', point.subarray(1))
  if (oid === ED448_LEGACY && point.length === 57) return edwardsKey('ed448', point)
  throw new Refused('unsupported-algorithm', 'an EdDSA key on a curve that is not known')
}

function edwardsKey(type: 'ed25519' | 'ed448', bytes: Buffer): Material {
  const jwk = { kty: 'OKP', crv: type === 'ed25519' ? 'Ed25519' : 'Ed448', x: bytes.toString('base64url') }
  return { keyObject: imported(() => createPublicKey({ key: jwk, format: 'jwk' })), bits: 0, halfBytes: type === 'ed25519' ? 32 : 57 }
}

function derPositive(magnitude: Buffer): Buffer {
  return derElement(0x02, (magnitude[0] ?? 0) >= 0x80 || magnitude.length === 0 ? Buffer.concat([Buffer.of(0), magnitude]) : magnitude)
}

function imported(load: () => KeyObject): KeyObject {
  try {
    return load()
  } catch (cause) {
    throw new Refused('malformed', 'the OpenPGP key is not usable', { cause })
  }
}
