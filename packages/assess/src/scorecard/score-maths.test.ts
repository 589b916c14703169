import { describe, expect, test } from 'vitest'
import { CHECKS } from '../checks.gen.ts'
import type { Outcome } from '../outcome.ts'
import type { ProbeFinding } from '../probe.ts'
import { proportional, weightedProportional } from './score.ts'

type Short = readonly [probe: string, outcome: Outcome, values?: ProbeFinding['values']]

function scoreOf(id: string, findings: readonly Short[]): number | undefined {
  const check = CHECKS.find((one) => one.id === id)
  const map = new Map<string, ProbeFinding[]>(check?.probes.map((probe) => [probe, []]))
  for (const [probe, outcome, values] of findings)
    map.get(probe)?.push({ outcome, message: '', places: [], ...(values === undefined ? {} : { values }) })
  return check?.score(map, 'scorecard-5').score
}

const repeat = (count: number, finding: Short): readonly Short[] => Array.from({ length: count }, () => finding)
const action = (outcome: Outcome, gitHubOwned: boolean): Short => [
  'pinsDependencies',
  outcome,
  { dependencyType: 'GitHubAction', gitHubOwned },
]
const other = (outcome: Outcome, dependencyType = 'containerImage'): Short => ['pinsDependencies', outcome, { dependencyType }]
const top = (path: string, permissionLevel: string, tokenName = ''): Short => [
  'topLevelPermissions',
  permissionLevel === 'read' ? 'true' : 'false',
  { path, permissionLevel, tokenName },
]
const job = (path: string, permissionLevel: string): Short => [
  'jobLevelPermissions',
  permissionLevel === 'read' ? 'true' : 'false',
  { path, permissionLevel, tokenName: 'contents' },
]
const release = (probe: string, name: string, outcome: Outcome): Short => [probe, outcome, { releaseName: name }]

/** A branch with the rules that are named; the rest is seen and missing, or hidden where it stands after `?`. */
function branch(rules: string, approvals = 0, branchName = 'main'): readonly Short[] {
  const letters = {
    d: 'blocksDeleteOnBranches',
    f: 'blocksForcePushOnBranches',
    u: 'requiresUpToDateBranches',
    l: 'requiresLastPushApproval',
    p: 'requiresPRsToChangeCode',
    c: 'runsStatusChecksBeforeMerging',
    o: 'requiresCodeOwnersReview',
    s: 'dismissesStaleReviews',
    a: 'branchProtectionAppliesToAdmins',
  } as const
  const [on = '', hidden = ''] = rules.split('?')
  const listed = Object.entries(letters).map(([letter, probe]): Short => [
    probe,
    on.includes(letter) ? 'true' : hidden.includes(letter) ? 'unknown' : 'false',
    { branchName },
  ])
  return [
    ...listed,
    ['requiresApproversForPullRequests', approvals > 0 ? 'true' : 'false', { branchName, numberOfRequiredReviewers: approvals }],
    ['branchesAreProtected', 'true', { branchName }],
  ]
}

