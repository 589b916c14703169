import { basename } from 'node:path'
import { CupelError, signFailed } from '@cupel/model'
import type { Step, VerificationItem } from '@cupel/model'
import { makeSummary, Refused } from '@cupel/provenance'
import type { JsonObject } from '@cupel/provenance'
import { createHash } from 'node:crypto'
import { readEvidence } from '../verify/read-evidence.ts'
import type { TrustRequest } from '../verify/trust-input.ts'
import { verifyArtifact } from '../verify/verify-artifact.ts'
import { signStatement } from './attest-files.ts'
import type { MadeBundle, SignerRequest } from './make-bundle.ts'

export interface AttestVsaRequest extends SignerRequest {
  readonly artifact: string
  /** Evidence; empty: what lies beside the artifact. */
  readonly evidence: readonly string[]
  /** The policy that is verified by, and named in the summary. */
  readonly policy: string
  readonly subject: { readonly purl?: string; readonly repository?: string }
  /** URI of whoever verifies. */
  readonly verifierId: string
  /** URI of the artifact as users ask for it. */
  readonly resourceUri: string
}

/**
 * Verifies an artifact by a trust policy, and signs a summary of that (SLSA 1.1, "Verification Summary Attestation"). The build level in
 * it is what the evidence shows. Refuses to sign anything about an artifact that is not verified.
 */
export async function attestVsa(request: AttestVsaRequest): Promise<MadeBundle> {
  const { artifact, evidence, policy, subject, cwd, now, trustedRoot } = request
  const trust: TrustRequest = { policy, ...(trustedRoot === undefined ? {} : { trustedRoot }) }
  const report = await verifyArtifact({ artifact, evidence, trust, subject, cwd, now })
  const [item] = report.items
  if (item === undefined || report.verdict.outcome !== 'verified') throw notVerified(artifact, item)
  try {
    const statement = makeSummary({
      subject: { name: basename(artifact), digest: { sha256: item.digests['sha256'] ?? '' } },
      verifierId: request.verifierId,
      resourceUri: request.resourceUri,
      timeVerified: now,
      passed: true,
      levels: [`SLSA_BUILD_LEVEL_${levelOf(item)}`],
      dependencyLevels: {},
      policy: { uri: basename(policy), digest: { sha256: createHash('sha256').update(readEvidence(policy, cwd)).digest('hex') } },
    })
    return await signStatement(statement as unknown as Parameters<typeof signStatement>[0], request)
  } catch (error) {
    if (error instanceof Refused) throw signFailed(error.message, { cause: error })
    throw error
  }
}

function levelOf({ details }: VerificationItem): number {
  const build = details?.['build'] as JsonObject | undefined
  return typeof build?.['level'] === 'number' ? build['level'] : 0
}

function notVerified(artifact: string, item: VerificationItem | undefined): CupelError {
  const why = item === undefined ? undefined : innermost(item.step)
  return signFailed(`${artifact} is not verified${why?.reason === undefined ? '' : `: ${why.reason}`}`, {
    hint: 'cupel verify shows every step',
  })
}

function innermost(step: Step): Step {
  const failed = step.steps.find(({ outcome }) => outcome === 'failed')
  return failed === undefined ? step : innermost(failed)
}
