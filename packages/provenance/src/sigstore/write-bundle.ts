import type { Bundle } from './bundle.ts'
import { hashAlgorithmOf } from './hash-algorithm.ts'
import type { LogEntry } from './log-entry.ts'

const MEDIA_TYPES: Readonly<Record<Bundle['version'], string>> = {
  '0.1': 'application/vnd.dev.sigstore.bundle+json;version=0.1',
  '0.2': 'application/vnd.dev.sigstore.bundle+json;version=0.2',
  '0.3': 'application/vnd.dev.sigstore.bundle.v0.3+json',
}

/** The JSON text of a bundle; `parseBundle` reads the same bundle back. */
export function writeBundle(bundle: Bundle): string {
  const material = {
    ...writeSigner(bundle),
    tlogEntries: bundle.logEntries.map(writeLogEntry),
    ...(bundle.timestamps.length === 0
      ? {}
      : { timestampVerificationData: { rfc3161Timestamps: bundle.timestamps.map((bytes) => ({ signedTimestamp: base64(bytes) })) } }),
  }
  return JSON.stringify({ mediaType: MEDIA_TYPES[bundle.version], verificationMaterial: material, ...writeContent(bundle) })
}

function writeSigner({ signer, version }: Bundle): object {
  if (signer.kind === 'key') return { publicKey: { hint: signer.hint } }
  const certificates = signer.certificates.map((bytes) => ({ rawBytes: base64(bytes) }))
  return version === '0.3' ? { certificate: certificates[0] } : { x509CertificateChain: { certificates } }
}

function writeContent({ content }: Bundle): object {
  if (content.kind === 'dsse') {
    const { payload, payloadType, signatures } = content.envelope
    return {
      dsseEnvelope: {
        payload: base64(payload),
        payloadType,
        signatures: signatures.map(({ keyid, signature }) =>
          keyid === '' ? { sig: base64(signature) } : { sig: base64(signature), keyid },
        ),
      },
    }
  }
  const { digest, signature } = content
  const messageDigest = digest && { algorithm: hashAlgorithmOf(digest.algorithm), digest: base64(digest.digest) }
  return { messageSignature: { ...(messageDigest && { messageDigest }), signature: base64(signature) } }
}

function writeLogEntry(entry: LogEntry): object {
  const { proof, promise, integratedTime } = entry
  return {
    logIndex: String(entry.index),
    logId: { keyId: base64(entry.logId) },
    kindVersion: { kind: entry.kind, version: entry.version },
    ...(integratedTime && { integratedTime: String(integratedTime.getTime() / 1000) }),
    ...(promise && { inclusionPromise: { signedEntryTimestamp: base64(promise) } }),
    ...(proof && {
      inclusionProof: {
        logIndex: String(proof.index),
        rootHash: base64(proof.rootHash),
        treeSize: String(proof.treeSize),
        hashes: proof.hashes.map(base64),
        ...(proof.checkpoint !== undefined && { checkpoint: { envelope: proof.checkpoint } }),
      },
    }),
    canonicalizedBody: base64(entry.body),
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
