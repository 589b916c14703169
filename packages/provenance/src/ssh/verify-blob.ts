import { createHash, verify } from 'node:crypto'
import type { VerifyKeyObjectInput } from 'node:crypto'
import type { MlDsa44Verify } from './load-ml-dsa44.ts'
import { Refused } from '../verdict/refused.ts'
import type { SshPublicKey } from './ssh-public-key.ts'
import { WireReader } from './wire-reader.ts'

/** What verification may need besides the bytes. */
export interface SshVerifyContext {
  /** From `loadMlDsa44`; without it composite post-quantum signatures are refused as unsupported. */
  readonly mlDsa?: MlDsa44Verify
}

/** What a good signature says about how it was made. */
export interface SshSignatureFacts {
  /** `rsa-sha2-512`, `ssh-ed25519`, … */
  readonly algorithm: string
  /** Token keys: somebody touched the token. */
  readonly userPresent?: boolean
  /** Token keys: somebody proved to the token who they are (PIN, finger). */
  readonly userVerified?: boolean
  readonly counter?: number
  /** Signatures made in a browser. */
  readonly origin?: string
}

const HASHES: Readonly<Record<string, string>> = {
  'rsa-sha2-256': 'sha256',
  'rsa-sha2-512': 'sha512',
  p256: 'sha256',
  p384: 'sha384',
  p521: 'sha512',
}
const FIELD_BYTES = { p256: 32, p384: 48, p521: 66 } as const
const PRESENT = 0x01
const VERIFIED = 0x04
const ATTESTED_DATA = 0x40
const EXTENSION_DATA = 0x80

/** Verifies a signature in wire form over `data`, as protocol and certificates use it. Throws Refused unless it holds. */
export function verifyBlob(key: SshPublicKey, blob: Uint8Array, data: Uint8Array, context: SshVerifyContext = {}): SshSignatureFacts {
  const reader = new WireReader(blob, 'the SSH signature')
  const algorithm = reader.name()
  if (!key.kind.signatures.includes(algorithm)) throw wrongAlgorithm(key, algorithm)
  const signature = reader.string()
  if (key.kind.isToken) return verifyToken(key, algorithm, { signature, reader, data })
  reader.finish()
  if (key.kind.algorithm === 'mldsa44-ed25519') verifyComposite(key, signature, { data, context })
  else verifyPlain(key, algorithm, { signature, data })
  return { algorithm }
}

function wrongAlgorithm(key: SshPublicKey, algorithm: string): Refused {
  if (key.kind.algorithm === 'rsa' && algorithm === 'ssh-rsa')
    return new Refused('weak-algorithm', 'the SSH signature uses RSA with SHA-1', { remedy: 'sign again with OpenSSH 8.2 or newer' })
  return new Refused('unsupported-algorithm', `a key of type ${key.type} does not make signatures of type ${algorithm}`)
}

interface Signed {
  readonly signature: Buffer
  readonly data: Uint8Array
}

function verifyPlain(key: SshPublicKey, algorithm: string, { signature, data }: Signed): void {
  const type = key.kind.algorithm
  if (type === 'ed25519') return holdOrRefuse(signature.length === 64 && verify(null, data, key.keyObject, signature))
  if (type === 'rsa') {
    const size = Math.ceil((key.keyObject.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
    // A signature with leading zeros taken off is what the protocol allows, never a longer one.
    if (signature.length > size) return holdOrRefuse(false)
    return holdOrRefuse(verify(HASHES[algorithm], data, key.keyObject, Buffer.concat([Buffer.alloc(size - signature.length), signature])))
  }
  if (type === 'mldsa44-ed25519') return holdOrRefuse(false)
  const numbers = new WireReader(signature, 'the SSH signature')
  const r = numbers.mpint()
  const s = numbers.mpint()
  numbers.finish()
  const size = FIELD_BYTES[type]
  if (r.length > size || s.length > size) return holdOrRefuse(false)
  const both = Buffer.concat([Buffer.alloc(size - r.length), r, Buffer.alloc(size - s.length), s])
  const input: VerifyKeyObjectInput = { key: key.keyObject, dsaEncoding: 'ieee-p1363' }
  holdOrRefuse(verify(HASHES[type], data, input, both))
}

/** PROTOCOL.u2f: the token signs its application, flags, counter and the digest of the message. */
function verifyToken(
  key: SshPublicKey,
  algorithm: string,
  { signature, reader, data }: Signed & { readonly reader: WireReader },
): SshSignatureFacts {
  const head = reader.take(5)
  const flags = head[0] as number
  const web = algorithm.startsWith('webauthn-') ? readWebauthn(reader, flags, data) : null
  reader.finish()
  const signed = [sha256(Buffer.from(key.application)), head, web?.extensions ?? Buffer.alloc(0), web?.digest ?? sha256(data)]
  verifyPlain(key, algorithm, { signature, data: Buffer.concat(signed) })
  const facts = {
    algorithm,
    userPresent: (flags & PRESENT) !== 0,
    userVerified: (flags & VERIFIED) !== 0,
    counter: head.readUInt32BE(1),
  }
  return web === null ? facts : { ...facts, origin: web.origin }
}

/** A browser wraps the message into clientData, whose first three members have a fixed order and form (WebAuthn §5.8.1.1). */
function readWebauthn(reader: WireReader, flags: number, data: Uint8Array) {
  const origin = reader.text()
  const clientData = reader.string()
  const extensions = reader.string()
  const challenge = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64url')
  const start = Buffer.from(`{"type":"webauthn.get","challenge":"${challenge}","origin":"${origin}"`)
  const hasExtensions = (flags & EXTENSION_DATA) !== 0
  if (origin.includes('"') || (flags & ATTESTED_DATA) !== 0 || hasExtensions !== extensions.length > 0)
    throw new Refused('malformed', 'the browser’s part of the SSH signature contradicts itself')
  if (!clientData.subarray(0, start.length).equals(start))
    throw new Refused('signature-invalid', 'the browser was asked to sign something else')
  return { origin, extensions, digest: sha256(clientData) }
}

const COMPOSITE_LABEL = 'COMPSIG-MLDSA44-Ed25519-SHA512'
const MLDSA44_SIGNATURE_BYTES = 2420

/** draft-ietf-lamps-pq-composite-sigs: both halves sign one prefixed digest, and both must hold. */
function verifyComposite(
  key: SshPublicKey,
  signature: Buffer,
  { data, context }: { readonly data: Uint8Array; readonly context: SshVerifyContext },
): void {
  const { mlDsa } = context
  if (mlDsa === undefined || key.mlDsa === null)
    throw new Refused('unsupported-algorithm', 'post-quantum SSH signatures need the ML-DSA verifier')
  const digest = createHash('sha512').update(data).digest()
  const message = Buffer.concat([Buffer.from(`CompositeAlgorithmSignatures2025${COMPOSITE_LABEL}`), Buffer.of(0), digest])
  const classical = signature.subarray(MLDSA44_SIGNATURE_BYTES)
  if (classical.length !== 64) return holdOrRefuse(false)
  holdOrRefuse(verify(null, message, key.keyObject, classical))
  holdOrRefuse(
    mlDsa({
      publicKey: key.mlDsa,
      message,
      signature: signature.subarray(0, MLDSA44_SIGNATURE_BYTES),
      context: Buffer.from(COMPOSITE_LABEL),
    }),
  )
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function holdOrRefuse(holds: boolean): void {
  if (!holds) throw new Refused('signature-invalid', 'the SSH signature does not hold over these bytes')
}
