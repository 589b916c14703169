import type { RuleSeverity, RuleSubject } from '@cupel/model'
import type { CelProgram } from '../cel/cel-program.ts'
import type { CelType } from '../cel/cel-type.ts'
import type { CelRecord, CelResult, CelValue } from '../cel/cel-value.ts'
import type { ParameterBounds } from './parameter-bounds.ts'

export interface PackParameter {
  /** `[a-z][a-z0-9_]*`: rules read it as `params.name`. */
  readonly name: string
  readonly type: CelType
  readonly bounds: ParameterBounds
  readonly value: CelValue
  /** The value as JSON, for reports. */
  readonly shown: unknown
  readonly about: string
  readonly line: number
}

/** An expression with the place where it stands. */
export interface PackExpression {
  readonly program: CelProgram
  readonly text: string
  readonly line: number
  readonly column: number
}

export interface PackRule {
  readonly id: string
  readonly title: string
  readonly severity: RuleSeverity
  readonly subject: RuleSubject
  /** null: always. */
  readonly when: PackExpression | null
  readonly assert: PackExpression
  /** Texts, and expressions between them. */
  readonly message: readonly (string | PackExpression)[]
  readonly remediation: string
  readonly mappings: Readonly<Record<string, readonly string[]>>
  /** Why the rule is off; null: it is on. */
  readonly disabled: { readonly reason: string; readonly source: string; readonly line: number } | null
  /** Which severity an overlay has changed, and why; absent: none has. */
  readonly weighed?: { readonly from: RuleSeverity; readonly reason: string; readonly source: string; readonly line: number }
  readonly source: string
  readonly line: number
}

export interface RuleException {
  /** `*`: any, of what the scan was told to leave out. */
  readonly rule: string
  /** Stable name of the subject; `*` stands for anything but `/`, `**` for anything. */
  readonly subject: string
  readonly owner: string
  readonly reason: string
  /** `YYYY-MM-DD`, the last day on which it applies. */
  readonly expires: string
  readonly source: string
  readonly line: number
}

/** What a rule says of made-up evidence. Evidence that the test does not give is unknown. */
export interface PackTest {
  readonly rule: string
  readonly name: string
  readonly given: Readonly<Record<string, CelResult>>
  readonly parameters: CelRecord
  readonly expect: 'pass' | 'fail' | 'unknown' | 'not-applicable'
  readonly line: number
}

/** A policy pack that was read, checked and compiled: nothing in it can still be of a wrong type. */
export interface PolicyPack {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly version: string
  /** As the user named it. */
  readonly source: string
  /** `sha256:…` */
  readonly digest: string
  readonly parameters: readonly PackParameter[]
  readonly rules: readonly PackRule[]
  readonly exceptions: readonly RuleException[]
  readonly tests: readonly PackTest[]
}
