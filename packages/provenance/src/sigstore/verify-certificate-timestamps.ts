import { verifySignature } from '../keys/verify-signature.ts'
import type { TransparencyLog } from '../trusted-root/transparency-log.ts'
import { describeValidity, isWithin } from '../trusted-root/validity.ts'
import { Refused } from '../verdict/refused.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readEmbeddedTimestamps, timestampedData } from '../x509/signed-certificate-timestamp.ts'

/** A promise of a trusted certificate log that it recorded the certificate. */
export interface VerifiedCertificateTimestamp {
  readonly log: TransparencyLog
  readonly time: Date
}

/**
 * The certificate's embedded timestamps by logs of the trust root, at least `threshold` of different logs (RFC 6962 §3.2). Those of
 * unknown logs are passed over; one of a known log that does not verify is refused.
 */
export function verifyCertificateTimestamps(
  certificate: Certificate,
  issuer: Certificate,
  options: { readonly logs: readonly TransparencyLog[]; readonly threshold: number },
): readonly VerifiedCertificateTimestamp[] {
  const verified: VerifiedCertificateTimestamp[] = []
  const unknown: string[] = []
  const timestamps = readEmbeddedTimestamps(certificate)
  for (const timestamp of timestamps) {
    const logs = options.logs.filter(({ logId }) => logId.equals(timestamp.logId))
    const log = logs.find(({ validFor }) => isWithin(validFor, timestamp.time)) ?? logs[0]
    if (log === undefined) {
      unknown.push(timestamp.logId.toString('hex'))
      continue
    }
    const data = timestampedData(timestamp, certificate, issuer)
    verifySignature(log.key, data, timestamp.signature, { scheme: timestamp.scheme, what: "the certificate log's timestamp" })
    if (!isWithin(log.validFor, timestamp.time)) {
      throw new Refused('time-invalid', 'a certificate timestamp is from a time at which its log is not trusted', {
        expected: describeValidity(log.validFor),
        found: timestamp.time.toISOString(),
      })
    }
    if (verified.some((other) => other.log.logId.equals(log.logId))) continue
    verified.push({ log, time: timestamp.time })
  }
  if (verified.length >= options.threshold) return verified
  if (timestamps.length === 0) {
    throw new Refused('evidence-missing', 'the certificate has no timestamp of a certificate log', {
      remedy: 'it was not issued in public',
    })
  }
  throw new Refused('signer-unknown', 'no certificate log of the trust root recorded the certificate', {
    expected: options.logs.map(({ logId }) => logId.toString('hex')).join(', '),
    found: unknown.join(', '),
    remedy: 'use the trust root of the instance that issued the certificate, or update it',
  })
}
