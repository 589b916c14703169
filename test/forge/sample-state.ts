import type { ForgeState, SimulatedCommit, SimulatedRepository } from './forge-state.ts'

export const TOKENS = { 'tok-stranger': 'stranger', 'tok-writer': 'writer', 'tok-admin': 'admin', 'tok-owner': 'owner' } as const

function commit(at: number): SimulatedCommit {
  const pull = {
    number: at,
    author: 'ann',
    mergedBy: 'ben',
    merged: true,
    reviews: [{ author: 'ben', state: 'APPROVED' as const }],
    checks: [{ app: 'github-actions', conclusion: 'SUCCESS' as const }],
    labels: ['lgtm'],
  }
  return {
    id: `${at}`.padStart(40, 'a'),
    message: `change ${at}`,
    date: `2026-03-${String((at % 28) + 1).padStart(2, '0')}T00:00:00Z`,
    email: 'ann@example.org',
    author: 'ann',
    pull: at % 2 === 0 ? pull : null,
    runs: { 'ci.yml': 'SUCCESS', 'release.yml': at === 3 ? 'SUCCESS' : 'FAILURE' },
  }
}

const APP: SimulatedRepository = {
  owner: 'acme',
  name: 'app',
  organisation: true,
  twoFactor: true,
  archived: false,
  private: false,
  defaultBranch: 'main',
  protection: { approvals: 2, codeOwners: true, dismissStale: true, admins: true, strictChecks: true, checks: ['test'] },
  ruleset: null,
  commits: Array.from({ length: 40 }, (_, at) => commit(at)),
  releases: [
    { tag: 'v2.0.0', assets: ['app.tgz', 'app.tgz.sig'] },
    { tag: 'v3.0.0', assets: [], draft: true },
  ],
  issues: [{ number: 1, title: 'crash', closed: true, commenter: 'MEMBER' }],
  hooks: [{ id: 1, url: 'https://hook.example/?token=hidden', secret: false }],
  workflowPermissions: 'read',
  privateReporting: true,
  shared: { 'SECURITY.md': 'Report to security@acme.example' },
}

/** One organisation with a protected repository, one that only rulesets protect, and one that is private. */
export const SAMPLE: ForgeState = {
  repositories: [
    APP,
    { ...APP, name: 'ruled', protection: null, ruleset: { approvals: 1, enforcement: 'ACTIVE' }, shared: null },
    { ...APP, name: 'trial', protection: null, ruleset: { approvals: 1, enforcement: 'EVALUATE' }, shared: null },
    { ...APP, name: 'secret', private: true, shared: null },
  ],
  accounts: [{ login: 'ann', company: '@Acme', organisations: ['acme'] }],
  tokens: TOKENS,
}
