import type { PolicyReport } from '@cupel/model'
import { becauseText, openResults } from './policy-words.ts'

/** One rule of a pack as a build server shows tests. */
export interface PolicyCase {
  readonly className: string
  readonly name: string
  /** Failed, could not be answered, does not apply, or kept. */
  readonly kind: 'failure' | 'error' | 'skipped' | 'passed'
  readonly type: string
  readonly message: string
  readonly body: string
}

const KINDS = { fail: 'failure', unknown: 'error', 'not-applicable': 'skipped', pass: 'passed' } as const
const MAX_RESULTS = 100

/** A case a rule; rules of severity info never fail. */
export function policyCases(report: PolicyReport | undefined): readonly PolicyCase[] {
  return (report?.packs ?? []).flatMap((pack) =>
    pack.rules.map((rule) => {
      const results = openResults(rule)
      const lines = results.slice(0, MAX_RESULTS).flatMap((result) => {
        const text = result.outcome === 'fail' ? result.message : `${result.name}: not known: ${result.missing.join('; ')}`
        return [text, becauseText(result)].filter((line) => line !== '')
      })
      const kind = rule.severity === 'info' && rule.outcome !== 'not-applicable' ? 'passed' : KINDS[rule.outcome]
      return {
        className: `policy.${pack.id}`,
        name: `${rule.id}: ${rule.title}`,
        kind,
        type: rule.severity,
        message:
          kind === 'skipped' ? 'not applicable' : `${results.length} ${results.length === 1 ? 'result' : 'results'}; ${rule.remediation}`,
        body: lines.join('\n'),
      }
    }),
  )
}
