import { DocumentInvalid } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'
import type { Facts } from '../facts/facts.ts'
import type { BranchProtection } from '../facts/forge-facts.ts'
import { known } from '../facts/fact.ts'
import { reading } from '../facts/reading.ts'
import type { Fact } from '../outcome.ts'
import type { Reading } from '../probe.ts'
import { declaredRulesets } from './declared-rulesets.ts'
import { viewYaml } from '../workflow/yaml-view.ts'
import type { YamlView } from '../workflow/yaml-view.ts'

/** Branch rules and where they were seen: in force at the forge, or only declared in a file that an app applies. */
export interface SeenBranches {
  readonly branches: readonly BranchProtection[]
  readonly declaredIn: string
}

/** What the forge shows; where it was not asked our reading takes what `.github/settings.yml`, `.asf.yaml` or rulesets in the tree declare. */
export function branchesOf(facts: Facts, as: Reading): Fact<SeenBranches> {
  const { branches } = facts.forge
  if (branches.known) return known({ branches: branches.value, declaredIn: '' })
  const declared = as === 'cupel' ? declaredBranches(facts) : null
  return declared === null ? branches : known(declared)
}

const declaredBranches = reading((facts: Facts): SeenBranches | null => {
  for (const path of ['.github/settings.yml', '.github/settings.yaml', '.asf.yaml']) {
    const text = facts.files.text(path)
    if (text === null) continue
    try {
      const branches = readDeclared(viewYaml(text), path)
      if (branches.length > 0) return { branches, declaredIn: path }
    } catch (error) {
      if (!(error instanceof DocumentInvalid)) throw error
    }
  }
  return declaredRulesets(facts)
})

function readDeclared(view: YamlView, path: string): readonly BranchProtection[] {
  if (path === '.asf.yaml') {
    const rules = view.get(view.get(view.root, 'github'), 'protected_branches')
    return [...view.pairs(rules)].map(([name, node]) => protectionOf(view, name, node))
  }
  return view.items(view.get(view.root, 'branches')).flatMap((node) => {
    const name = view.text(view.get(node, 'name'))?.value ?? ''
    const rules = view.get(node, 'protection')
    return name === '' || rules === null ? [] : [protectionOf(view, name, rules)]
  })
}

function protectionOf(view: YamlView, name: string, rules: YamlNode): BranchProtection {
  const flag = (node: YamlNode | null): boolean | null => {
    const text = view.text(node)?.value
    return text === 'true' ? true : text === 'false' ? false : null
  }
  const reviews = view.get(rules, 'required_pull_request_reviews')
  const checks = view.get(rules, 'required_status_checks')
  const hasReviews = reviews !== null && view.resolve(reviews).kind === 'mapping'
  const hasChecks = checks !== null && view.resolve(checks).kind === 'mapping'
  const approvals = view.text(view.get(reviews, 'required_approving_review_count'))?.value
  const contexts = view.items(view.get(checks, 'contexts')).flatMap((node) => view.text(node)?.value ?? [])
  return {
    name,
    isDefault: /^(?:main|master|trunk|develop)$/.test(name),
    protected: true,
    allowsDeletion: flag(view.get(rules, 'allow_deletions')) ?? false,
    allowsForcePush: flag(view.get(rules, 'allow_force_pushes')) ?? false,
    requiresLinearHistory: flag(view.get(rules, 'required_linear_history')),
    enforcedOnAdmins: flag(view.get(rules, 'enforce_admins')),
    requiresLastPushApproval: hasReviews ? flag(view.get(reviews, 'require_last_push_approval')) : null,
    requiresUpToDate: hasChecks ? (flag(view.get(checks, 'strict')) ?? false) : null,
    requiresStatusChecks: hasChecks,
    statusChecks: contexts,
    requiresPullRequests: hasReviews,
    requiredApprovals: hasReviews ? (approvals !== undefined && /^\d{1,2}$/.test(approvals) ? Number(approvals) : 1) : 0,
    dismissesStaleReviews: hasReviews ? flag(view.get(reviews, 'dismiss_stale_reviews')) : null,
    requiresCodeOwners: hasReviews ? flag(view.get(reviews, 'require_code_owner_reviews')) : null,
    requiresSignedCommits: flag(view.get(rules, 'required_signatures')),
  }
}
