import type { Bundle } from '../sigstore/bundle.ts'
import type { VerifiedTime } from '../sigstore/verify-bundle.ts'
import { Refused } from '../verdict/refused.ts'
import type { NpmKey } from './keys.ts'

/** The registry key that a publish attestation says it is signed with. */
export function publishKey(bundle: Bundle, keys: readonly NpmKey[]): NpmKey {
  if (bundle.signer.kind !== 'key') {
    throw new Refused('signer-mismatch', 'The publish attestation is not signed with a key of the registry', { found: 'a certificate' })
  }
  const { hint } = bundle.signer
  const key = keys.find((candidate) => candidate.use === 'attestations' && candidate.keyId === hint)
  if (key !== undefined) return key
  throw new Refused('signer-unknown', 'The publish attestation is signed with a key that is not known', {
    expected: keys.map(({ keyId }) => keyId).join(', '),
    found: hint,
    remedy: 'Refresh the registry keys',
  })
}

/** The key must have been valid at every trusted time of the signature; without any such time nothing is proved. */
export function checkKeyTimes(key: NpmKey, times: readonly VerifiedTime[]): void {
  const within = ({ time }: VerifiedTime) => {
    return (key.validFrom === undefined || time >= key.validFrom) && (key.validUntil === undefined || time < key.validUntil)
  }
  if (times.length > 0 && times.every(within)) return
  throw new Refused('time-invalid', 'The registry signed with a key outside the time it is valid for', {
    expected: `${key.validFrom?.toISOString() ?? 'any time'} to ${key.validUntil?.toISOString() ?? 'now'}`,
    found: times.map(({ time }) => time.toISOString()).join(', ') || 'no trusted time',
  })
}
