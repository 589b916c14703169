import type { GitObjectInput } from '../git/verify-git-object.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { ChangeQuery, RefChange } from './change-evidence.ts'
import { ChangeEvidence } from './change-evidence.ts'
import { gittufRulesFor } from './gittuf-rule.ts'
import type { GittufRule } from './gittuf-rule.ts'
import { checkGlobalRules } from './global-rules.ts'
import { signerOfGittufObject } from './signer-of-gittuf-object.ts'

/** A change of a ref, with the entry of the log that records it. */
export interface RefUpdate extends RefChange {
  /** The commit of the log entry. */
  readonly commit: Omit<GitObjectInput, 'type'>
  /** What a tag now is: the tag, or a commit without one. Its own signature must be by somebody the rule names, too. */
  readonly tagged?: GitObjectInput
  /** The ref left its own history behind. Must be known where a global rule forbids it. */
  readonly isForced?: boolean
}

/** A change of a ref that the policy of its time allows. */
export interface VerifiedRefUpdate {
  readonly entryId: string
  readonly ref: string
  /** null: no rule protects the ref. */
  readonly rule: string | null
  /** Principals that stand behind it: who recorded it and who approved it. */
  readonly by: readonly string[]
}

/** Verifies that enough principals of one of the rules for a ref stand behind a change of it, and that every global rule is kept. */
export function verifyRefUpdate(update: RefUpdate, query: ChangeQuery, trace: Trace): VerifiedRefUpdate {
  const target = `git:${update.ref}`
  const entry = { id: update.commit.id, raw: update.commit.raw, type: 'commit' } as const
  const evidence = new ChangeEvidence(update, query)
  const rules = gittufRulesFor(query.policy.rules, target)
  if (rules.length === 0) trace.skip('rule', 'a rule allows the change', 'no rule protects the ref')
  const allowed = rules.length === 0 ? null : firstRule(rules, trace, (rule, step) => standing(evidence, entry, { rule, step }))
  const { tagged } = update
  if (tagged !== undefined && rules.length > 0)
    trace.step('tag', 'what it names is signed by somebody a rule names', (step) =>
      firstRule(rules, step, (rule, inner) => signerOfGittufObject(tagged, rule.principals, query, inner)),
    )
  checkGlobalRules(target, { ...query, object: entry, evidence, isForced: update.isForced }, trace)
  return { entryId: entry.id, ref: update.ref, rule: allowed?.rule.name ?? null, by: allowed === null ? [] : allowed.value }
}

/** The first rule whose check passes; the refusal of the last one when there is none. */
export function firstRule<T>(
  rules: readonly GittufRule[],
  trace: Trace,
  check: (rule: GittufRule, step: Trace) => T,
): { readonly rule: GittufRule; readonly value: T } {
  let last: Refused | undefined
  for (const rule of rules) {
    const tried = trace.attempt('rule', `the rule ${rule.name} allows the change`, (step) => check(rule, step))
    if ('value' in tried) return { rule, value: tried.value }
    last = tried.refused
  }
  throw last ?? new Refused('rule-violated', 'no rule allows the change')
}

/** Ids of those behind the change, as many as the rule asks for. */
export function standing(
  evidence: ChangeEvidence,
  object: GitObjectInput,
  { rule, step }: { readonly rule: GittufRule; readonly step: Trace },
): readonly string[] {
  const by = evidence.behind(object, rule.principals, step)
  if (rule.threshold >= 1 && by.size >= rule.threshold) return [...by]
  throw new Refused('threshold-not-met', 'too few of those the rule names stand behind the change', {
    expected: `${rule.threshold} of ${rule.principals.map(({ id }) => id).join(', ')}`,
    found: [...by].join(', ') || 'nobody',
  })
}
