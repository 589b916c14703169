import type { Problem } from './problem.ts'

/** Where a piece of evidence stands; at least one of `path`, `commit` and `url` is set. */
export interface EvidencePlace {
  readonly path?: string
  /** 1-based. */
  readonly line?: number
  readonly endLine?: number
  readonly column?: number
  readonly commit?: string
  readonly url?: string
  readonly snippet?: string
}

/** Why something could not be seen, and what would make it visible. */
export interface MissingEvidence {
  readonly what: 'permission' | 'history' | 'network' | 'evidence' | 'declaration'
  readonly detail: string
  readonly remedy: string
}

export interface Remedy {
  readonly text: string
  readonly effort: 'low' | 'medium' | 'high'
  readonly link?: string
}

/** One answer of a probe. `unknown` never counts as `true` or `false`. */
export interface ProbeAnswer {
  readonly probe: string
  readonly outcome: 'true' | 'false' | 'not-applicable' | 'unknown' | 'error'
  readonly message: string
  readonly places: readonly EvidencePlace[]
  readonly missing?: MissingEvidence
  readonly remediation?: Remedy
}

export interface CheckReport {
  readonly id: string
  readonly title: string
  readonly risk: 'critical' | 'high' | 'medium' | 'low'
  /** 0..10; -1 when inconclusive: not in the aggregate. */
  readonly score: number
  readonly reason: string
  /** `clone`: said by what the clone declares, where only a forge could show it: not in the aggregate. */
  readonly basis?: 'clone'
  readonly missing: readonly MissingEvidence[]
  readonly answers: readonly ProbeAnswer[]
}

export interface RequirementReport {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly level: string
  readonly category: 'MUST' | 'SHOULD' | 'SUGGESTED'
  /** `unknown`: could not be seen; `question`: only people can say. */
  readonly status: 'met' | 'unmet' | 'n/a' | 'unknown' | 'question'
  readonly basis: 'evidence' | 'answer' | 'none'
  readonly confidence: 'high' | 'medium' | 'low'
  readonly justification: string
  readonly places: readonly EvidencePlace[]
  readonly missing?: MissingEvidence
  readonly remediation?: Remedy
  /** The project's own answer says one thing and the evidence another. */
  readonly contradicted: boolean
}

export interface StandardReport {
  readonly id: string
  readonly title: string
  readonly version: string
  /** Highest level of which everything is fulfilled; null when not even the first is. */
  readonly reached: string | null
  readonly levels: readonly {
    readonly id: string
    readonly title: string
    readonly total: number
    readonly fulfilled: number
    readonly percent: number
    readonly counts: Readonly<Record<RequirementReport['status'], number>>
  }[]
  readonly requirements: readonly RequirementReport[]
}

/** Something the project says of itself, held against what is there. */
export interface ClaimReport {
  readonly kind: string
  readonly claim: string
  readonly verdict: 'holds' | 'contradicted' | 'unproven'
  readonly message: string
  readonly stated: EvidencePlace
  readonly evidence: readonly EvidencePlace[]
}

export interface MemorySafetyReport {
  readonly lines: number
  readonly unsafeLines: number
  /** 0..1. */
  readonly unsafeShare: number
  readonly languages: readonly {
    readonly language: string
    readonly kind: 'unsafe' | 'marked' | 'safe'
    readonly lines: number
    readonly unsafeLines: number
  }[]
  /** The figures are lower bounds. */
  readonly cut: boolean
}

/** What one assessment of one project came to. The same facts at the same moment give the same bytes. */
export interface AssessmentReport {
  readonly schemaVersion: '1.0'
  readonly tool: { readonly name: 'cupel'; readonly version: string }
  /** Ages are counted from here, RFC 3339. */
  readonly asOf: string
  readonly project: { readonly name: string; readonly url: string; readonly commit: string }
  readonly reading: 'cupel' | 'scorecard-5'
  /** 0..10 with one decimal; -1 when no check has a score. */
  readonly score: number
  readonly checks: readonly CheckReport[]
  readonly standards: readonly StandardReport[]
  /** SLSA: what the documents claim and what was shown, apart. */
  readonly slsa: readonly { readonly track: 'build' | 'source'; readonly claimed: number | null; readonly shown: number }[]
  readonly claims: readonly ClaimReport[]
  readonly criticality: readonly { readonly formula: string; readonly score: number; readonly absent: readonly string[] }[]
  readonly memorySafety: MemorySafetyReport | null
  /** What asking the forge cost; null when it was not asked. */
  readonly forge: { readonly calls: number; readonly retries: number; readonly unchanged: number; readonly pausedMs: number } | null
  readonly problems: readonly Problem[]
  readonly summary: {
    /** Checks with a score in the aggregate, with one that only the clone gives, and without. */
    readonly scored: number
    readonly byClone: number
    readonly inconclusive: number
    /** Checks of which something could not be seen. */
    readonly partlySeen: number
    readonly contradictedClaims: number
  }
}
