import type { DigestSet } from '../intoto/digest.ts'
import { matchSubject } from '../intoto/match-subject.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { ProvenanceEvidence } from './build-signer.ts'
import { checkAgreement } from './check-agreement.ts'
import { checkBuilder } from './check-builder.ts'
import { checkBranch, checkTag, checkVersionedTag, checkWorkflowInputs, sourceOf } from './check-source.ts'
import type { Builder } from './known-builders.ts'
import { KNOWN_BUILDERS } from './known-builders.ts'
import type { LevelReason, SlsaLevel } from './level.ts'
import { deriveLevel } from './level.ts'
import { readProvenanceFacts } from './provenance-facts.ts'

export interface SlsaPolicy {
  /** Digests of every artifact; each must be a subject. None: the statement's subjects are for the caller to judge. */
  readonly artifacts: readonly DigestSet[]
  /** `github.com/owner/name`, with or without `https://` or `git+https://`. */
  readonly sourceUri: string
  /** `https://…/builder.yml`, `…@v1.2.3` or `…@refs/tags/v1.2.3`; a known builder that is accepted unasked when left out. */
  readonly builderId?: string
  readonly sourceBranch?: string
  /** Exactly this tag. */
  readonly sourceTag?: string
  /** A version prefix: `v14` is satisfied by v14.2. */
  readonly sourceVersionedTag?: string
  /** Inputs of a workflow started by hand; each must have this value. */
  readonly workflowInputs?: Readonly<Record<string, string>>
  readonly buildTypes?: readonly string[]
  readonly minLevel?: SlsaLevel
  /** Replaces the list of known builders. */
  readonly builders?: readonly Builder[]
}

declare const verified: unique symbol

/** A build that a trusted builder vouches for, and that meets the policy. */
export interface VerifiedBuild {
  readonly builderId: string
  readonly buildType: string
  readonly source: { readonly repository: string; readonly ref?: string; readonly commit?: string }
  readonly level: SlsaLevel
  /** Why it is this level and not the next. */
  readonly reasons: readonly LevelReason[]
  readonly [verified]: true
}

const PLAN = [
  ['predicate', 'The statement is SLSA provenance of a known version'],
  ['builder', 'A trusted builder made the provenance'],
  ['source', 'It was built from the expected source'],
  ['agreement', 'What the provenance says agrees with the certificate'],
  ['subject', 'The statement is about this artifact'],
  ['build-type', 'The build is of an accepted type'],
  ['branch', 'It was built from the expected branch'],
  ['tag', 'It was built from the expected tag'],
  ['versioned-tag', 'It was built from a tag of the expected version'],
  ['workflow-inputs', 'It was built with the expected inputs'],
  ['level', 'The build reaches the level asked for'],
] as const

/**
 * Judges SLSA provenance 0.2, 1.0 and 1.1 whose signature has been verified (SLSA 1.1, "Verifying artifacts", steps 1 to 3). The
 * claims of the certificate decide; the predicate is used where the certificate is silent, and refused where it says otherwise.
 */
export function verifyProvenance(evidence: ProvenanceEvidence, policy: SlsaPolicy, trace: Trace): VerifiedBuild {
  trace.plan(PLAN)
  const { statement, signer } = evidence
  const facts = trace.step(...PLAN[0], () => readProvenanceFacts(statement))
  const builder = trace.step(...PLAN[1], (step) => checkBuilder(facts, signer, policy.builderId, policy.builders ?? KNOWN_BUILDERS, step))
  const source = trace.step(...PLAN[2], (step) => sourceOf(facts, signer, policy.sourceUri, step))
  trace.step(...PLAN[3], (step) => checkAgreement(facts, signer, source, step))
  for (const artifact of policy.artifacts) matchSubject(statement, artifact, trace)
  if (policy.artifacts.length === 0) trace.skip(...PLAN[4], 'no artifact was given')
  optional(trace, 5, policy.buildTypes, (wanted) => checkBuildType(facts.buildType, wanted))
  optional(trace, 6, policy.sourceBranch, (wanted) => checkBranch(wanted, source, facts))
  optional(trace, 7, policy.sourceTag, (wanted) => checkTag(wanted, source))
  optional(trace, 8, policy.sourceVersionedTag, (wanted) => checkVersionedTag(wanted, source))
  optional(trace, 9, policy.workflowInputs, (wanted) => checkWorkflowInputs(wanted, facts, signer))
  const { level, reasons } = trace.step(...PLAN[10], (step) => {
    const derived = deriveLevel(builder, signer)
    step.found(`build level ${derived.level}: ${derived.reasons.join('; ')}`)
    if (derived.level < (policy.minLevel ?? 0)) {
      throw new Refused('policy-not-met', 'The build does not reach the level asked for', {
        expected: `build level ${policy.minLevel}`,
        found: `build level ${derived.level}: ${derived.reasons.join('; ')}`,
      })
    }
    return derived
  })
  return { builderId: builder.ran, buildType: facts.buildType, source, level, reasons } as VerifiedBuild
}

function optional<T>(trace: Trace, index: 5 | 6 | 7 | 8 | 9, wanted: T | undefined, check: (wanted: T) => void): void {
  const [id, title] = PLAN[index]
  if (wanted === undefined) trace.skip(id, title, 'not asked for')
  else trace.step(id, title, () => check(wanted))
}

function checkBuildType(found: string, accepted: readonly string[]): void {
  if (accepted.includes(found)) return
  throw new Refused('policy-not-met', 'The build is of another type', { expected: accepted.join(' or '), found })
}
