/** `info` is told and never fails anything. */
export const RULE_SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const
export type RuleSeverity = (typeof RULE_SEVERITIES)[number]

/** What the rules of a policy pack speak about. */
export const RULE_SUBJECTS = ['component', 'finding', 'project', 'assessment', 'provenance'] as const
export type RuleSubject = (typeof RULE_SUBJECTS)[number]

/** `not-applicable`: the rule's condition held for nothing. `unknown`: evidence is missing, or the rule could not be evaluated. */
export type RuleOutcome = 'pass' | 'fail' | 'unknown' | 'not-applicable'

/** Where evidence stands; at least one member is set. */
export interface PolicyPlace {
  readonly path?: string
  /** 1-based. */
  readonly line?: number
  readonly url?: string
}

/** One field that an answer rests on. */
export interface PolicyEvidence {
  /** Type and name: `component.licences`. */
  readonly field: string
  /** As a rule would write it; long values are cut. */
  readonly value: string
  readonly places: readonly PolicyPlace[]
}

/** A part of a rule that decided, and what it came to. */
export interface PolicyDecision {
  readonly expression: string
  readonly value: string
}

/** Somebody answers for a rule not being kept, until a day. */
export interface PolicyException {
  readonly owner: string
  readonly reason: string
  /** `YYYY-MM-DD`, the last day on which it applies. */
  readonly expires: string
  /** File of the exception, and its line. */
  readonly source: string
  readonly line: number
}

/** The answer of one rule about one subject. */
export interface PolicyResult {
  /** Stable name: a purl, the id of a finding, a project, what was verified. */
  readonly subject: string
  /** For people. */
  readonly name: string
  readonly outcome: Exclude<RuleOutcome, 'not-applicable'>
  readonly message: string
  /** What is not known, or why the rule could not be evaluated; empty when the answer is sure. */
  readonly missing: readonly string[]
  readonly deciding: readonly PolicyDecision[]
  readonly evidence: readonly PolicyEvidence[]
  /** Set when an exception covers it: then it does not count. */
  readonly exception?: PolicyException
}

export interface PolicyRuleReport {
  readonly id: string
  readonly title: string
  readonly severity: RuleSeverity
  readonly subject: RuleSubject
  /** The worst of its results that count; info rules have theirs here too, and do not count for the pack. */
  readonly outcome: RuleOutcome
  readonly counts: {
    readonly pass: number
    readonly fail: number
    readonly unknown: number
    readonly notApplicable: number
    readonly excepted: number
  }
  readonly remediation: string
  /** Ids of standards, by standard. */
  readonly mappings: Readonly<Record<string, readonly string[]>>
  /** File and line of the rule. */
  readonly source: string
  readonly line: number
  /** Everything that is not a pass, in the order of the subjects; of the unknown ones the first 1,000. */
  readonly results: readonly PolicyResult[]
}

export interface PolicyPackReport {
  readonly id: string
  readonly title: string
  readonly version: string
  /** As the user named it. */
  readonly source: string
  /** `sha256:…` of the pack's text and of the overlays on it. */
  readonly digest: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly outcome: RuleOutcome
  readonly rules: readonly PolicyRuleReport[]
  /** Rules that an overlay has switched off, and why. */
  readonly disabled: readonly { readonly id: string; readonly reason: string; readonly source: string; readonly line: number }[]
  /** Severities that an overlay changed, exceptions that have ended or that nothing needed, and what the scan was told to leave out. */
  readonly notes: readonly string[]
}

/** What policy packs say of a project. A pure function of the reports, the packs and the day. */
export interface PolicyReport {
  readonly packs: readonly PolicyPackReport[]
  readonly outcome: RuleOutcome
  /** What the scan was told to leave out, in its words: the verdict is about the rest. Absent: nothing. */
  readonly leftOut?: readonly string[]
  readonly summary: {
    /** Rules, by their outcome; without those of severity info. */
    readonly pass: number
    readonly fail: number
    readonly unknown: number
    readonly notApplicable: number
    /** Results that an exception covers. */
    readonly excepted: number
  }
}
