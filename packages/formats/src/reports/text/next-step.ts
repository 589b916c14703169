import type { Finding, ScanReport } from '@cupel/model'
import { openRules } from '../policy/policy-words.ts'
import { fixText, isOpen, packageLabel } from './finding-text.ts'
import { oneLine, printable } from './printable.ts'

/** The one thing to do next, as a sentence without full stop. */
export function nextStep({ findings, verdict, index, problems, policy }: ScanReport): string {
  const top = findings.find(isOpen)
  if (top?.kind === 'malware') return `remove ${nameOf(top)} and change every secret it could have read`
  if (top?.kind === 'provenance')
    return `${nameOf(top)}: ${fixText(top)}; cupel explain ${printable(top.advisory.id)} TARGET shows what was checked`
  const upgradable = findings.find((one) => isOpen(one) && one.upgrade !== null)
  if (upgradable && upgradable.upgrade !== null) return `upgrade ${nameOf(upgradable)} to ${printable(upgradable.upgrade)}, then scan again`
  if (top) return `see cupel explain ${printable(top.advisory.id)}; no version without a known problem is in the index`
  if (index.kind === 'none') return 'run cupel db sync, then scan again'
  if (verdict.outcome === 'unknown' && index.kind === 'starter') return 'run cupel db sync to get all advisories, then scan again'
  const incomplete = problems.some((one) => one.effect === 'incomplete')
  const [rule] = policy?.packs.flatMap(openRules).filter(({ severity }) => severity !== 'info') ?? []
  if (rule?.outcome === 'fail') return oneLine(rule.remediation).replace(/\.$/, '')
  if (rule !== undefined && verdict.outcome === 'unknown' && !incomplete)
    return `give what the rule ${printable(rule.id)} wants to know (--policy-evidence), or --policy-unknown pass`
  if (verdict.outcome === 'unknown') {
    const hint = problems.find((one) => one.effect === 'incomplete' && one.hint !== undefined)?.hint
    return hint === undefined ? 'look at the problems above; --allow-incomplete accepts them' : printable(hint)
  }
  const isPart = problems.some(({ code, by }) => code === 'left-out' && by === 'scan')
  return isPart ? 'nothing to do in the part that was asked about' : 'nothing to do'
}

function nameOf({ component }: Finding): string {
  const { name, version } = packageLabel(component)
  return version === '' ? name : `${name} ${version}`
}
