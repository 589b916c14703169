import { createHash, createPublicKey } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import { decodeBase64 } from '../encoding/base64.ts'
import { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'
import type { SshKeyKind } from './key-algorithms.ts'
import { SSH_KEY_KINDS, certifiedType } from './key-algorithms.ts'
import { WireReader, wireString } from './wire-reader.ts'

const CURVE_BYTES = { p256: 32, p384: 48, p521: 66 } as const
const MLDSA44_BYTES = 1312
const MAX_KEY_BYTES = 64 * 1024

/** A public key of OpenSSH without any certificate around it. */
export interface SshPublicKey {
  /** `ssh-ed25519`, `sk-ecdsa-sha2-nistp256@openssh.com`, … */
  readonly type: string
  readonly kind: SshKeyKind
  /** Wire form: what fingerprints, revocation lists and signatures name. */
  readonly blob: Buffer
  /** `SHA256:` and the digest in base64 without padding, as ssh-keygen prints it. */
  readonly fingerprint: string
  /** The classical half (all of it, except for composite keys). */
  readonly keyObject: KeyObject
  /** Token keys: what the token was asked to sign for, usually `ssh:`. */
  readonly application: string
  /** Composite keys: the ML-DSA-44 half. */
  readonly mlDsa: Buffer | null
}

/** Reads a plain key in wire form. Refuses certificates, unknown types, weak RSA and points off their curve. */
export function readSshPublicKey(blob: Uint8Array): SshPublicKey {
  const reader = keyReader(blob)
  const type = reader.name()
  if (certifiedType(type) !== null) throw new Refused('malformed', 'a certificate stands where a plain SSH key belongs')
  const key = readKeyFields(reader, type)
  reader.finish()
  return key
}

/** A reader over a key; refuses oversized ones. */
export function keyReader(blob: Uint8Array): WireReader {
  if (blob.length > MAX_KEY_BYTES) throw new Refused('limit-exceeded', `an SSH key of more than ${MAX_KEY_BYTES} bytes`)
  return new WireReader(blob, 'the SSH key')
}

/** The fields of a plain key of this type, as they stand in a key after its name and in a certificate after its nonce. */
export function readKeyFields(reader: WireReader, type: string): SshPublicKey {
  const kind = Object.hasOwn(SSH_KEY_KINDS, type) ? SSH_KEY_KINDS[type] : undefined
  if (kind === undefined) {
    const code = type === 'ssh-dss' ? 'weak-algorithm' : 'unsupported-algorithm'
    throw new Refused(code, `SSH keys of type ${type} are not accepted`, { remedy: 'sign with an Ed25519, ECDSA or RSA key' })
  }
  const fields = readAlgorithmFields(reader, kind)
  const application = kind.isToken ? reader.string() : Buffer.alloc(0)
  const blob = Buffer.concat([wireString(type), ...fields.wire, ...(kind.isToken ? [wireString(application)] : [])])
  const fingerprint = `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
  return { type, kind, blob, fingerprint, application: application.toString('utf8'), keyObject: fields.keyObject, mlDsa: fields.mlDsa }
}

interface Fields {
  readonly wire: readonly Buffer[]
  readonly keyObject: KeyObject
  readonly mlDsa: Buffer | null
}

function readAlgorithmFields(reader: WireReader, { algorithm }: SshKeyKind): Fields {
  if (algorithm === 'rsa') {
    const exponentField = reader.string()
    const modulusField = reader.string()
    const numbers = new WireReader(Buffer.concat([wireString(exponentField), wireString(modulusField)]), 'the SSH key')
    const jwk = { kty: 'RSA', e: numbers.mpint().toString('base64url'), n: numbers.mpint().toString('base64url') }
    // Through PublicKey, which refuses short moduli.
    const keyObject = PublicKey.fromJwk(jwk, 'the SSH key').keyObject
    return { wire: [wireString(exponentField), wireString(modulusField)], keyObject, mlDsa: null }
  }
  if (algorithm === 'ed25519') {
    const bytes = reader.string()
    return { wire: [wireString(bytes)], keyObject: ed25519Key(bytes), mlDsa: null }
  }
  if (algorithm === 'mldsa44-ed25519') {
    const bytes = reader.string()
    if (bytes.length !== MLDSA44_BYTES + 32) throw new Refused('malformed', 'the SSH key is no ML-DSA-44 and Ed25519 key')
    return { wire: [wireString(bytes)], keyObject: ed25519Key(bytes.subarray(MLDSA44_BYTES)), mlDsa: bytes.subarray(0, MLDSA44_BYTES) }
  }
  const curve = reader.name()
  const point = reader.string()
  const size = CURVE_BYTES[algorithm]
  if (curve !== `nist${algorithm}` || point.length !== 1 + 2 * size || point[0] !== 4)
    throw new Refused('malformed', 'the SSH key is no point of its curve')
  const jwk = {
    kty: 'EC',
    crv: `P-${algorithm.slice(1)}`,
    x: point.subarray(1, 1 + size).toString('base64url'),
    y: point.subarray(1 + size).toString('base64url'),
  }
  return { wire: [wireString(curve), wireString(point)], keyObject: imported(jwk), mlDsa: null }
}

function ed25519Key(bytes: Buffer): KeyObject {
  if (bytes.length !== 32) throw new Refused('malformed', 'the SSH key is no Ed25519 key')
  return imported({ kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') })
}

function imported(jwk: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch (cause) {
    throw new Refused('malformed', 'the SSH key is not usable', { cause })
  }
}

/** A line of a `.pub` file: type, base64, comment. The wire form, of a plain key or a certificate; the type is compared with it. */
export function readPublicKeyLine(line: string): { readonly type: string; readonly blob: Buffer; readonly comment: string } {
  const [type = '', base64 = '', ...comment] = line.trim().split(/[ \t]+/)
  const blob = decodeBase64(base64, 'the SSH key')
  if (keyReader(blob).name() !== type) throw new Refused('content-mismatch', 'the line of an SSH key names another type than the key')
  return { type, blob, comment: comment.join(' ') }
}
