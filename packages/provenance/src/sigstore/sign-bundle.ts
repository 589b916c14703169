import type { KeyObject } from 'node:crypto'
import { createHash, createPublicKey, sign } from 'node:crypto'
import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts'
import { spkiFingerprint } from '../keys/key-id.ts'
import type { KeyType } from '../keys/public-key.ts'
import { PublicKey } from '../keys/public-key.ts'
import { hashOfScheme } from '../keys/signature-scheme.ts'
import { checkTimestampResponse, writeTimestampRequest } from '../timestamp/timestamp-request.ts'
import type { KeyDetails } from '../trusted-root/key-details.ts'
import { Refused } from '../verdict/refused.ts'
import type { Bundle, BundleContent, BundleSigner } from './bundle.ts'
import { certificateRequest, readCertificateResponse, refusedBy, tokenSubject } from './fulcio-client.ts'
import type { Send } from './http.ts'
import type { LogEntry } from './log-entry.ts'
import type { LogUpload } from './rekor-client.ts'
import { logRequest, readLogResponse, readTileLogResponse, tileLogRequest } from './rekor-client.ts'

/** What to sign: an artifact, or a payload in an envelope. */
export type ToSign =
  | { readonly kind: 'artifact'; readonly bytes: Uint8Array }
  | { readonly kind: 'payload'; readonly payload: Buffer; readonly payloadType: string }

/** The services that witness a signature. */
export interface SigningServices {
  readonly logs: readonly { readonly url: string; readonly apiVersion: 1 | 2 }[]
  /** Whole URLs, as signing configurations give them. */
  readonly timestampAuthorities: readonly string[]
}

export interface SignDeps {
  readonly send: Send
  /** Fresh random bytes, for nonces. */
  readonly random: (size: number) => Uint8Array
}

export interface SignWithKeyOptions extends SignDeps {
  readonly privateKey: KeyObject
  readonly services: SigningServices
  /** What tells the verifier which key to take; the key's SHA-256 in hexadecimal when left out. */
  readonly hint?: string
}

export interface SignKeylessOptions extends SignDeps {
  /** An ephemeral P-256 key, made for this signature and forgotten after. */
  readonly privateKey: KeyObject
  readonly identityToken: string
  readonly certificateAuthority: string
  readonly services: SigningServices
}

/** Signs with a key of the caller's; a bundle of version 0.3. Refuses when any service refuses: half a bundle is none. */
export async function signWithKey(toSign: ToSign, options: SignWithKeyOptions): Promise<Bundle> {
  const key = PublicKey.fromKeyObject(createPublicKey(options.privateKey), 'the signing key')
  const signer: BundleSigner = { kind: 'key', hint: options.hint ?? spkiFingerprint(key) }
  return witness(signContent(toSign, key, options.privateKey), signer, { key, toSign, ...options })
}

/**
 * Signs with an ephemeral key that a certificate authority ties to an identity token (Sigstore client specification, "Signing"); a
 * bundle of version 0.3. Refuses when any service refuses.
 */
export async function signKeyless(toSign: ToSign, options: SignKeylessOptions): Promise<Bundle> {
  const key = PublicKey.fromKeyObject(createPublicKey(options.privateKey), 'the signing key')
  const proof = { key, signature: sign('sha256', Buffer.from(tokenSubject(options.identityToken)), options.privateKey) }
  const answer = await options.send(certificateRequest(options.certificateAuthority, options.identityToken, proof))
  const [leaf] = readCertificateResponse(answer, key)
  const signer: BundleSigner = { kind: 'certificates', certificates: [leaf.der] }
  return witness(signContent(toSign, key, options.privateKey), signer, { key, toSign, ...options })
}

function signContent(toSign: ToSign, key: PublicKey, privateKey: KeyObject): BundleContent {
  const hash = hashOfScheme(key.defaultScheme) ?? null
  if (toSign.kind === 'artifact') {
    const digest = createHash('sha256').update(toSign.bytes).digest()
    return { kind: 'message', digest: { algorithm: 'sha256', digest }, signature: sign(hash, toSign.bytes, privateKey) }
  }
  const { payload, payloadType } = toSign
  const signature = sign(hash, preAuthEncoding(payloadType, payload), privateKey)
  return { kind: 'dsse', envelope: { payload, payloadType, signatures: [{ keyid: '', signature }] }, signature }
}

interface WitnessOptions extends SignDeps {
  readonly key: PublicKey
  readonly toSign: ToSign
  readonly services: SigningServices
}

async function witness(content: BundleContent, signer: BundleSigner, options: WitnessOptions): Promise<Bundle> {
  const { services, send, key, toSign } = options
  const der = signer.kind === 'key' ? key.spki : signer.certificates[0]!
  const upload: LogUpload = {
    content,
    artifactDigest: toSign.kind === 'artifact' ? createHash('sha256').update(toSign.bytes).digest() : undefined,
    verifier: { kind: signer.kind === 'key' ? 'key' : 'certificate', der, keyDetails: keyDetailsOf(key) },
  }
  const timestamps: Buffer[] = []
  for (const url of services.timestampAuthorities) timestamps.push(await requestTimestamp(url, content.signature, options))
  const logEntries: LogEntry[] = []
  for (const { url, apiVersion } of services.logs) {
    if (apiVersion === 1) logEntries.push(readLogResponse(await send(logRequest(url, upload))))
    else logEntries.push(readTileLogResponse(await send(tileLogRequest(url, upload))))
  }
  return { version: '0.3', signer, content, logEntries, timestamps }
}

async function requestTimestamp(url: string, signature: Buffer, { send, random }: SignDeps): Promise<Buffer> {
  const nonce = Buffer.from(random(16))
  const headers = { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' }
  const response = await send({ method: 'POST', url, headers, body: writeTimestampRequest(signature, nonce) })
  if (response.status !== 200 && response.status !== 201) throw refusedBy('the timestamp authority', response)
  checkTimestampResponse(response.body, nonce)
  return response.body
}

const KEY_DETAILS_OF: Partial<Record<KeyType, KeyDetails>> = {
  p256: 'PKIX_ECDSA_P256_SHA_256',
  p384: 'PKIX_ECDSA_P384_SHA_384',
  p521: 'PKIX_ECDSA_P521_SHA_512',
  ed25519: 'PKIX_ED25519',
}

function keyDetailsOf(key: PublicKey): KeyDetails {
  const details = KEY_DETAILS_OF[key.type]
  if (details !== undefined) return details
  const bits = key.type === 'rsa' ? (key.keyObject.asymmetricKeyDetails?.modulusLength ?? 0) : 0
  if (bits === 2048) return 'PKIX_RSA_PKCS1V15_2048_SHA256'
  if (bits === 3072) return 'PKIX_RSA_PKCS1V15_3072_SHA256'
  if (bits === 4096) return 'PKIX_RSA_PKCS1V15_4096_SHA256'
  throw new Refused('unsupported-algorithm', `no log takes signatures by a ${key.type} key of this size`)
}
