import type { Envelope } from '../dsse/envelope.ts'
import { ProtoMessage } from '../encoding/proto-json.ts'
import type { JsonValue } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import type { HashName } from '../keys/signature-scheme.ts'
import { Refused } from '../verdict/refused.ts'
import { HASH_ALGORITHM, hashNameOf } from './hash-algorithm.ts'
import type { LogEntry } from './log-entry.ts'
import { LOG_ENTRY_FIELDS, readLogEntry } from './log-entry.ts'

export type BundleVersion = '0.1' | '0.2' | '0.3'

/** Who signed, as the bundle claims: certificates leaf first, or a hint at a key that the verifier must have. */
export type BundleSigner =
  | { readonly kind: 'certificates'; readonly certificates: readonly Buffer[] }
  | { readonly kind: 'key'; readonly hint: string }

/** What was signed. */
export type BundleContent =
  | { readonly kind: 'message'; readonly digest: MessageDigest | undefined; readonly signature: Buffer }
  | { readonly kind: 'dsse'; readonly envelope: Envelope; readonly signature: Buffer }

/** A hint at the digest of the artifact: unsigned, but it must not lie. */
export interface MessageDigest {
  readonly algorithm: HashName
  readonly digest: Buffer
}

/** A Sigstore bundle as it was read (sigstore_bundle.proto); nothing of it is verified yet. */
export interface Bundle {
  readonly version: BundleVersion
  readonly signer: BundleSigner
  readonly content: BundleContent
  readonly logEntries: readonly LogEntry[]
  /** RFC 3161 timestamps over the signature. */
  readonly timestamps: readonly Buffer[]
}

const VERSIONS: Readonly<Record<string, BundleVersion>> = {
  'application/vnd.dev.sigstore.bundle+json;version=0.1': '0.1',
  'application/vnd.dev.sigstore.bundle+json;version=0.2': '0.2',
  'application/vnd.dev.sigstore.bundle+json;version=0.3': '0.3',
  'application/vnd.dev.sigstore.bundle.v0.3+json': '0.3',
}

const MAX_BUNDLE_BYTES = 64 * 1024 * 1024
const MAX_CERTIFICATES = 20
const MAX_LOG_ENTRIES = 32
const MAX_TIMESTAMPS = 32

/**
 * Reads a bundle of version 0.1, 0.2 or 0.3 in either spelling of its media type. Refuses unknown versions and fields, contents
 * that are there twice or not at all, and what the version does not allow: no promise in 0.1, no proof from 0.2 on, a certificate
 * chain from 0.3 on.
 */
export function parseBundle(bytes: Uint8Array | string): Bundle {
  return readBundle(parseStrictJson(bytes, 'the bundle', { maxBytes: MAX_BUNDLE_BYTES }))
}

/** As `parseBundle`, for a bundle inside another JSON document. */
export function readBundle(value: JsonValue | undefined): Bundle {
  const message = new ProtoMessage(value, 'bundle', ['mediaType', 'verificationMaterial', 'messageSignature', 'dsseEnvelope'])
  const mediaType = message.text('mediaType') ?? ''
  const version = Object.hasOwn(VERSIONS, mediaType) ? VERSIONS[mediaType] : undefined
  if (version === undefined) {
    throw new Refused('unsupported-version', 'the bundle is of a version that is not known', {
      expected: 'bundle version 0.1, 0.2 or 0.3',
      found: mediaType.slice(0, 200),
    })
  }
  const material = message.requiredMessage('verificationMaterial', [
    'x509CertificateChain',
    'certificate',
    'publicKey',
    'tlogEntries',
    'timestampVerificationData',
  ])
  const logEntries = material.messages('tlogEntries', LOG_ENTRY_FIELDS, MAX_LOG_ENTRIES).map(readLogEntry)
  const signer = readSigner(material, version)
  for (const entry of logEntries) checkVersionRules(entry, version)
  refuseTwins(
    logEntries.map(({ body }) => body),
    'log entry',
  )
  const timestamps = material
    .message('timestampVerificationData', ['rfc3161Timestamps'])
    ?.messages('rfc3161Timestamps', ['signedTimestamp'], MAX_TIMESTAMPS)
    .map((entry) => entry.requiredBytes('signedTimestamp'))
  return { version, signer, content: readContent(message), logEntries, timestamps: refuseTwins(timestamps ?? [], 'timestamp') }
}

