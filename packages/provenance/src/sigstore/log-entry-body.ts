import { readPem } from '../asn1/pem.ts'
import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts'
import { decodeBase64 } from '../encoding/base64.ts'
import { digestOf } from '../encoding/digest.ts'
import { decodeHex } from '../encoding/hex.ts'
import type { JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString } from '../encoding/json-value.ts'
import { ProtoMessage } from '../encoding/proto-json.ts'
import { decodeUtf8, parseStrictJson } from '../encoding/strict-json.ts'
import type { HashName } from '../keys/signature-scheme.ts'
import type { KeyDetails } from '../trusted-root/key-details.ts'
import { KEY_DETAILS } from '../trusted-root/key-details.ts'
import { Refused } from '../verdict/refused.ts'
import { HASH_ALGORITHM, hashNameOf } from './hash-algorithm.ts'
import type { LogEntry } from './log-entry.ts'

/** What an entry says was signed, by what, with which signature: to be compared with the bundle. */
export interface LoggedSignature {
  /** Digest of the artifact, of an envelope's payload, or of the very bytes the signature covers. */
  readonly digest: { readonly over: 'artifact' | 'payload' | 'signed-bytes'; readonly algorithm: HashName; readonly value: Buffer }
  readonly signature: Buffer
  /** DER of the certificate or key that verifies the signature. */
  readonly verifier: { readonly kind: 'certificate' | 'key'; readonly der: Buffer }
  readonly keyDetails: KeyDetails | undefined
}

/** Rekor entry types, by kind and version; the first API version has one shape a type, the second only hashedrekord. */
const READERS: Readonly<Record<string, (spec: JsonValue | undefined) => LoggedSignature>> = {
  'hashedrekord 0.0.1': readHashedRekord,
  'hashedrekord 0.0.2': readHashedRekord2,
  'dsse 0.0.1': readDsse,
  'intoto 0.0.2': readIntoto,
}

/** True when the entry is of the second version of Rekor: it has no promise and no time of its own. */
export function isSecondVersion(entry: LogEntry): boolean {
  return entry.kind === 'hashedrekord' && entry.version === '0.0.2'
}

/** Reads the logged bytes. Refuses kinds and versions not known, and a body of another kind than the entry claims. */
export function readLogEntryBody(entry: LogEntry): LoggedSignature {
  const name = `${entry.kind} ${entry.version}`
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined
  if (reader === undefined) {
    throw new Refused('unsupported-version', 'the log entry is of a kind that is not known', {
      expected: Object.keys(READERS).join(', '),
      found: name.slice(0, 100),
    })
  }
  const body = asObject(parseStrictJson(entry.body, 'the log entry'), 'the log entry')
  const found = `${asString(body['kind'], 'the kind of the log entry')} ${asString(body['apiVersion'], 'the version of the log entry')}`
  if (found !== name)
    throw new Refused('content-mismatch', 'the log entry is of another kind than the bundle says', { expected: name, found })
  return reader(body['spec'])
}

function readHashedRekord(value: JsonValue | undefined): LoggedSignature {
  const spec = asObject(value, 'the log entry')
  const hash = asObject(asObject(spec['data'], 'the data of the log entry')['hash'], 'the digest of the log entry')
  const signature = asObject(spec['signature'], 'the signature of the log entry')
  const publicKey = asObject(signature['publicKey'], 'the key of the log entry')
  return {
    digest: { over: 'artifact', ...readHash(hash) },
    signature: decodeBase64(asString(signature['content'], 'the signature of the log entry'), 'the signature of the log entry'),
    verifier: readPemVerifier(publicKey['content']),
    keyDetails: undefined,
  }
}

