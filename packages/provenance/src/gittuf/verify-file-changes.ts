import type { GitObjectInput } from '../git/verify-git-object.ts'
import { Refused } from '../verdict/refused.ts'
import type { Step } from '../verdict/step.ts'
import { Trace } from '../verdict/trace.ts'
import type { ChangeQuery, RefChange } from './change-evidence.ts'
import { ChangeEvidence } from './change-evidence.ts'
import type { VerifiedGittufPolicy } from './gittuf-policy.ts'
import type { GittufRule } from './gittuf-rule.ts'
import { allGittufRules, gittufRulesFor } from './gittuf-rule.ts'
import { checkGlobalRules } from './global-rules.ts'
import { firstRule, standing } from './verify-ref-update.ts'

/** A commit that a change brings to its ref, and the files that are another in it than in its parents. */
export interface CommitOfChange {
  readonly commit: Omit<GitObjectInput, 'type'>
  readonly paths: readonly string[]
}

/** Whether a policy speaks of files at all, so that the commits of its changes have to be looked at. */
export function hasFileRules({ root, rules }: VerifiedGittufPolicy): boolean {
  const patterns = allGittufRules(rules).flatMap(({ paths }) => paths)
  return patterns.some((pattern) => !pattern.startsWith('git:')) || root.globalRules.some(({ kind }) => kind === 'threshold')
}

/**
 * Verifies every commit of a change by the rules for the files it changes: for each file enough principals of one of its rules must have
 * signed the commit, authorised the change, or approved it. Files that no rule speaks of are nobody's. Answers how many were somebody's.
 */
export function verifyFileChanges(
  change: RefChange,
  commits: readonly CommitOfChange[],
  { query, trace }: { readonly query: ChangeQuery; readonly trace: Trace },
): number {
  const evidence = new ChangeEvidence(change, query)
  let files = 0
  for (const { commit, paths } of commits) {
    const object = { id: commit.id, raw: commit.raw, type: 'commit' } as const
    const met = new Set<GittufRule>()
    for (const path of paths) {
      const target = `file:${path}`
      const rules = gittufRulesFor(query.policy.rules, target)
      if (rules.length > 0) files++
      // One that allowed another file of the same commit allows this one as well.
      if (rules.length > 0 && !rules.some((rule) => met.has(rule))) met.add(allowing(rules, { path, object, evidence, trace }))
      if (query.policy.root.globalRules.length > 0) checkGlobalRules(target, { ...query, object, evidence, isForced: undefined }, trace)
    }
  }
  return files
}

function allowing(
  rules: readonly GittufRule[],
  context: { readonly path: string; readonly object: GitObjectInput; readonly evidence: ChangeEvidence; readonly trace: Trace },
): GittufRule {
  const { path, object, evidence, trace } = context
  const commit = object.id.slice(0, 12)
  return trace.step(`file-${object.id}`, `those whose file ${path} is stand behind ${commit}`, () => {
    const { value, root } = Trace.run('rule', path, (step) =>
      firstRule(rules, step, (rule, inner) => standing(evidence, object, { rule, step: inner })),
    )
    if (value !== undefined) return value.rule
    const { expected = '', found = '' } = lastFailure(root, 1)
    throw new Refused(
      'rule-violated',
      `the commit ${commit} changes ${path} against the rule ${rules.map(({ name }) => name).join(', ')}`,
      {
        expected,
        found: `${found} (${lastFailure(root, Infinity).reason})`,
        remedy: 'have it signed, authorised or approved by those whom the rule names',
      },
    )
  })
}

/** The failed step at most so deep in a tree; of several the last one. */
function lastFailure(step: Step, depth: number): Step {
  const inner = depth === 0 ? undefined : step.steps.findLast(({ outcome }) => outcome === 'failed')
  return inner === undefined ? step : lastFailure(inner, depth - 1)
}
