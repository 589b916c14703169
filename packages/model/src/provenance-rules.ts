import type { Severity } from './severity.ts'

/**
 * What can be wrong with where a component comes from, worst first. The id is the finding's `advisory.id`: what waivers, reports and
 * `cupel explain` call it. Ids are part of the output contract: they are added, never renamed.
 */
export const PROVENANCE_RULES = {
  'provenance-wrong': {
    severity: 'high',
    title: 'Provenance of something else, or by somebody else',
    meaning: 'There is evidence, and it is about other bytes or another version, by another signer, or of another source or builder.',
    remedy: 'do not install it; find out which of the two was changed',
  },
  'provenance-downgraded': {
    severity: 'high',
    title: 'Provenance weaker than before',
    meaning: 'Earlier releases of the package had stronger provenance, or came from another publisher, builder or repository.',
    remedy: 'stay on the version before until the maintainers explain it',
  },
  'provenance-unverifiable': {
    severity: 'high',
    title: 'Provenance that does not verify',
    meaning: 'There is evidence about these bytes, and none of it holds: a signature, certificate, log entry or time is not right.',
    remedy: 'cupel explain shows the step that failed; get the evidence anew from the publisher',
  },
  'provenance-unpinned': {
    severity: 'medium',
    title: 'Nothing to hold provenance against',
    meaning: 'A file states the component without a digest that cannot be forged, so that no evidence can be tied to what is installed.',
    remedy: 'lock it with SHA-256 or SHA-512 digests (integrity)',
  },
  'provenance-weak': {
    severity: 'medium',
    title: 'Provenance weaker than asked for',
    meaning:
      'Somebody trusted vouches for these bytes, but with less than the trust policy asks: level, kind of evidence or number of signers.',
    remedy: 'ask the publisher for what the rule wants, or change the rule',
  },
  'provenance-absent': {
    severity: 'medium',
    title: 'No provenance',
    meaning: 'The trust policy asks who vouches for this component, and no evidence at hand is about its bytes.',
    remedy: 'put its attestation into the evidence folder, or ask its publisher for one',
  },
} as const satisfies Readonly<Record<string, ProvenanceRule>>

interface ProvenanceRule {
  readonly severity: Severity
  /** A few words. */
  readonly title: string
  /** One sentence. */
  readonly meaning: string
  /** What the user can do, as a clause without full stop. */
  readonly remedy: string
}

export type ProvenanceRuleId = keyof typeof PROVENANCE_RULES
