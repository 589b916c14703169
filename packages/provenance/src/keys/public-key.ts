import { createPublicKey } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import { decodeAlgorithmIdentifier } from '../asn1/algorithm-identifier.ts'
import { DER_TAG, DerCursor, readDer } from '../asn1/der.ts'
import { decodeBitStringBytes, decodeIntegerBytes, decodeOid } from '../asn1/der-values.ts'
import { derBitString, derNull, derOid, derSequence } from '../asn1/der-writer.ts'
import { readPem } from '../asn1/pem.ts'
import { digestOf } from '../encoding/digest.ts'
import { Refused } from '../verdict/refused.ts'
import type { SignatureScheme } from './signature-scheme.ts'

export type KeyType = 'rsa' | 'p256' | 'p384' | 'p521' | 'secp256k1' | 'ed25519' | 'ed448' | 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87'

const EC_PUBLIC_KEY = '1.2.840.10045.2.1'
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'
const ED25519 = '1.3.101.112'

const CURVES: Readonly<Record<string, KeyType>> = {
  '1.2.840.10045.3.1.7': 'p256',
  '1.3.132.0.34': 'p384',
  '1.3.132.0.35': 'p521',
  '1.3.132.0.10': 'secp256k1',
}

const CURVE_NAMES: ReadonlySet<KeyType> = new Set(Object.values(CURVES))

const ALGORITHMS: Readonly<Record<string, KeyType>> = {
  [RSA_ENCRYPTION]: 'rsa',
  [RSA_PSS]: 'rsa',
  [ED25519]: 'ed25519',
  '1.3.101.113': 'ed448',
  '2.16.840.1.101.3.4.3.17': 'ml-dsa-44',
  '2.16.840.1.101.3.4.3.18': 'ml-dsa-65',
  '2.16.840.1.101.3.4.3.19': 'ml-dsa-87',
}

const DEFAULT_SCHEMES: Readonly<Record<KeyType, SignatureScheme>> = {
  rsa: 'rsa-pkcs1-sha256',
  p256: 'ecdsa-sha256',
  p384: 'ecdsa-sha384',
  p521: 'ecdsa-sha512',
  secp256k1: 'ecdsa-sha256',
  ed25519: 'ed25519',
  ed448: 'ed448',
  'ml-dsa-44': 'ml-dsa-44',
  'ml-dsa-65': 'ml-dsa-65',
  'ml-dsa-87': 'ml-dsa-87',
}

const MIN_RSA_BITS = 2048
const MAX_RSA_BITS = 16_384

/**
 * A public key, known by its SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). Reading it refuses unknown key types, curves given by
 * parameters, RSA below 2048 bits, and points that are not on their curve.
 */
export class PublicKey {
  readonly type: KeyType
  readonly spki: Buffer
  /** The subjectPublicKey: an EC point, 32 Ed25519 bytes, an ML-DSA key, a PKCS#1 RSAPublicKey. */
  readonly raw: Buffer
  readonly #what: string
  #keyObject: KeyObject | undefined
  #digest: Buffer | undefined
  #identity: string | undefined

  private constructor(spki: Buffer, what: string) {
    const cursor = new DerCursor(readDer(spki, what), what)
    const algorithm = decodeAlgorithmIdentifier(cursor.take(), what)
    this.raw = decodeBitStringBytes(cursor.take(), what)
    cursor.finish()
    this.type = keyType(algorithm.oid, algorithm.parameters === undefined ? undefined : algorithm, what)
    this.spki = spki
    this.#what = what
    if (this.type === 'rsa') checkRsaSize(this.raw, what)
  }

  static fromSpki(der: Uint8Array, what: string): PublicKey {
    return new PublicKey(asBuffer(der), what)
  }

  /** `PUBLIC KEY` or `RSA PUBLIC KEY`, one block. */
  static fromPem(text: string, what: string): PublicKey {
    const [block, ...more] = readPem(text, what)
    if (block === undefined || more.length > 0) throw new Refused('malformed', `${what} must be one PEM block`)
    if (block.label === 'PUBLIC KEY') return new PublicKey(block.bytes, what)
    if (block.label === 'RSA PUBLIC KEY') return PublicKey.fromPkcs1(block.bytes, what)
    throw new Refused('malformed', `${what} is a PEM block ${block.label}, not a public key`)
  }

  /** An RSAPublicKey (RFC 8017 §A.1.1). */
  static fromPkcs1(der: Uint8Array, what: string): PublicKey {
    return new PublicKey(derSequence(derSequence(derOid(RSA_ENCRYPTION), derNull()), derBitString(der)), what)
  }

  static fromRawEd25519(bytes: Uint8Array, what: string): PublicKey {
    if (bytes.length !== 32) throw new Refused('malformed', `${what} is not an Ed25519 key of 32 bytes`)
    return new PublicKey(derSequence(derSequence(derOid(ED25519)), derBitString(bytes)), what)
  }

