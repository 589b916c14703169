import { memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import type { Facts } from '../facts/facts.ts'
import type { BranchProtection } from '../facts/forge-facts.ts'
import { gatherFacts } from '../facts/gather-facts.ts'
import type { CommitFact, GitFacts } from '../facts/git-facts.ts'
import { noForge } from '../facts/no-forge.ts'
import { assess } from './assess.ts'
import { probeJson } from './probe-json.ts'
import { scorecardJson } from './scorecard-json.ts'
import { scorecardSarif } from './scorecard-sarif.ts'
import { scorecardStatement } from './scorecard-statement.ts'

const SHA = 'a'.repeat(40)
const KEPT = {
  '.github/workflows/ci.yml': `on: [pull_request]\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@${SHA}\n      - run: npm ci\n      - run: npm test\n  codeql:\n    runs-on: ubuntu-latest\n    permissions:\n      security-events: write\n    steps:\n      - uses: github/codeql-action/analyze@${SHA}\n`,
  '.github/workflows/release.yml': `on:\n  push:\n    tags: ['v*']\npermissions: {}\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    permissions:\n      id-token: write\n    steps:\n      - run: npm publish --provenance\n      - run: npm sbom --sbom-format cyclonedx\n`,
  '.github/dependabot.yml': 'version: 2\n',
  'SECURITY.md': 'Write to security@example.org. We answer within 3 days and publish a vulnerability after 90 days.\n',
  LICENSE: 'SPDX-License-Identifier: MIT\n',
  'README.md': '[badge](https://www.bestpractices.dev/projects/1)\n',
  'test/read.test.js': "import fc from 'fast-check'\n",
}

const PEOPLE = ['ann@alpha.test', 'ben@beta.test', 'cat@gamma.test'].map((email) => ({ name: email.slice(0, 3), email }))

function history(): GitFacts {
  const commits = Array.from({ length: 30 }, (_, at): CommitFact => {
    const author = PEOPLE[at % 3] ?? { name: '', email: '' }
    const reviewer = PEOPLE[(at + 1) % 3] ?? author
    return {
      id: String(at).padStart(40, '0'),
      parents: [String(at + 1).padStart(40, '0')],
      author,
      committer: reviewer,
      authoredAt: '2026-01-01T00:00:00Z',
      committedAt: at === 29 ? '2020-01-01T00:00:00Z' : '2026-01-01T00:00:00Z',
      subject: 'Change',
      body: '',
      trailers: [],
      signature: { kind: 'ssh', state: 'verified', signer: `SHA256:${reviewer.name}` },
    }
  })
  const tags = [
    {
      name: 'v1.0.0',
      commit: SHA,
      date: '2026-01-01T00:00:00Z',
      annotated: true,
      message: '',
      signature: { kind: 'ssh', state: 'verified', signer: 'SHA256:ann' } as const,
    },
  ]
  return { head: SHA, commits, commitCount: 30, shallow: false, tags, remotes: [] }
}

async function factsOf(files: Record<string, string>, more: Partial<Facts> = {}): Promise<Facts> {
  const project = { name: 'forge.example/a/b', url: 'https://forge.example/a/b', forge: 'github', commit: SHA } as const
  return { ...(await gatherFacts(memoryTree(files), null, { asOf: '2026-02-01T00:00:00Z', project, advisories: [] })), ...more }
}

describe('a clone alone', () => {
  test('answers 18 of 20 checks', async () => {
    const { checks, score } = assess(await factsOf(KEPT, { git: { known: true, value: history() } }))
    expect(checks.filter((one) => one.score < 0).map(({ check }) => check.id)).toEqual(['Branch-Protection', 'Webhooks'])
    expect(Object.fromEntries(checks.map((one) => [one.check.id, one.score]))).toMatchInlineSnapshot(`
      {
        "Binary-Artifacts": 10,
        "Branch-Protection": -1,
        "CI-Tests": 10,
        "CII-Best-Practices": 2,
        "Code-Review": 10,
        "Contributors": 10,
        "Dangerous-Workflow": 10,
        "Dependency-Update-Tool": 10,
        "Fuzzing": 10,
        "License": 10,
        "Maintained": 10,
        "Packaging": 10,
        "Pinned-Dependencies": 10,
        "SAST": 10,
        "SBOM": 5,
        "Security-Policy": 10,
        "Signed-Releases": 8,
        "Token-Permissions": 10,
        "Vulnerabilities": 10,
        "Webhooks": -1,
      }
    `)
    expect(score).toBeGreaterThan(9)
  })

  test('an empty tree without history fails only what the tree alone decides', async () => {
    const { checks } = assess(await factsOf({}))
    expect(checks.filter((one) => one.score >= 0 && one.score < 10).map(({ check }) => check.id)).toEqual([
      'Dependency-Update-Tool',
      'License',
    ])
  })

  test('says of everything that has no score what is missing, or that there is nothing', async () => {
    for (const one of assess(await factsOf({})).checks)
      if (one.score < 0) expect(one.missing !== undefined || /no |nothing/.test(one.reason), `${one.check.id}: ${one.reason}`).toBe(true)
  })
})

describe('rights', () => {
  const open: BranchProtection = {
    name: 'main',
    isDefault: true,
    protected: true,
    allowsDeletion: false,
    allowsForcePush: false,
    requiresLinearHistory: null,
    enforcedOnAdmins: true,
    requiresLastPushApproval: true,
    requiresUpToDate: true,
    requiresStatusChecks: true,
    statusChecks: ['test'],
    requiresPullRequests: true,
    requiredApprovals: 2,
    dismissesStaleReviews: true,
    requiresCodeOwners: true,
    requiresSignedCommits: null,
  }

  async function protection(branch: Partial<BranchProtection>): Promise<number | undefined> {
    const forge = { ...noForge(), branches: { known: true, value: [{ ...open, ...branch }] } as const }
    return assess(await factsOf({ CODEOWNERS: '* @a' }, { forge }), { checks: ['Branch-Protection'] }).checks[0]?.score
  }

  test('a rule that is hidden costs nothing, whichever it is', async () => {
    expect(await protection({})).toBe(10)
    const hideable = [
      'allowsDeletion',
      'allowsForcePush',
      'enforcedOnAdmins',
      'requiresLastPushApproval',
      'requiresUpToDate',
      'requiresPullRequests',
      'dismissesStaleReviews',
      'requiresCodeOwners',
      'requiredApprovals',
    ] as const
    for (const rule of hideable) expect(await protection({ [rule]: null }), rule).toBe(10)
    // Where hardly anything is seen, nothing is said: what was not seen is no merit either.
    expect(await protection(Object.fromEntries(hideable.map((rule) => [rule, null])))).toBe(-1)
  })

  test('a rule that is seen and missing costs', async () => {
    expect(await protection({ allowsForcePush: true })).toBe(1)
    expect(await protection({ requiredApprovals: 0 })).toBeLessThan(10)
  })

  test('rules declared in the tree count as declared', async () => {
    const settings =
      'branches:\n  - name: main\n    protection:\n      enforce_admins: true\n      required_pull_request_reviews:\n        required_approving_review_count: 1\n      required_status_checks:\n        strict: true\n        contexts: [test]\n'
    const { checks, probes } = assess(await factsOf({ '.github/settings.yml': settings }), { checks: ['Branch-Protection'] })
    expect(checks[0]?.score).toBe(8)
    expect(probes[0]?.findings[0]?.places).toEqual([{ path: '.github/settings.yml' }])
  })
})

describe('reports', () => {
  test('have the fields that readers of Scorecard’s know', async () => {
    const assessment = assess(
      await factsOf({ ...KEPT, 'scorecard.yml': 'annotations:\n  - checks: [fuzzing]\n    reasons: [{reason: not-supported}]\n' }),
    )
    const tool = { version: '0.1.0', commit: 'unknown' }
    const json = scorecardJson(assessment, tool, { annotations: true })
    expect(Object.keys(json)).toEqual(['date', 'repo', 'scorecard', 'score', 'checks', 'metadata'])
    expect(json.checks.find(({ name }) => name === 'Fuzzing')).toEqual({
      details: ['Info: fuzzed with JavaScriptPropertyBasedTesting: test/read.test.js:1'],
      score: 10,
      reason: 'fuzzed with JavaScriptPropertyBasedTesting',
      name: 'Fuzzing',
      documentation: { url: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#fuzzing', short: 'The project is fuzzed' },
      annotations: ['not-supported'],
    })
    expect(scorecardStatement(assessment, tool)).toMatchObject({
      predicateType: 'https://scorecard.dev/result/v0.1',
      subject: [{ digest: { gitCommit: SHA } }],
    })
    expect(scorecardStatement({ ...assessment, project: { ...assessment.project, commit: '' } }, tool)).toBeNull()
    expect(probeJson(assessment, tool).findings.find(({ probe }) => probe === 'fuzzed')).toEqual({
      location: { type: 1, path: 'test/read.test.js', lineStart: 1 },
      values: { tool: 'JavaScriptPropertyBasedTesting' },
      probe: 'fuzzed',
      message: 'fuzzed with JavaScriptPropertyBasedTesting',
      outcome: 'True',
    })
    expect(JSON.stringify(scorecardSarif(assessment, tool))).toContain('"version":"2.1.0"')
  })
})
