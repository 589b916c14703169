import { createHash } from 'node:crypto'
import { writePem } from '../asn1/pem.ts'
import type { Envelope } from '../dsse/envelope.ts'
import { readEnvelope } from '../dsse/envelope.ts'
import { decodeBase64 } from '../encoding/base64.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { asArray, asObject, asString, isObject, textAt, valueAt } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import type { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'

const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** A model signature as read. The bundle format is Sigstore's, but keys and private authorities are used in their own way. */
export type ModelBundle = { readonly envelope: Envelope } & (
  | { readonly method: 'key'; readonly hint: string | undefined }
  | { readonly method: 'certificate'; readonly certificates: readonly Buffer[] }
  | { readonly method: 'sigstore' }
)

/**
 * Reads a model signature (model signing specification 1.0, "Bundle"). Refuses other versions, several kinds of signer at once, and a
 * Sigstore certificate without log entry.
 */
export function readModelBundle(bytes: Uint8Array): ModelBundle {
  const bundle = asObject(parseStrictJson(bytes, 'The model signature'), 'The model signature')
  const mediaType = asString(bundle['mediaType'], 'The media type of the model signature')
  if (mediaType !== MEDIA_TYPE)
    throw new Refused('unsupported-version', 'The model signature has an unknown version', { expected: MEDIA_TYPE, found: mediaType })
  const material = asObject(bundle['verificationMaterial'], 'The verification material')
  const kinds = ['publicKey', 'x509CertificateChain', 'certificate'].filter((kind) => isObject(material[kind]))
  if (kinds.length !== 1)
    throw new Refused('malformed', 'The model signature must have one kind of signer', { found: kinds.join(', ') || 'none' })
  const envelope = readEnvelope(bundle['dsseEnvelope'] ?? null)
  if (envelope.signatures.length > 1) throw new Refused('malformed', 'The model signature must be one signature')
  if (kinds[0] === 'publicKey') return { method: 'key', envelope, hint: keyHint(material) }
  if (kinds[0] === 'x509CertificateChain') return { method: 'certificate', envelope, certificates: readChain(material) }
  if (asArray(material['tlogEntries'], 'The list of log entries').length === 0)
    throw new Refused('evidence-missing', 'The model signature has no log entry')
  return { method: 'sigstore', envelope }
}

/** How model signatures name a key: SHA-256 over its PEM text. */
export function modelKeyHint(key: PublicKey): string {
  return createHash('sha256').update(writePem('PUBLIC KEY', key.spki)).digest('hex')
}

/** Releases before 1.1 put the whole key there, which proves nothing: who verifies brings the key. */
function keyHint(material: JsonObject): string | undefined {
  const hint = textAt(material, 'publicKey', 'hint')
  return hint === '' ? undefined : hint
}

function readChain(material: JsonObject): readonly Buffer[] {
  const what = 'A certificate of the model signature'
  const list = asArray(valueAt(material, 'x509CertificateChain', 'certificates'), 'The list of certificates')
  if (list.length === 0 || list.length > 20) throw new Refused('malformed', 'The model signature has no usable list of certificates')
  return list.map((entry) => decodeBase64(asString(valueAt(entry, 'rawBytes'), what), what))
}
