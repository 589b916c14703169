import type { Facts } from '../facts/facts.ts'
import type { BranchProtection } from '../facts/forge-facts.ts'
import { found, notApplicable, notFound, snippetOf, unseen } from '../finding.ts'
import type { Missing, Place } from '../outcome.ts'
import type { ProbeFinding, Reading } from '../probe.ts'
import { branchesOf } from './branches-of.ts'
import { observedPractice } from './observed-practice.ts'

const HIDDEN: Missing = {
  what: 'permission',
  detail: 'the forge shows this rule to administrators only',
  remedy: 'use a token of an administrator, or move the rule into a ruleset, which everybody can read',
}

const MAX_BRANCHES = 200

/** One finding a branch: whether a rule holds; null when these credentials may not see it. */
export function branchFindings(
  facts: Facts,
  reading: Reading,
  rule: string,
  holds: (branch: BranchProtection) => boolean | null,
  values: (branch: BranchProtection) => Readonly<Record<string, string | number | boolean>> = () => ({}),
): readonly ProbeFinding[] {
  const seen = branchesOf(facts, reading)
  if (!seen.known) return [reading === 'cupel' ? withPractice(facts, unseen(seen.missing)) : unseen(seen.missing)]
  const { branches, declaredIn } = seen.value
  if (branches.length === 0) return [notApplicable('no development or release branches were found')]
  const place: Place = declaredIn === '' ? { url: facts.project.url } : { path: declaredIn }
  const tail = declaredIn === '' ? '' : `, as ${declaredIn} declares`
  return branches.slice(0, MAX_BRANCHES).map((branch) => {
    const all = { branchName: branch.name, declared: declaredIn !== '', ...values(branch) }
    const name = snippetOf(branch.name)
    const answer = holds(branch)
    if (answer === null) return { ...unseen(HIDDEN, all), message: `branch ${name}: ${rule} cannot be seen` }
    return answer ? found(`branch ${name}: ${rule}${tail}`, [place], all) : notFound(`branch ${name}: not ${rule}${tail}`, [place], all)
  })
}

/** What the history looks like stands beside what could not be seen. */
function withPractice(facts: Facts, finding: ProbeFinding): ProbeFinding {
  const practice = observedPractice(facts)
  if (practice === null) return finding
  const { byRequest, of } = practice
  return { ...finding, message: `${finding.message}; ${byRequest} of the last ${of} changes look as if they came by change requests` }
}
