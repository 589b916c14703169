import { missing } from './fact.ts'
import type { ForgeFacts } from './forge-facts.ts'
import type { Missing } from '../outcome.ts'

/** Forge facts when no forge was asked: all unknown, each with what would have been asked. */
export function noForge(remedy = 'run with a token of the forge'): ForgeFacts {
  const ask = (detail: string, what: Missing['what'] = 'network') => missing(what, detail, remedy)
  return {
    repository: ask('the repository’s settings page was not read'),
    branches: ask('branch protection is kept by the forge, not in the clone'),
    commits: ask('the forge’s view of the last commits was not read'),
    changes: ask('change requests and their reviews are kept by the forge'),
    issues: ask('issues are kept by the forge'),
    contributors: ask('accounts and companies of contributors are kept by the forge'),
    successfulRuns: ask('runs of workflows are kept by the forge'),
    successfulRunsOnCommit: ask('runs of workflows are kept by the forge'),
    defaultWorkflowPermissions: ask('the default rights of workflow tokens are a repository setting', 'permission'),
    webhooks: ask('webhooks are shown to administrators only', 'permission'),
    settings: ask('security settings are shown to maintainers only', 'permission'),
    organisationPolicy: ask('the owner’s shared policy repository was not read'),
    twoFactorRequired: ask('only owners of the organisation see whether it requires two factors', 'permission'),
    badge: ask('the badge site was not asked'),
    ossFuzz: ask('the list of OSS-Fuzz projects was not read'),
  }
}
