import { createHash } from 'node:crypto'
import { readPem } from '../asn1/pem.ts'
import type { Envelope } from '../dsse/envelope.ts'
import { parseEnvelope } from '../dsse/envelope.ts'
import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts'
import { markVerified } from '../dsse/verified-payload.ts'
import { decodeBase64 } from '../encoding/base64.ts'
import { decodeHex } from '../encoding/hex.ts'
import { jcs } from '../encoding/jcs.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asCount, asObject, asString, textAt, valueAt } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { verifiedStatement } from '../intoto/statement.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { readFulcioIdentity } from '../sigstore/fulcio-claims.ts'
import { verifySigningCertificate } from '../sigstore/verify-signing-certificate.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { isWithin } from '../trusted-root/validity.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { readPemCertificates } from '../x509/certificate.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { ProvenanceEvidence } from './build-signer.ts'
import { fulcioSigner } from './fulcio-signer.ts'

/** A layer of an attestation manifest in a registry or OCI layout, with the annotations of its descriptor. */
export interface CosignAttachment {
  readonly layer: Uint8Array
  readonly annotations: Readonly<Record<string, string>>
}

/** The end of the year 9999. */
const LAST_SECOND = 253_402_300_799

const PLAN = [
  ['attachment', 'The attachment is an envelope with certificate and log promise'],
  ['promise', 'The log promised to take the entry in'],
  ['body', 'The entry is about this envelope'],
  ['certificate-chain', 'A trusted authority issued the certificate, and it was valid then'],
  ['certificate-log', 'The certificate was recorded in public'],
  ['signature', "The certificate's key signed type and payload"],
] as const

/**
 * Verifies an attestation as cosign attached it to images before bundles (cosign, "specs/SIGNATURE_SPEC.md" and the annotation
 * `dev.sigstore.cosign/bundle`): envelope, certificate and the log's promise as annotations of
 * one layer.
 */
export function verifyCosignAttachment(attachment: CosignAttachment, trust: TrustedRoot, trace: Trace): ProvenanceEvidence {
  trace.plan(PLAN)
  const { certificate, promise, envelope } = trace.step(...PLAN[0], () => readAttachment(attachment))
  const time = trace.step(...PLAN[1], () => verifyPromise(promise, trust))
  trace.step(...PLAN[2], () => compareBody(promise, attachment.layer, envelope, certificate))
  verifySigningCertificate(certificate, { trust, intermediates: [], times: [time], certificateTimestamps: 1 }, trace)
  const payload = trace.step(...PLAN[5], () => {
    const [signature, ...more] = envelope.signatures
    if (signature === undefined || more.length > 0) throw new Refused('malformed', 'The envelope has several signatures where one belongs')
    const message = preAuthEncoding(envelope.payloadType, envelope.payload)
    verifySignature(certificate.publicKey, message, signature.signature, { what: 'The signature of the envelope' })
    return markVerified(envelope.payloadType, envelope.payload)
  })
  return { statement: verifiedStatement(payload), signer: fulcioSigner(readFulcioIdentity(certificate)) }
}

function readAttachment({ layer, annotations }: CosignAttachment) {
  const bundle = annotations['dev.sigstore.cosign/bundle']
  const pem = annotations['dev.sigstore.cosign/certificate']
  if (bundle === undefined) throw new Refused('evidence-missing', 'The attachment has no log promise')
  if (pem === undefined) throw new Refused('evidence-missing', 'The attachment has no certificate')
  const [certificate, ...more] = readPemCertificates(pem, 'The certificate of the attachment')
  if (certificate === undefined || more.length > 0) throw new Refused('malformed', 'The attachment must carry one certificate')
  const promise = asObject(parseStrictJson(bundle, 'The log promise'), 'The log promise')
  return { certificate, promise, envelope: parseEnvelope(layer) }
}

function verifyPromise(promise: JsonObject, trust: TrustedRoot): Date {
  const payload = asObject(promise['Payload'], 'The payload of the log promise')
  const signature = decodeBase64(asString(promise['SignedEntryTimestamp'], 'The log promise'), 'The log promise')
  const logId = decodeHex(asString(payload['logID'], 'The log id'), 'The log id')
  const seconds = asCount(payload['integratedTime'], 'The time of the entry')
  if (seconds > LAST_SECOND) throw new Refused('malformed', 'The time of the entry is not a possible time', { found: String(seconds) })
  const integratedTime = new Date(seconds * 1000)
  const [body, logIndex] = [payload['body'] ?? null, payload['logIndex'] ?? null]
  const log = trust.logs.find((candidate) => candidate.logId.equals(logId))
  if (log === undefined)
    throw new Refused('signer-unknown', 'The entry is of a log that the trust root does not know', { found: logId.toString('hex') })
  const signed = jcs({ body, integratedTime: payload['integratedTime'] ?? null, logID: logId.toString('hex'), logIndex })
  verifySignature(log.key, Buffer.from(signed), signature, { scheme: log.scheme, what: "The log's promise" })
  if (!isWithin(log.validFor, integratedTime)) {
    throw new Refused('time-invalid', 'The log took the entry in at a time at which it is not trusted', {
      found: integratedTime.toISOString(),
    })
  }
  return integratedTime
}

/** Kind dsse 0.0.1 holds the signature itself, intoto 0.0.1 only a digest over the envelope with the signature in it. */
function compareBody(promise: JsonObject, layer: Uint8Array, envelope: Envelope, certificate: Certificate): void {
  const what = 'The log entry'
  const body: JsonValue = parseStrictJson(decodeBase64(asString(valueAt(promise, 'Payload', 'body'), what), what), what)
  const kind = `${textAt(body, 'kind')} ${textAt(body, 'apiVersion')}`
  const spec = valueAt(body, 'spec')
  if (kind === 'intoto 0.0.1') {
    requireDigest(valueAt(spec, 'content', 'hash'), layer)
    requireCertificate(valueAt(spec, 'publicKey'), certificate)
    return
  }
  if (kind !== 'dsse 0.0.1') {
    throw new Refused('unsupported-version', 'The log entry is of another kind', { expected: 'intoto 0.0.1 or dsse 0.0.1', found: kind })
  }
  const [signature, ...more] = asArray(valueAt(spec, 'signatures'), what)
  const logged = decodeBase64(asString(valueAt(signature, 'signature'), what), what)
  if (more.length > 0 || envelope.signatures[0]?.signature.equals(logged) !== true) {
    throw new Refused('content-mismatch', 'The log entry is about another signature')
  }
  requireDigest(valueAt(spec, 'payloadHash'), envelope.payload)
  requireCertificate(valueAt(signature, 'verifier'), certificate)
}

function requireDigest(hash: JsonValue | undefined, bytes: Uint8Array): void {
  const expected = createHash('sha256').update(bytes).digest('hex')
  if (textAt(hash, 'algorithm') === 'sha256' && textAt(hash, 'value') === expected) return
  throw new Refused('content-mismatch', 'The log entry is about another envelope', { expected, found: textAt(hash, 'value') ?? 'none' })
}

function requireCertificate(value: JsonValue | undefined, certificate: Certificate): void {
  const what = 'The certificate of the log entry'
  const [block] = readPem(decodeBase64(asString(value, what), what).toString('latin1'), what)
  if (block?.bytes.equals(certificate.der) !== true) throw new Refused('content-mismatch', 'The log entry is by another certificate')
}
