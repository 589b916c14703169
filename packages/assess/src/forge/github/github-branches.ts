import type { BranchProtection } from '../../facts/forge-facts.ts'
import { at, flagAt, listAt, numberAt, textAt } from '../json-shape.ts'

/**
 * Rules of one branch from its three sources: the classic rule (administrators see it), what everybody may see of it
 * (`refUpdateRule`), and rulesets. The strictest source decides; what only the hidden source could say is null, not "no".
 */
export function githubBranch(ref: unknown, isDefault: boolean): BranchProtection {
  const classic = at(ref, 'branchProtectionRule')
  const shown = at(ref, 'refUpdateRule')
  const rules = activeRules(ref)
  const pull = parametersOf(rules, 'PULL_REQUEST')
  const checks = parametersOf(rules, 'REQUIRED_STATUS_CHECKS')
  const has = (type: string): boolean => rules.some((rule) => textAt(rule, 'type') === type)
  // No classic rule at all can be told from a hidden one only when even its public part is absent.
  const hidden = classic === null || classic === undefined ? shown !== null && shown !== undefined : false
  const unseen = hidden ? null : false
  const anyRule = rules.length > 0 || isThere(classic) || isThere(shown)
  const deletion = lenient([flagAt(classic, 'allowsDeletions'), flagAt(shown, 'allowsDeletions')], has('DELETION'))
  const forced = lenient([flagAt(classic, 'allowsForcePushes'), flagAt(shown, 'allowsForcePushes')], has('NON_FAST_FORWARD'))
  const contexts = [...names(classic, 'requiredStatusCheckContexts'), ...names(shown, 'requiredStatusCheckContexts')]
  const ruled = listAt(checks, 'requiredStatusChecks').map((one) => textAt(one, 'context'))
  const approvals = [
    numberAt(classic, 'requiredApprovingReviewCount'),
    numberAt(shown, 'requiredApprovingReviewCount'),
    numberAt(pull, 'requiredApprovingReviewCount'),
  ]
  const counts = approvals.filter((count): count is number => count !== null)
  return {
    name: textAt(ref, 'name'),
    isDefault,
    protected: anyRule,
    allowsDeletion: anyRule ? deletion : true,
    allowsForcePush: anyRule ? forced : true,
    requiresLinearHistory: strict(
      [flagAt(classic, 'requiresLinearHistory'), flagAt(shown, 'requiresLinearHistory')],
      has('REQUIRED_LINEAR_HISTORY'),
      unseen,
    ),
    enforcedOnAdmins: adminsIncluded(classic, rules, unseen),
    requiresLastPushApproval: strict(
      [flagAt(classic, 'requireLastPushApproval')],
      flagAt(pull, 'requireLastPushApproval') === true,
      unseen,
    ),
    requiresUpToDate: strict(
      [flagAt(classic, 'requiresStrictStatusChecks')],
      flagAt(checks, 'strictRequiredStatusChecksPolicy') === true,
      unseen,
    ),
    requiresStatusChecks: strict([flagAt(classic, 'requiresStatusChecks')], ruled.length > 0 || contexts.length > 0, unseen),
    statusChecks: [...new Set([...contexts, ...ruled])].filter((name) => name !== '').sort(),
    requiresPullRequests: strict(
      [flagAt(classic, 'requiresApprovingReviews')],
      pull !== undefined || numberAt(shown, 'requiredApprovingReviewCount') !== null,
      unseen,
    ),
    requiredApprovals: counts.length > 0 ? Math.max(...counts) : hidden ? null : 0,
    dismissesStaleReviews: strict([flagAt(classic, 'dismissesStaleReviews')], flagAt(pull, 'dismissStaleReviewsOnPush') === true, unseen),
    requiresCodeOwners: strict(
      [flagAt(classic, 'requiresCodeOwnerReviews'), flagAt(shown, 'requiresCodeOwnerReviews')],
      flagAt(pull, 'requireCodeOwnerReview') === true,
      unseen,
    ),
    requiresSignedCommits: strict(
      [flagAt(classic, 'requiresCommitSignatures'), flagAt(shown, 'requiresSignatures')],
      has('REQUIRED_SIGNATURES'),
      unseen,
    ),
  }
}

function isThere(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** Rulesets on trial (`EVALUATE`) and switched off ones forbid nothing. */
function activeRules(ref: unknown): readonly unknown[] {
  return listAt(ref, 'rules', 'nodes').filter((rule) => textAt(rule, 'repositoryRuleset', 'enforcement') === 'ACTIVE')
}

function parametersOf(rules: readonly unknown[], type: string): unknown {
  const found = rules.find((rule) => textAt(rule, 'type') === type)
  return found === undefined ? undefined : (at(found, 'parameters') ?? {})
}

function names(value: unknown, key: string): readonly string[] {
  return listAt(value, key).filter((name): name is string => typeof name === 'string')
}

/** Something is forbidden as soon as one source forbids it. */
function lenient(stated: readonly (boolean | null)[], ruleForbids: boolean): boolean {
  if (ruleForbids || stated.includes(false)) return false
  return true
}

function strict(stated: readonly (boolean | null)[], ruled: boolean, unseen: null | false): boolean | null {
  if (ruled || stated.includes(true)) return true
  return stated.includes(false) ? false : unseen
}

/** Rulesets bind administrators too unless somebody is listed as allowed to pass them; who is may be hidden. */
function adminsIncluded(classic: unknown, rules: readonly unknown[], unseen: null | false): boolean | null {
  const stated = flagAt(classic, 'isAdminEnforced')
  if (stated === true) return true
  if (rules.length === 0) return stated ?? unseen
  const bypasses = rules.map((rule) => numberAt(rule, 'repositoryRuleset', 'bypassActors', 'totalCount'))
  if (bypasses.every((count) => count === 0)) return true
  return bypasses.includes(null) ? null : false
}