function readHashedRekord2(value: JsonValue | undefined): LoggedSignature {
  const spec = new ProtoMessage(value, 'spec', ['hashedRekordV002'])
  const record = spec.requiredMessage('hashedRekordV002', ['data', 'signature'])
  const data = record.requiredMessage('data', ['algorithm', 'digest'])
  const signature = record.requiredMessage('signature', ['content', 'verifier'])
  const verifier = signature.requiredMessage('verifier', ['keyDetails', 'x509Certificate', 'publicKey'])
  const certificate = verifier.message('x509Certificate', ['rawBytes'])?.requiredBytes('rawBytes')
  const key = verifier.message('publicKey', ['rawBytes'])?.requiredBytes('rawBytes')
  const der = certificate ?? key
  if (der === undefined || (certificate !== undefined && key !== undefined)) {
    throw new Refused('malformed', 'the log entry must hold one certificate or one key')
  }
  return {
    digest: {
      over: 'signed-bytes',
      algorithm: hashNameOf(data.enum('algorithm', HASH_ALGORITHM), data.what),
      value: data.requiredBytes('digest'),
    },
    signature: signature.requiredBytes('content'),
    verifier: { kind: certificate === undefined ? 'key' : 'certificate', der },
    keyDetails: verifier.enum('keyDetails', KEY_DETAILS),
  }
}

function readDsse(value: JsonValue | undefined): LoggedSignature {
  const spec = asObject(value, 'the log entry')
  const signature = asObject(only(spec['signatures']), 'the signature of the log entry')
  return {
    digest: { over: 'payload', ...readHash(asObject(spec['payloadHash'], 'the digest of the log entry')) },
    signature: decodeBase64(asString(signature['signature'], 'the signature of the log entry'), 'the signature of the log entry'),
    verifier: readPemVerifier(signature['verifier']),
    keyDetails: undefined,
  }
}

function readIntoto(value: JsonValue | undefined): LoggedSignature {
  const content = asObject(asObject(value, 'the log entry')['content'], 'the content of the log entry')
  const envelope = asObject(content['envelope'], 'the envelope of the log entry')
  const signature = asObject(only(envelope['signatures']), 'the signature of the log entry')
  // This type encodes the text of the base64 once more; the early log did not always.
  const once = decodeBase64(asString(signature['sig'], 'the signature of the log entry'), 'the signature of the log entry')
  const text = once.toString('latin1')
  return {
    digest: { over: 'payload', ...readHash(asObject(content['payloadHash'], 'the digest of the log entry')) },
    signature: /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? decodeBase64(text, 'the signature of the log entry') : once,
    verifier: readPemVerifier(signature['publicKey']),
    keyDetails: undefined,
  }
}

function readHash(hash: Readonly<Record<string, JsonValue>>): { algorithm: HashName; value: Buffer } {
  const algorithm = asString(hash['algorithm'], 'the digest of the log entry')
  if (algorithm !== 'sha256' && algorithm !== 'sha384' && algorithm !== 'sha512') {
    throw new Refused('unsupported-algorithm', 'the log entry has a digest of a kind that is not known', { found: algorithm.slice(0, 50) })
  }
  return { algorithm, value: decodeHex(asString(hash['value'], 'the digest of the log entry'), 'the digest of the log entry') }
}

function readPemVerifier(value: JsonValue | undefined): LoggedSignature['verifier'] {
  const what = 'the key of the log entry'
  const [block, ...more] = readPem(decodeUtf8(decodeBase64(asString(value, what), what), what), what)
  if (block === undefined || more.length > 0) throw new Refused('malformed', `${what} must be one PEM block`)
  if (block.label === 'CERTIFICATE') return { kind: 'certificate', der: block.bytes }
  if (block.label === 'PUBLIC KEY') return { kind: 'key', der: block.bytes }
  throw new Refused('malformed', `${what} is a PEM block ${block.label}`)
}

function only(value: JsonValue | undefined): JsonValue | undefined {
  const list = asArray(value, 'the signatures of the log entry')
  if (list.length !== 1) throw new Refused('content-mismatch', 'the log entry must hold one signature', { found: String(list.length) })
  return list[0]
}

/** The digest over an envelope that the second version of Rekor logs: of the bytes its signature covers. */
export function envelopeDigest(algorithm: HashName, payloadType: string, payload: Uint8Array): Buffer {
  return digestOf(algorithm, preAuthEncoding(payloadType, payload))
}
