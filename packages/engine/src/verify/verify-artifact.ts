import { relative, sep } from 'node:path'
import { CupelError, usageMissingArgument } from '@cupel/model'
import type { Step, TrustSubject, VerificationItem, VerificationReport, Vouch } from '@cupel/model'
import { Trace } from '@cupel/provenance'
import type { Verdict } from '@cupel/provenance'
import { besides, checkAll } from './artifact-evidence.ts'
import { givenArtifact } from './given-artifact.ts'
import type { GivenArtifact } from './given-artifact.ts'
import { requirePurl } from './require-purl.ts'
import { judgeDocument } from './require-trusted.ts'
import type { Trust, TrustRequest } from './trust-input.ts'
import { loadTrust } from './trust-input.ts'
import { verificationReport } from './verification.ts'

export interface ArtifactRequest {
  /** Path, or `sha256:…`. */
  readonly artifact: string
  /** Files with evidence; empty: what lies beside the artifact. */
  readonly evidence: readonly string[]
  readonly trust: TrustRequest
  /** Under which purl or repository the policy knows the artifact. */
  readonly subject?: Pick<TrustSubject, 'purl' | 'repository'>
  readonly cwd: string
  readonly now: Date
}

/**
 * Verifies what an artifact's evidence says, and whether somebody trusted says it. With a policy the policy's thresholds decide;
 * with an identity or a key every piece of evidence that was given must hold.
 */
export async function verifyArtifact(request: ArtifactRequest): Promise<VerificationReport> {
  const { cwd, now } = request
  const trust = loadTrust(request.trust, { cwd, now })
  if (trust.policy === null && trust.identity === null && trust.key === null) throw nobodyTrusted()
  requirePurl(request.subject?.purl)
  const artifact = givenArtifact(request.artifact, cwd, { hold: true })
  const files = request.evidence.length > 0 ? request.evidence : besides(artifact, trust.policy !== null)
  const checked = await checkAll(files, { artifact, trust, cwd })
  const subject: TrustSubject = { ...request.subject, ...(artifact.path === null ? {} : { path: pathFrom(trust.base, artifact.path) }) }
  const item = itemOf({ artifact, checked, subject, trust, now, asked: request.evidence.length > 0 })
  return verificationReport([item], [], trust.shown)
}

/** Nobody is trusted unless somebody said so. */
export function nobodyTrusted(): CupelError {
  const missing = usageMissingArgument('whom to trust', 'verify')
  const hint = 'give --identity and --issuer, or --key FILE, or a policy with --trust FILE; cupel trust init proposes one'
  return new CupelError(missing.code, missing.message, { hint })
}

function pathFrom(base: string, path: string): string {
  return relative(base, path).replaceAll(sep, '/')
}

interface ItemInput {
  readonly artifact: GivenArtifact
  readonly checked: readonly Verdict<readonly Vouch[]>[]
  readonly subject: TrustSubject
  readonly trust: Trust
  readonly now: Date
  /** The user named the evidence: then each piece must hold. */
  readonly asked: boolean
}

function itemOf({ artifact, checked, subject, trust, now, asked }: ItemInput): VerificationItem {
  const vouches = checked.flatMap(({ value }) => value ?? [])
  const steps: Step[] = checked.map(({ root }) => root)
  let vouchedBy: readonly string[] = []
  let good = vouches.length > 0 && !(asked && checked.some(({ outcome }) => outcome === 'refused'))
  if (checked.length === 0) steps.push(noEvidence(artifact))
  else if (trust.policy !== null) {
    const judged = judgeDocument({ policy: trust.policy, subject, vouches, now })
    good = judged.outcome === 'trusted'
    vouchedBy = judged.vouchedBy
    steps.push(judged.step)
  }
  return {
    subject: artifact.name,
    kind: 'artifact',
    digests: artifact.digests,
    outcome: good ? 'verified' : 'refused',
    signers: vouches.map(({ signer }) => signer),
    times: [...new Set(vouches.flatMap(({ at }) => (at === null ? [] : [at.toISOString()])))].sort(),
    vouchedBy,
    ...buildDetails(vouches),
    step: { id: 'artifact', title: 'somebody trusted vouches for this artifact', outcome: good ? 'passed' : 'failed', steps },
  }
}

/** What verified provenance says of the build, the highest level first. */
function buildDetails(vouches: readonly Vouch[]): Pick<VerificationItem, 'details'> {
  const [build] = vouches.flatMap((vouch) => (vouch.build === undefined ? [] : [vouch.build])).sort((a, b) => b.level - a.level)
  return build === undefined ? {} : { details: { build } }
}

function noEvidence(artifact: GivenArtifact): Step {
  const { value: _, root } = Trace.run('evidence', 'there is evidence', () => undefined)
  return {
    ...root,
    outcome: 'failed',
    code: 'evidence-missing',
    reason: `no evidence lies beside ${artifact.name}`,
    remedy: 'name it with --bundle FILE',
  }
}
