import type { Component } from './component.ts'
import type { Coverage } from './coverage.ts'
import type { Finding, FindingKind, FindingState } from './finding.ts'
import type { DependencyGraph } from './graph.ts'
import type { PolicyReport } from './policy-report.ts'
import type { Problem } from './problem.ts'
import type { Severity } from './severity.ts'

export interface Target {
  readonly kind: 'folder' | 'file' | 'sbom' | 'image' | 'archive' | 'binary'
  /** As the user gave it. */
  readonly name: string
  /** `sha256:…` of the image manifest or file, empty for a folder. */
  readonly digest: string
}

export interface IndexEcosystem {
  readonly name: string
  readonly records: number
  /** Newest `modified` of its records. */
  readonly modified: string
  /** When it was last found up to date with its source; absent when unknown. Not printed: reports do not tell when somebody synced. */
  readonly synced?: string
}

/** Which advisory data answered. `starter` is the small built-in set: "nothing found" with it is not a pass. */
export interface IndexState {
  readonly kind: 'full' | 'starter' | 'none'
  /** Digest of the whole index, so that a report can be repeated. */
  readonly digest: string
  /** Newest `modified` of all records, RFC 3339. */
  readonly modified: string
  readonly records: number
  readonly ecosystems: readonly IndexEcosystem[]
  /** Date of the KEV catalogue and of the EPSS scores; empty when absent. */
  readonly kev: string
  readonly epss: string
}

export interface Summary {
  readonly files: number
  readonly components: number
  /** Components about which the advisory data could not be asked, or not fully answered. */
  readonly unmatched: number
  readonly findings: number
  readonly byState: Readonly<Record<FindingState, number>>
  readonly byKind: Readonly<Record<FindingKind, number>>
  /** Open findings only. */
  readonly bySeverity: Readonly<Record<Severity, number>>
  readonly knownExploited: number
  readonly problems: number
}

/** `unknown`: something was not read or not matched, so "no findings" cannot be said. */
export interface Verdict {
  readonly outcome: 'pass' | 'fail' | 'unknown'
  readonly exitCode: 0 | 1 | 3
  readonly reasons: readonly string[]
}

/** By what the origin of components was judged, and of how many. */
export interface ProvenanceState {
  /** File of the trust policy, as the user gave it. */
  readonly policy: string
  /** The Sigstore trust root and its date; the date is empty when it is not known. */
  readonly root: string
  readonly rootDate: string
  /** Pieces of evidence found. */
  readonly evidence: number
  /** Components that a rule of the policy speaks of, and those of them for which somebody trusted vouches. */
  readonly covered: number
  readonly trusted: number
  /** Components that no rule speaks of: nothing is said about them. */
  readonly uncovered: number
}

/** The whole result of a scan: a pure function of tree, index and policy. This object is the JSON output. */
export interface ScanReport {
  readonly schemaVersion: '1.0'
  readonly tool: { readonly name: 'cupel'; readonly version: string }
  readonly target: Target
  readonly index: IndexState
  readonly coverage: readonly Coverage[]
  readonly components: readonly Component[]
  readonly graphs: readonly DependencyGraph[]
  readonly findings: readonly Finding[]
  readonly problems: readonly Problem[]
  /** Absent when no trust policy was given: then nothing was asked about where components come from. */
  readonly provenance?: ProvenanceState
  /** Absent when no policy pack was given. */
  readonly policy?: PolicyReport
  readonly summary: Summary
  readonly verdict: Verdict
}
