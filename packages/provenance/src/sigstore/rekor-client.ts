import { createHash } from 'node:crypto'
import { writePem } from '../asn1/pem.ts'
import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts'
import { decodeBase64 } from '../encoding/base64.ts'
import { decodeHex } from '../encoding/hex.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { asArray, asCount, asObject, asString } from '../encoding/json-value.ts'
import { ProtoMessage } from '../encoding/proto-json.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { KEY_DETAILS } from '../trusted-root/key-details.ts'
import { Refused } from '../verdict/refused.ts'
import type { BundleContent } from './bundle.ts'
import { refusedBy } from './fulcio-client.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import { joinUrl, jsonRequest } from './http.ts'
import type { LogEntry } from './log-entry.ts'
import { LOG_ENTRY_FIELDS, readLogEntry } from './log-entry.ts'

/** DER of what verifies the signature: the signing certificate, or the key where there is none. */
export interface LogVerifier {
  readonly kind: 'certificate' | 'key'
  readonly der: Buffer
  readonly keyDetails: keyof typeof KEY_DETAILS
}

export interface LogUpload {
  readonly content: BundleContent
  /** SHA-256 of the artifact, for message signatures. */
  readonly artifactDigest: Buffer | undefined
  readonly verifier: LogVerifier
}

/** Offers a signature to Rekor, first version: hashedrekord 0.0.1 for messages, dsse 0.0.1 for envelopes. */
export function logRequest(baseUrl: string, { content, artifactDigest, verifier }: LogUpload): HttpRequest {
  const pem = Buffer.from(writePem(verifier.kind === 'certificate' ? 'CERTIFICATE' : 'PUBLIC KEY', verifier.der)).toString('base64')
  const entry =
    content.kind === 'dsse'
      ? { kind: 'dsse', apiVersion: '0.0.1', spec: { proposedContent: { envelope: envelopeJson(content), verifiers: [pem] } } }
      : {
          kind: 'hashedrekord',
          apiVersion: '0.0.1',
          spec: {
            data: { hash: { algorithm: 'sha256', value: artifactDigest?.toString('hex') } },
            signature: { content: content.signature.toString('base64'), publicKey: { content: pem } },
          },
        }
  return jsonRequest(joinUrl(baseUrl, 'api/v1/log/entries'), entry)
}

/** Offers a signature to Rekor, second version: hashedrekord 0.0.2, over the signed bytes of an envelope. */
export function tileLogRequest(baseUrl: string, { content, artifactDigest, verifier }: LogUpload): HttpRequest {
  const digest =
    content.kind === 'message'
      ? artifactDigest
      : createHash('sha256').update(preAuthEncoding(content.envelope.payloadType, content.envelope.payload)).digest()
  const rawBytes = verifier.der.toString('base64')
  return jsonRequest(joinUrl(baseUrl, 'api/v2/log/entries'), {
    hashedRekordRequestV002: {
      digest: digest?.toString('base64'),
      signature: {
        content: content.signature.toString('base64'),
        verifier: {
          keyDetails: verifier.keyDetails,
          ...(verifier.kind === 'certificate' ? { x509Certificate: { rawBytes } } : { publicKey: { rawBytes } }),
        },
      },
    },
  })
}

/** The entry a log of the second version answered with. */
export function readTileLogResponse(response: HttpResponse): LogEntry {
  if (response.status !== 200 && response.status !== 201) throw refusedBy('the transparency log', response)
  const what = 'the answer of the transparency log'
  return readLogEntry(new ProtoMessage(parseStrictJson(response.body, what), 'logEntry', LOG_ENTRY_FIELDS, 'ignore'))
}

/** The entry a log of the first version answered with. Refuses an answer without proof. */
export function readLogResponse(response: HttpResponse): LogEntry {
  if (response.status !== 200 && response.status !== 201) throw refusedBy('the transparency log', response)
  const what = 'the answer of the transparency log'
  const [entry, ...more] = Object.values(asObject(parseStrictJson(response.body, what), what))
  if (entry === undefined || more.length > 0) throw new Refused('malformed', `${what} must hold one entry`)
  return readEntry(asObject(entry, what), what)
}

function readEntry(entry: JsonObject, what: string): LogEntry {
  const body = decodeBase64(asString(entry['body'], `the body in ${what}`), what)
  const head = asObject(parseStrictJson(body, `the body in ${what}`), `the body in ${what}`)
  const verification = asObject(entry['verification'], `the verification in ${what}`)
  const proof = asObject(verification['inclusionProof'], `the proof in ${what}`)
  return {
    index: asCount(entry['logIndex'], `the index in ${what}`),
    logId: decodeHex(asString(entry['logID'], `the log in ${what}`), what),
    kind: asString(head['kind'], `the kind in ${what}`),
    version: asString(head['apiVersion'], `the version in ${what}`),
    integratedTime: new Date(asCount(entry['integratedTime'], `the time in ${what}`) * 1000),
    promise: decodeBase64(asString(verification['signedEntryTimestamp'], `the promise in ${what}`), what),
    proof: {
      index: asCount(proof['logIndex'], `the index in ${what}`),
      treeSize: asCount(proof['treeSize'], `the tree size in ${what}`),
      rootHash: decodeHex(asString(proof['rootHash'], `the root in ${what}`), what),
      hashes: asArray(proof['hashes'], `the hashes in ${what}`).map((hash) => decodeHex(asString(hash, `a hash in ${what}`), what)),
      checkpoint: asString(proof['checkpoint'], `the checkpoint in ${what}`),
    },
    body,
  }
}

function envelopeJson(content: BundleContent & { readonly kind: 'dsse' }): string {
  const { payload, payloadType } = content.envelope
  return JSON.stringify({
    payload: payload.toString('base64'),
    payloadType,
    signatures: [{ sig: content.signature.toString('base64') }],
  })
}
