import type { Facts } from '../facts/facts.ts'
import { found, notFound, unseen } from '../finding.ts'
import type { Place } from '../outcome.ts'
import type { ProbeFinding, Reading } from '../probe.ts'
import { contentsAsScorecard, contentsOfPolicy } from './policy-contents.ts'
import type { PolicyContents } from './policy-contents.ts'
import { securityPolicy } from './security-policy.ts'

/** One finding about the policy's contents, or why there is none to look at. */
export function policyFinding(
  facts: Facts,
  reading: Reading,
  ask: { readonly yes: string; readonly no: string; readonly holds: (contents: PolicyContents) => boolean },
): ProbeFinding {
  const policy = securityPolicy(facts, reading)
  if (policy === null) return noPolicy(facts, reading)
  const contents = reading === 'cupel' ? contentsOfPolicy(policy.text) : contentsAsScorecard(policy.text)
  const place: Place = policy.path === '' ? { url: policy.url } : { path: policy.path }
  return ask.holds(contents) ? found(ask.yes, [place]) : notFound(ask.no, [place])
}

/** Without a file in the tree the owner may still publish one: our reading says so. */
export function noPolicy(facts: Facts, reading: Reading): ProbeFinding {
  const { organisationPolicy: shared } = facts.forge
  if (reading === 'cupel' && !shared.known && facts.project.forge !== 'none')
    return { ...unseen(shared.missing), message: 'the tree has no security policy; one that the owner shares could not be seen' }
  return notFound('there is no security policy')
}
