import type { Facts } from '../facts/facts.ts'
import type { Place } from '../outcome.ts'

/** `unproven`: nothing was found for or against. Only what is surely against it is `contradicted`. */
export type ClaimVerdict = 'holds' | 'contradicted' | 'unproven'

/** One thing that the project says of itself, held against what is there. */
export interface Claim {
  /** What is claimed, in our words, as it stands in a sentence. */
  readonly claim: string
  /** Where it is claimed. */
  readonly stated: Place
  readonly verdict: ClaimVerdict
  /** Why. */
  readonly message: string
  /** Where the evidence stands; the other place of a contradiction. */
  readonly evidence: readonly Place[]
}

export interface CheckedClaim extends Claim {
  readonly kind: string
}

/** A kind of claim: finds every such claim and judges it. Pure. */
export interface ClaimKind {
  readonly id: string
  readonly title: string
  check(facts: Facts): readonly Claim[]
}
