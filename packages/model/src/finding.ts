import type { Evidence, Scope } from './component.ts'
import type { Severity } from './severity.ts'
import type { Step } from './verdict-step.ts'

/**
 * What a finding is about. Malice is its own kind: a malicious package is removed, not upgraded. `provenance`: the component does not
 * come from where the user's trust policy asks; nobody's advisory says so, and `advisory` then names the rule of cupel that does.
 */
export type FindingKind = AdvisoryKind | 'provenance'

/** What advisories tell of. */
export type AdvisoryKind = 'vulnerability' | 'malware'

export interface CvssRating {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0'
  readonly vector: string
  /** null: the vector could not be scored. */
  readonly score: number | null
}

/** Entry of CISA's Known Exploited Vulnerabilities catalogue. Dates are `YYYY-MM-DD`. */
export interface KnownExploited {
  readonly added: string
  readonly due: string
  readonly ransomware: boolean
}

/** FIRST's Exploit Prediction Scoring System; both numbers in 0..1. */
export interface ExploitPrediction {
  readonly score: number
  readonly percentile: number
}

/** The facts of an advisory that a finding carries, or of the rule behind it. Texts may be empty (the starter set has none). */
export interface AdvisoryFacts {
  /** The id shown first: a MAL id for malware, else the home database's own id. */
  readonly id: string
  /** All other ids of the same problem, sorted. */
  readonly aliases: readonly string[]
  readonly summary: string
  /** RFC 3339, as stated; empty when absent. */
  readonly published: string
  readonly modified: string
  readonly cvss: readonly CvssRating[]
  readonly cwes: readonly string[]
  readonly kev: KnownExploited | null
  readonly epss: ExploitPrediction | null
}

export type FindingState = 'open' | 'waived' | 'not-affected' | 'fixed' | 'under-investigation'

/** Why a finding is not open: the statement that says so, quoted, with its place. */
export interface StateReason {
  readonly by: 'waiver' | 'openvex' | 'csaf' | 'cyclonedx'
  /** File of the statement, as given by the user. */
  readonly source: string
  readonly line?: number
  /** Justification label of the VEX format, or empty. */
  readonly justification: string
  /** The statement's own words, or the waiver's reason. */
  readonly statement: string
  /** Owner of the waiver or author of the document. */
  readonly author: string
  /** `YYYY-MM-DD`, or empty. */
  readonly expires: string
}

/** Which part of the advisory matched, for people: `>=1.2.0 <1.4.3`, or the listed version. */
export interface MatchReason {
  readonly by: 'range' | 'version-list' | 'all-versions' | 'trust-rule'
  readonly text: string
}

/** How a component was judged by the trust policy. Present with kind `provenance` only. */
export interface ProvenanceFacts {
  /** Names of the rules of the policy that speak of the component. */
  readonly rules: readonly string[]
  /** `algorithm:hex` digests for which nobody trusted vouches; empty when there is none to hold evidence against. */
  readonly digests: readonly string[]
  /** Files with evidence that was looked at, sorted. */
  readonly evidence: readonly string[]
  /** What the user can do, as a clause without full stop. */
  readonly remedy: string
  /** Everything that was checked. */
  readonly step: Step
}

/** Position of a finding and the published reasons for it, strongest first. */
export interface Rank {
  /** 0..100. */
  readonly score: number
  readonly reasons: readonly string[]
}

/** One problem in one component. */
export interface Finding {
  /** Fingerprint: stable over runs, machines and index builds. */
  readonly id: string
  readonly kind: FindingKind
  readonly severity: Severity
  readonly advisory: AdvisoryFacts
  /** purl. */
  readonly component: string
  readonly match: MatchReason
  /** Versions that end an affected range, in version order. */
  readonly fixedVersions: readonly string[]
  /** Smallest version, at or above the present one, for which the index knows no vulnerability; null: none known. */
  readonly upgrade: string | null
  readonly scopes: readonly Scope[]
  readonly direct: boolean | null
  /** Shortest dependency paths, each from a project to the component, as purls or project names; at most a few. */
  readonly paths: readonly (readonly string[])[]
  readonly locations: readonly Evidence[]
  readonly state: FindingState
  readonly stateReason: StateReason | null
  readonly rank: Rank
  readonly provenance?: ProvenanceFacts
}
