import { Refused } from '../verdict/refused.ts'
import type { StepNotes } from '../verdict/trace.ts'
import type { BuildSigner } from './build-signer.ts'
import type { BuilderId } from './builder-id.ts'
import { isBuilderAsked, isReleaseRef, readBuilderId } from './builder-id.ts'
import type { Builder, BuilderKind } from './known-builders.ts'
import { GITHUB_ISSUER } from './known-builders.ts'
import type { ProvenanceFacts } from './provenance-facts.ts'

/** The builder that ran, as far as it is proved, and what is known about it. */
export interface TrustedBuilder {
  /** With ref. */
  readonly ran: string
  readonly kind: BuilderKind
  /** Undefined for a builder that only the caller names. */
  readonly known: Builder | undefined
  /** Whether the ref it ran at can never mean another version. */
  readonly pinned: boolean
}

type CertificateSigner = Extract<BuildSigner, { readonly kind: 'certificate' }>

const RUNNER = 'https://github.com/actions/runner'

/**
 * Binds the signer to a builder. Workflows: the certificate's identity is the builder. Delegators: the provenance names the builder,
 * and the delegator must be one that may speak for it. Runners: the certificate says on what machine it ran. Refuses a builder
 * that is neither asked for nor accepted unasked, and one at a ref that can move.
 */
export function checkBuilder(
  facts: ProvenanceFacts,
  signer: BuildSigner,
  askedText: string | undefined,
  builders: readonly Builder[],
  step: StepNotes,
): TrustedBuilder {
  const asked = askedText === undefined ? undefined : readBuilderId(askedText)
  step.expected(askedText ?? 'a builder known to be trusted')
  const builder = signer.kind === 'key' ? byKey(facts, builders) : byCertificate(facts, signer, asked, builders)
  step.found(builder.ran)
  const ran = readBuilderId(builder.ran)
  if (asked === undefined ? builder.known?.implied !== true : !isBuilderAsked(ran, asked)) throw notTrusted(builder, asked)
  const moves = (builder.kind === 'workflow' || builder.kind === 'delegator') && !isReleaseRef(ran.ref)
  if (moves && asked?.ref !== ran.ref && builder.known?.refs?.includes(ran.ref ?? '') !== true) {
    throw new Refused('signer-mismatch', 'The builder ran at a branch or a tag that can move', {
      expected: `${ran.id}@refs/tags/vX.Y.Z`,
      found: builder.ran,
      remedy: 'Name the builder with exactly this ref if that is wanted',
    })
  }
  return builder
}

function byCertificate(
  facts: ProvenanceFacts,
  signer: CertificateSigner,
  asked: BuilderId | undefined,
  builders: readonly Builder[],
): TrustedBuilder {
  const identity = readBuilderId(signer.identity)
  const known = builders.find((builder) => builder.id === identity.id && builder.kind !== 'key')
  const issuer = known?.issuer ?? GITHUB_ISSUER
  if (signer.issuer !== issuer) {
    throw new Refused('signer-mismatch', 'The certificate was issued on the word of another identity provider', {
      expected: issuer,
      found: signer.issuer,
    })
  }
  if (known?.kind === 'delegator') return byDelegator(facts, identity, known, builders)
  if (known === undefined && isRunner(facts, asked)) return byRunner(facts, signer, asked, builders)
  if (asked !== undefined && !isBuilderAsked(identity, asked)) {
    throw new Refused('signer-mismatch', 'Another builder than the one asked for signed the provenance', {
      expected: asked.id,
      found: signer.identity,
    })
  }
  if (facts.builderId !== signer.identity) {
    throw new Refused('content-mismatch', 'The provenance names another builder than its certificate', {
      expected: signer.identity,
      found: facts.builderId,
    })
  }
  return { ran: signer.identity, kind: 'workflow', known, pinned: isReleaseRef(identity.ref) }
}

function byDelegator(facts: ProvenanceFacts, delegator: BuilderId, trusted: Builder, builders: readonly Builder[]): TrustedBuilder {
  const pinned = isReleaseRef(delegator.ref)
  if (!pinned && trusted.refs?.includes(delegator.ref ?? '') !== true) {
    throw new Refused('signer-mismatch', 'The delegator ran at a branch or a tag that can move', {
      found: `${delegator.id}@${delegator.ref}`,
    })
  }
  const ran = readBuilderId(facts.builderId)
  const known = builders.find((builder) => builder.id === ran.id)
  if (known?.delegators !== undefined && !known.delegators.includes(delegator.id)) {
    throw new Refused('signer-mismatch', 'This delegator may not speak for the builder', {
      expected: known.delegators.join(' or '),
      found: delegator.id,
    })
  }
  return { ran: facts.builderId, kind: 'delegator', known, pinned: pinned && isReleaseRef(ran.ref) }
}

/** Provenance by the npm command line names the tool in version 0.2, the machine in version 1. */
function isRunner(facts: ProvenanceFacts, asked: BuilderId | undefined): boolean {
  return isWithin(asked?.id ?? '', RUNNER) || isWithin(facts.builderId, RUNNER) || facts.builderId.startsWith('https://github.com/npm/cli@')
}

/** The short name, without the kind of machine, is enough for version 0.2, which does not name the machine itself. */
function byRunner(
  facts: ProvenanceFacts,
  { claims: { runner } }: CertificateSigner,
  asked: BuilderId | undefined,
  builders: readonly Builder[],
): TrustedBuilder {
  const machine = runner === undefined ? RUNNER : `${RUNNER}/${runner}`
  if (runner !== undefined && facts.builderId.startsWith(`${RUNNER}/`) && facts.builderId !== machine) {
    throw new Refused('content-mismatch', 'The provenance names another machine than its certificate', {
      expected: machine,
      found: facts.builderId,
    })
  }
  const known = builders.find((builder) => builder.id === machine)
  return { ran: facts.version === 'v0.2' && asked?.id === RUNNER ? RUNNER : machine, kind: 'runner', known, pinned: true }
}

function byKey(facts: ProvenanceFacts, builders: readonly Builder[]): TrustedBuilder {
  const ran = readBuilderId(facts.builderId)
  const known = builders.find((builder) => builder.id === ran.id && builder.kind === 'key')
  return { ran: facts.builderId, kind: 'key', known, pinned: true }
}

function isWithin(id: string, parent: string): boolean {
  return id === parent || id.startsWith(`${parent}/`)
}

function notTrusted(builder: TrustedBuilder, asked: BuilderId | undefined): Refused {
  if (asked !== undefined) {
    const expected = asked.ref === undefined ? asked.id : `${asked.id}@${asked.ref}`
    return new Refused('signer-mismatch', 'Another builder than the one asked for made the provenance', { expected, found: builder.ran })
  }
  return new Refused('signer-unknown', 'The builder is none that is trusted without being asked for', {
    found: builder.ran,
    remedy: 'Name the builder if it is the expected one',
  })
}
