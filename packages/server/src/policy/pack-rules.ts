import type { RuleSeverity, RuleSubject } from '@cupel/model'
import type { PolicyPack } from '@cupel/policy'
import type { SeverityName } from '../api/contract/common.ts'

/** What lists say of a rule without compiling its pack. */
export interface KeptRule {
  readonly id: string
  readonly title: string
  readonly subject: RuleSubject
  readonly severity: RuleSeverity
  readonly remediation: string
  /** `standard:id`. */
  readonly mappings: readonly string[]
}

/** The rules of a pack that are on. */
export function keptRules({ rules }: PolicyPack): readonly KeptRule[] {
  return rules
    .filter(({ disabled }) => disabled === null)
    .map(({ id, title, subject, severity, remediation, mappings }) => ({
      id,
      title,
      subject,
      severity,
      remediation,
      mappings: Object.entries(mappings).flatMap(([standard, ids]) => ids.map((one) => `${standard}:${one}`)),
    }))
}

/** `info` is told and fails nothing. */
export function shownSeverity(severity: string): SeverityName {
  return severity === 'info' ? 'none' : (severity as SeverityName)
}
