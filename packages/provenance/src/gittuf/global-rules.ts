import type { GitObjectInput } from '../git/verify-git-object.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { ChangeEvidence, ChangeQuery } from './change-evidence.ts'
import type { VerifiedGittufPolicy } from './gittuf-policy.ts'
import type { GittufPrincipal } from './gittuf-principal.ts'
import { gittufRulesFor } from './gittuf-rule.ts'

export interface GlobalRuleQuery extends ChangeQuery {
  readonly object: GitObjectInput
  readonly evidence: ChangeEvidence
  /** The ref left its own history behind; undefined where nobody looked. */
  readonly isForced?: boolean | undefined
}

/** Refuses a change of a target, `git:…` or `file:…`, that is not as the owners of the repository ask of every change. */
export function checkGlobalRules(target: string, query: GlobalRuleQuery, trace: Trace): void {
  const { policy, object, evidence, isForced } = query
  for (const rule of policy.root.globalRules) {
    // A file has no history of its own to leave behind.
    if (!rule.matches(target) || (rule.kind === 'block-force-pushes' && !target.startsWith('git:'))) continue
    trace.step('global-rule', `the global rule ${rule.name} allows the change`, (step) => {
      if (rule.kind === 'block-force-pushes') {
        if (isForced === undefined) throw new Refused('evidence-missing', 'nobody looked whether the history of the ref was left behind')
        if (isForced)
          throw new Refused('rule-violated', `${target} left its own history behind, which the global rule ${rule.name} forbids`)
        return
      }
      const by = evidence.behind(object, countedBy(policy, target), step)
      if (by.size >= rule.threshold) return
      throw new Refused('threshold-not-met', `too few stand behind the change for the global rule ${rule.name}`, {
        expected: String(rule.threshold),
        found: [...by].join(', ') || 'nobody',
      })
    })
  }
}

/** Whom the owners name, and those to whom they delegated this very target: a delegate could make up any number of people elsewhere. */
function countedBy({ principals, rules }: VerifiedGittufPolicy, target: string): readonly GittufPrincipal[] {
  const more = gittufRulesFor(rules, target).flatMap((rule) => rule.principals.filter((principal) => !principals.includes(principal)))
  return more.length === 0 ? principals : [...principals, ...more]
}
