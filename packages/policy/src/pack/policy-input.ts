import type { AssessmentReport, ScanReport, VerificationReport } from '@cupel/model'

/** Facts about a component that no scan states: from a registry, a mirror, or somebody who knows. */
export interface ComponentFacts {
  /** RFC 3339. */
  readonly published?: string
  readonly deprecated?: boolean
  /** URL of the repository. */
  readonly repository?: string
  /** File of the facts. */
  readonly source: string
}

/** The part of a scan that rules are asked about. */
export type ScannedPart = Pick<ScanReport, 'target' | 'index' | 'components' | 'graphs' | 'findings' | 'problems' | 'provenance'>

/** Reports and facts that a policy is asked about. What is not given is unknown. */
export interface PolicyInput {
  readonly scan: ScannedPart | null
  readonly assessments: readonly { readonly report: AssessmentReport; readonly source: string }[]
  readonly verifications: readonly { readonly report: VerificationReport; readonly source: string }[]
  /** By purl. */
  readonly facts: ReadonlyMap<string, ComponentFacts>
  /** `YYYY-MM-DD`: a waiver of a stored report that has ended by then no longer counts. Absent: the scan is of now. */
  readonly today?: string
}

export const NO_EVIDENCE: Omit<PolicyInput, 'scan'> = { assessments: [], verifications: [], facts: new Map() }