describe('scores by Scorecard 5’s arithmetic', () => {
  test.each<[check: string, name: string, findings: readonly Short[], score: number]>([
    ['Binary-Artifacts', 'three', repeat(3, ['hasUnverifiedBinaryArtifacts', 'true']), 7],
    ['Binary-Artifacts', 'twelve', repeat(12, ['hasUnverifiedBinaryArtifacts', 'true']), 0],
    ['Vulnerabilities', 'four', repeat(4, ['hasOSVVulnerabilities', 'true']), 6],
    ['Vulnerabilities', 'eleven', repeat(11, ['hasOSVVulnerabilities', 'true']), 0],
    ['Pinned-Dependencies', 'none', [['pinsDependencies', 'not-applicable']], -1],
    ['Pinned-Dependencies', 'own pinned, third not', [action('true', true), action('false', false)], 2],
    ['Pinned-Dependencies', 'third pinned, own not', [action('false', true), action('true', false)], 8],
    ['Pinned-Dependencies', 'one of four own', [action('true', true), ...repeat(3, action('false', true))], 2],
    ['Pinned-Dependencies', 'both kinds and an image', [action('true', true), action('true', false), other('false')], 5],
    ['Pinned-Dependencies', 'a third of images', [other('true'), other('false'), other('false')], 3],
    ['Pinned-Dependencies', 'unread beside pinned', [other('true'), other('error')], 10],
    ['Token-Permissions', 'all read', [top('a', 'read'), job('a', 'read')], 10],
    ['Token-Permissions', 'top undeclared, job read', [top('a', 'undeclared'), job('a', 'read')], 9],
    ['Token-Permissions', 'both undeclared', [top('a', 'undeclared'), job('a', 'undeclared')], 0],
    ['Token-Permissions', 'two files, tops undeclared', [top('a', 'undeclared'), top('b', 'undeclared')], 9],
    ['Token-Permissions', 'contents: write', [top('a', 'write', 'contents')], 0],
    ['Token-Permissions', 'deployments and security-events', [top('a', 'write', 'deployments'), top('a', 'write', 'security-events')], 8],
    ['Token-Permissions', 'checks: write', [top('a', 'write', 'checks')], 9],
    ['Token-Permissions', 'write-all alone', [top('a', 'write', 'write-all')], 9],
    ['Token-Permissions', 'write-all and a job that writes', [top('a', 'write', 'write-all'), job('a', 'write')], 0],
    [
      'Token-Permissions',
      'write-all here, a job that writes there',
      [top('a', 'write', 'write-all'), top('b', 'read'), job('b', 'write')],
      9,
    ],
    [
      'Signed-Releases',
      'two of five signed',
      [
        ...['1', '2'].map((n) => release('releasesAreSigned', n, 'true')),
        ...['3', '4', '5'].map((n) => release('releasesAreSigned', n, 'false')),
      ],
      3,
    ],
    [
      'Signed-Releases',
      'one with provenance of two',
      [
        release('releasesAreSigned', '1', 'false'),
        release('releasesAreSigned', '2', 'true'),
        release('releasesHaveProvenance', '1', 'true'),
        release('releasesHaveProvenance', '2', 'false'),
      ],
      9,
    ],
    [
      'Signed-Releases',
      'none',
      [
        ['releasesAreSigned', 'not-applicable'],
        ['releasesHaveProvenance', 'not-applicable'],
      ],
      -1,
    ],
    [
      'Maintained',
      'six commits and three issues',
      [
        ['archived', 'false'],
        ['createdRecently', 'false'],
        ['hasRecentCommits', 'true', { commitsWithinThreshold: 6 }],
        ['issueActivityByProjectMember', 'true', { numberOfIssuesUpdatedWithinThreshold: 3 }],
      ],
      7,
    ],
    [
      'Maintained',
      'archived',
      [
        ['archived', 'true'],
        ['createdRecently', 'false'],
        ['hasRecentCommits', 'true', { commitsWithinThreshold: 30 }],
      ],
      0,
    ],
    [
      'Maintained',
      'new',
      [
        ['archived', 'false'],
        ['createdRecently', 'true'],
        ['hasRecentCommits', 'true', { commitsWithinThreshold: 30 }],
      ],
      0,
    ],
    ['Contributors', 'two', repeat(2, ['contributorsFromOrgOrCompany', 'true']), 6],
    ['Contributors', 'four', repeat(4, ['contributorsFromOrgOrCompany', 'true']), 10],
    ['CI-Tests', 'five of six', [...repeat(5, ['testsRunInCI', 'true']), ['testsRunInCI', 'false']], 8],
    ['Webhooks', 'one of three', [['webhooksUseSecrets', 'true'], ...repeat(2, ['webhooksUseSecrets', 'false'])], 3],
    ['Webhooks', 'none', [['webhooksUseSecrets', 'not-applicable']], 10],
    [
      'SAST',
      'CodeQL and half of the changes',
      [
        ['sastToolConfigured', 'true', { tool: 'CodeQL' }],
        ['sastToolRunsOnAllCommits', 'false', { totalPullRequestsAnalyzed: 5, totalPullRequestsMerged: 10 }],
      ],
      8,
    ],
    [
      'SAST',
      'nothing and a third of the changes',
      [
        ['sastToolConfigured', 'false'],
        ['sastToolRunsOnAllCommits', 'false', { totalPullRequestsAnalyzed: 1, totalPullRequestsMerged: 3 }],
      ],
      3,
    ],
    [
      'SAST',
      'another tool',
      [
        ['sastToolConfigured', 'true', { tool: 'Snyk' }],
        ['sastToolRunsOnAllCommits', 'not-applicable'],
      ],
      10,
    ],
    [
      'SBOM',
      'in the tree',
      [
        ['hasSBOM', 'true'],
        ['hasReleaseSBOM', 'false'],
      ],
      5,
    ],
    ['Code-Review', 'seven of nine', [['codeApproved', 'false', { approvedChangesets: 7, totalChangesets: 9 }]], 7],
    ['Branch-Protection', 'nothing', branch(''), 0],
    ['Branch-Protection', 'deletion only', branch('d'), 1],
    ['Branch-Protection', 'tier 1', branch('df'), 3],
    ['Branch-Protection', 'tier 1 and one approval', branch('df', 1), 4],
    ['Branch-Protection', 'tier 2', branch('dfulp', 1), 6],
    ['Branch-Protection', 'tier 2 with hidden rules', branch('dfp?ulsa', 1), 6],
    ['Branch-Protection', 'tier 3', branch('dfulpc', 1), 8],
    ['Branch-Protection', 'tier 4', branch('dfulpco', 2), 9],
    ['Branch-Protection', 'tier 5', branch('dfulpcosa', 2), 10],
    ['Branch-Protection', 'one branch of two', [...branch('dfulpcosa', 2), ...branch('', 0, 'release')], 1],
    ['CII-Best-Practices', 'silver', [['hasOpenSSFBadge', 'true', { badgeLevel: 'Silver' }]], 7],
    [
      'License',
      'a file of no known licence',
      [
        ['hasLicenseFile', 'true'],
        ['hasFSFOrOSIApprovedLicense', 'false'],
      ],
      9,
    ],
    [
      'Security-Policy',
      'links and text',
      [
        ['securityPolicyPresent', 'true'],
        ['securityPolicyContainsLinks', 'true'],
        ['securityPolicyContainsText', 'true'],
        ['securityPolicyContainsVulnerabilityDisclosure', 'false'],
      ],
      9,
    ],
    ['Packaging', 'nothing seen', [['packagedWithAutomatedWorkflow', 'false']], -1],
  ])('%s: %s', (check, _name, findings, score) => {
    expect(scoreOf(check, findings)).toBe(score)
  })
})

test('shares are cut, not rounded, and groups without members do not count', () => {
  expect([proportional(2, 3), proportional(0, 0), proportional(5, 3)]).toEqual([6, 0, 10])
  expect(weightedProportional([])).toBe(-1)
  expect(
    weightedProportional([
      { success: 1, total: 2, weight: 10 },
      { success: 0, total: 0, weight: 10 },
    ]),
  ).toBe(5)
  expect(weightedProportional([{ success: 0, total: 2, weight: 0 }])).toBe(10)
})
