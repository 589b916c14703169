import type { PolicyReport, Verdict } from '@cupel/model'

/** What becomes of rules that could not be answered: they keep the run from passing, or are told only. */
export type UnknownPolicy = 'fail' | 'pass'

/** 1: a rule is not kept. 3: a rule could not be answered, unless that is accepted. 0: everything asked is shown. */
export function policyExitCode({ outcome }: Pick<PolicyReport, 'outcome'>, unknown: UnknownPolicy): 0 | 1 | 3 {
  if (outcome === 'fail') return 1
  return outcome === 'unknown' && unknown === 'fail' ? 3 : 0
}

/** A scan's verdict together with what the policy says: as bad as the worse of them. */
export function verdictWith(verdict: Verdict, policy: PolicyReport, unknown: UnknownPolicy): Verdict {
  const code = policyExitCode(policy, unknown)
  const reasons = [...verdict.reasons, ...reasonsOf(policy)]
  if (code === 1 || verdict.exitCode === 1) return { outcome: 'fail', exitCode: 1, reasons }
  if (code === 3 || verdict.exitCode === 3) return { outcome: 'unknown', exitCode: 3, reasons }
  return { ...verdict, reasons }
}

function reasonsOf({ packs }: PolicyReport): readonly string[] {
  return packs.flatMap(({ id, rules }) => {
    const counted = rules.filter(({ severity }) => severity !== 'info')
    const failed = counted.filter(({ outcome }) => outcome === 'fail').map((rule) => rule.id)
    const open = counted.filter(({ outcome }) => outcome === 'unknown').map((rule) => rule.id)
    return [
      ...(failed.length > 0
        ? [`policy ${id}: ${failed.length} ${failed.length === 1 ? 'rule' : 'rules'} not kept (${listed(failed)})`]
        : []),
      ...(open.length > 0
        ? [`policy ${id}: ${open.length} ${open.length === 1 ? 'rule' : 'rules'} could not be answered (${listed(open)})`]
        : []),
    ]
  })
}

function listed(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ')
}
