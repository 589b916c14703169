import { flagAt, listAt, numberAt, textAt } from '../json-shape.ts'

/** A rule of a ruleset as REST and exported files state it, in the shape in which GraphQL gives rules. It counts as in force. */
export function rulesetNode(rule: unknown, bypasses: number | null = null): unknown {
  const parameters = (key: string): boolean | null => flagAt(rule, 'parameters', key)
  return {
    type: textAt(rule, 'type').toUpperCase(),
    repositoryRuleset: { enforcement: 'ACTIVE', bypassActors: { totalCount: bypasses } },
    parameters: {
      requiredApprovingReviewCount: numberAt(rule, 'parameters', 'required_approving_review_count'),
      dismissStaleReviewsOnPush: parameters('dismiss_stale_reviews_on_push'),
      requireCodeOwnerReview: parameters('require_code_owner_review'),
      requireLastPushApproval: parameters('require_last_push_approval'),
      strictRequiredStatusChecksPolicy: parameters('strict_required_status_checks_policy'),
      requiredStatusChecks: listAt(rule, 'parameters', 'required_status_checks').map((one) => ({ context: textAt(one, 'context') })),
    },
  }
}