function readSigner(material: ProtoMessage, version: BundleVersion): BundleSigner {
  const kinds = ['x509CertificateChain', 'certificate', 'publicKey'].filter((name) => material.has(name))
  if (kinds.length > 1) throw new Refused('malformed', `the bundle names its signer in several ways: ${kinds.join(', ')}`)
  const certificate = material.message('certificate', ['rawBytes'])
  if (certificate !== undefined) return { kind: 'certificates', certificates: [certificate.requiredBytes('rawBytes')] }
  const key = material.message('publicKey', ['hint'])
  if (key !== undefined) return { kind: 'key', hint: key.text('hint') ?? '' }
  const chain = material.message('x509CertificateChain', ['certificates'])
  if (chain === undefined) throw new Refused('evidence-missing', 'the bundle names no signer: neither certificate nor key')
  if (version === '0.3') throw new Refused('malformed', 'a bundle of version 0.3 holds one certificate, not a chain')
  const certificates = chain.messages('certificates', ['rawBytes'], MAX_CERTIFICATES).map((entry) => entry.requiredBytes('rawBytes'))
  if (certificates.length === 0) throw new Refused('evidence-missing', 'the bundle has an empty certificate chain')
  return { kind: 'certificates', certificates }
}

function checkVersionRules(entry: LogEntry, version: BundleVersion): void {
  if (version === '0.1') {
    if (entry.promise === undefined)
      throw new Refused('evidence-missing', 'a log entry lacks the inclusion promise that bundle version 0.1 asks for')
    return
  }
  if (entry.proof === undefined) {
    throw new Refused('evidence-missing', `a log entry lacks the inclusion proof that bundle version ${version} asks for`)
  }
  if (entry.proof.checkpoint === undefined) {
    throw new Refused('evidence-missing', `a log entry lacks the checkpoint that bundle version ${version} asks for`)
  }
}

function readContent(message: ProtoMessage): BundleContent {
  const signed = message.message('messageSignature', ['messageDigest', 'signature'])
  const envelope = message.message('dsseEnvelope', ['payload', 'payloadType', 'signatures'])
  if (signed !== undefined && envelope !== undefined)
    throw new Refused('malformed', 'the bundle holds both a message signature and an envelope')
  if (signed !== undefined) {
    return { kind: 'message', digest: readDigest(signed), signature: signed.requiredBytes('signature') }
  }
  if (envelope === undefined)
    throw new Refused('evidence-missing', 'the bundle holds no signature: neither of a message nor of an envelope')
  const signatures = envelope.messages('signatures', ['sig', 'keyid'], 64)
  const [first] = signatures
  if (first === undefined) throw new Refused('evidence-missing', 'the envelope in the bundle has no signature')
  if (signatures.length > 1) {
    throw new Refused('malformed', 'the envelope in a bundle carries exactly one signature', {
      expected: '1',
      found: String(signatures.length),
    })
  }
  const signature = first.requiredBytes('sig')
  return {
    kind: 'dsse',
    envelope: {
      payloadType: envelope.requiredText('payloadType'),
      payload: envelope.bytes('payload') ?? Buffer.alloc(0),
      signatures: [{ keyid: first.text('keyid') ?? '', signature }],
    },
    signature,
  }
}

function readDigest(signed: ProtoMessage): MessageDigest | undefined {
  const digest = signed.message('messageDigest', ['algorithm', 'digest'])
  if (digest === undefined) return undefined
  return { algorithm: hashNameOf(digest.enum('algorithm', HASH_ALGORITHM), digest.what), digest: digest.requiredBytes('digest') }
}

/** One thing twice would count for two towards a threshold. */
function refuseTwins(items: readonly Buffer[], what: string): readonly Buffer[] {
  for (const [index, item] of items.entries()) {
    if (items.findIndex((other) => other.equals(item)) !== index) throw new Refused('malformed', `the bundle holds one ${what} twice`)
  }
  return items
}