  /** An elliptic curve point (SEC 1 §2.3.3), compressed or not. */
  static fromEcPoint(type: 'p256' | 'p384' | 'p521' | 'secp256k1', point: Uint8Array, what: string): PublicKey {
    const curve = Object.keys(CURVES).find((oid) => CURVES[oid] === type)!
    return new PublicKey(derSequence(derSequence(derOid(EC_PUBLIC_KEY), derOid(curve)), derBitString(point)), what)
  }

  /** A JSON Web Key (RFC 7517) of kty EC, RSA or OKP. Refuses private keys: whoever verifies must not hold one. */
  static fromJwk(jwk: JsonWebKey, what: string): PublicKey {
    if (jwk.d !== undefined || jwk.k !== undefined) throw new Refused('malformed', `${what} holds a secret key`)
    return PublicKey.fromKeyObject(
      importKey(() => createPublicKey({ key: jwk, format: 'jwk' }), what),
      what,
    )
  }

  static fromKeyObject(key: KeyObject, what: string): PublicKey {
    const made = new PublicKey(key.export({ type: 'spki', format: 'der' }), what)
    made.#keyObject = key
    return made
  }

  /** The runtime's key. Refuses a key that the runtime cannot take, such as a point off its curve. */
  get keyObject(): KeyObject {
    this.#keyObject ??= importKey(() => createPublicKey(this.#source()), this.#what)
    return this.#keyObject
  }

  /** The runtime reads a P-256 point in half the time of a SubjectPublicKeyInfo, and every signing certificate has one. */
  #source(): Parameters<typeof createPublicKey>[0] & object {
    if (this.type !== 'p256' || this.raw.length !== 65 || this.raw[0] !== 4) return { key: this.spki, format: 'der', type: 'spki' }
    const x = this.raw.toString('base64url', 1, 33)
    const y = this.raw.toString('base64url', 33)
    return { key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' }
  }

  /** SHA-256 over the SubjectPublicKeyInfo. */
  get digest(): Buffer {
    this.#digest ??= digestOf('sha256', this.spki)
    return this.#digest
  }

  /**
   * Equal for one key however it is written: a compressed point, RSA named as RSA-PSS, parameters left out. What counts signers counts
   * these, since whoever hands a key over in two forms would otherwise be two.
   */
  get identity(): string {
    this.#identity ??= `${this.type} ${this.#material().toString('base64')}`
    return this.#identity
  }

  #material(): Buffer {
    if (CURVE_NAMES.has(this.type) && this.raw[0] !== 4) {
      const { x = '', y = '' } = this.keyObject.export({ format: 'jwk' })
      return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
    }
    return this.raw
  }

  /** The scheme such a key signs with where a format does not say. */
  get defaultScheme(): SignatureScheme {
    return DEFAULT_SCHEMES[this.type]
  }

  equals(other: PublicKey): boolean {
    return this.spki.equals(other.spki)
  }
}

function keyType(oid: string, withParameters: ReturnType<typeof decodeAlgorithmIdentifier> | undefined, what: string): KeyType {
  if (oid === EC_PUBLIC_KEY) {
    const parameters = withParameters?.parameters
    if (parameters?.tag !== DER_TAG.oid) throw new Refused('unsupported-algorithm', `${what} does not name its curve`)
    const curve = decodeOid(parameters, what)
    const type = CURVES[curve]
    if (type === undefined) throw new Refused('unsupported-algorithm', `${what} is on curve ${curve}`)
    return type
  }
  const type = ALGORITHMS[oid]
  if (type === undefined) throw new Refused('unsupported-algorithm', `${what} is of type ${oid}`)
  if (type !== 'rsa' && withParameters !== undefined) throw new Refused('malformed', `${what} has parameters that its type does not take`)
  return type
}

function checkRsaSize(pkcs1: Buffer, what: string): void {
  const cursor = new DerCursor(readDer(pkcs1, what), what)
  const modulus = decodeIntegerBytes(cursor.take(), what)
  decodeIntegerBytes(cursor.take(), what)
  cursor.finish()
  const magnitude = modulus[0] === 0 ? modulus.subarray(1) : modulus
  const bits = magnitude.length * 8 - Math.clz32(magnitude[0] ?? 0) + 24
  if (bits < MIN_RSA_BITS) throw new Refused('weak-algorithm', `${what} is an RSA key of ${bits} bits`)
  if (bits > MAX_RSA_BITS) throw new Refused('limit-exceeded', `${what} is an RSA key of ${bits} bits`)
}

function importKey(load: () => KeyObject, what: string): KeyObject {
  try {
    return load()
  } catch (cause) {
    throw new Refused('malformed', `${what} is not a usable public key`, { cause })
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
