import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyArtifact } from '@cupel/engine/verify'
import { CupelError } from '@cupel/model'
import type { Step, VerificationItem } from '@cupel/model'
import type { ReadAttestation } from './read-attestation.ts'

/** What is known about the truth of an attestation. */
export interface AttestationVerdict {
  readonly outcome: 'verified' | 'unverified' | 'refused'
  /** Why it is not verified; empty when it is. */
  readonly reason: string
  readonly signer: string
}

export interface TrustSetting {
  /** Text of the trust policy; null: nobody said whom to trust. */
  readonly policy: string | null
  readonly now: Date
  /** Repository of the project, for rules that name one. */
  readonly repository: string
}

const DIGESTS = ['sha256', 'sha384', 'sha512'] as const

/** Verifies one subject's attestation by the organisation's trust policy, as `cupel verify` does. Never throws for what is wrong with it. */
export async function verifyAttestation(
  { text, signed }: ReadAttestation,
  subject: ReadAttestation['subjects'][number],
  { policy, now, repository }: TrustSetting,
): Promise<AttestationVerdict> {
  if (!signed) return { outcome: 'unverified', reason: 'nobody signed it', signer: '' }
  if (policy === null) return { outcome: 'unverified', reason: 'no trust policy is set, so nobody is trusted', signer: '' }
  const algorithm = DIGESTS.find((name) => subject.digest[name] !== undefined)
  if (algorithm === undefined) return { outcome: 'unverified', reason: 'its subject has no digest that can be verified', signer: '' }
  const folder = mkdtempSync(join(tmpdir(), 'cupel-attestation-'))
  try {
    writeFileSync(join(folder, 'trust.toml'), policy)
    writeFileSync(join(folder, 'evidence.json'), text)
    const purl = [subject.name, subject.uri].find((name) => name?.startsWith('pkg:') === true)
    const { items } = await verifyArtifact({
      artifact: `${algorithm}:${subject.digest[algorithm]}`,
      evidence: ['evidence.json'],
      trust: { policy: 'trust.toml' },
      subject: { ...(purl === undefined ? {} : { purl }), ...(repository === '' ? {} : { repository }) },
      cwd: folder,
      now,
    })
    return verdictOf(items[0])
  } catch (error) {
    if (!(error instanceof CupelError)) throw error
    return { outcome: 'unverified', reason: error.message, signer: '' }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function verdictOf(item: VerificationItem | undefined): AttestationVerdict {
  if (item === undefined) return { outcome: 'unverified', reason: 'nothing could be verified', signer: '' }
  const [signer] = item.signers
  const reason = item.outcome === 'verified' ? '' : (failure(item.step) ?? 'nobody trusted vouches for it')
  return { outcome: item.outcome, reason, signer: signer === undefined ? '' : signer.subject || signer.key }
}

/** The innermost reason. */
function failure({ outcome, reason, steps }: Step): string | undefined {
  if (outcome !== 'failed') return undefined
  return steps.map(failure).find((found) => found !== undefined) ?? reason
}
