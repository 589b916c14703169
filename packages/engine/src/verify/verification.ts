import type { Problem, Step, VerificationItem, VerificationReport } from '@cupel/model'
import { toolVersion } from '../tool-version.ts'

/** By what a run judges; empty texts where there is nothing to say. */
export type TrustShown = VerificationReport['trust'] & {
  /** What there is to say about the age of the root. */
  readonly rootWarning?: string
}

/**
 * The report of one run. Refused wins over incomplete, which wins over verified; a run without a single thing verified is never
 * verified.
 */
export function verificationReport(
  items: readonly VerificationItem[],
  found: readonly Problem[],
  { policy, root, rootDate, rootWarning = '' }: TrustShown,
): VerificationReport {
  const aged: Problem = { code: 'unsupported-content', effect: 'note', path: '', detail: rootWarning, by: 'trust-root' }
  const problems = rootWarning === '' || root === '' ? found : [...found, aged]
  const refused = items.filter(({ outcome }) => outcome === 'refused').length
  const incomplete = items.length === 0 || problems.some(({ effect }) => effect === 'incomplete')
  const outcome = refused > 0 ? 'refused' : incomplete ? 'incomplete' : 'verified'
  return {
    schemaVersion: '1.0',
    tool: { name: 'cupel', version: toolVersion() },
    trust: { policy, root, rootDate },
    items,
    problems,
    summary: { verified: items.length - refused, refused, warnings: items.filter(({ step }) => warns(step)).length },
    verdict: { outcome, exitCode: outcome === 'refused' ? 5 : outcome === 'incomplete' ? 3 : 0 },
  }
}

function warns(step: Step): boolean {
  return step.outcome === 'warned' || step.steps.some(warns)
}
