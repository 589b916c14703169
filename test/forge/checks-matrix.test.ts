import { assess, CHECKS, forgeAddress, gatherFacts, readForge } from '@cupel/assess'
import type { Assessment, CommitFact, Facts, ForgeKind } from '@cupel/assess'
import { networkTransport } from '@cupel/engine/assess'
import { memoryTree } from '@cupel/source'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ForgeState } from './forge-state.ts'
import { SAMPLE } from './sample-state.ts'
import { simulateForge } from './simulate-forge.ts'
import type { SimulatedForge } from './simulate-forge.ts'
import { answerAsGitea } from './simulate-gitea.ts'
import { answerAsGithub, githubSchema } from './simulate-github.ts'
import { answerAsGitlab } from './simulate-gitlab.ts'

/**
 * Five classes of credentials × all checks × three forges × a kept and a neglected repository: what a caller may not see is unknown
 * and says which right would show it. It is neither a fault nor a merit.
 */
const ANSWERS = { github: answerAsGithub, gitlab: answerAsGitlab, gitea: answerAsGitea }
const KINDS = ['github', 'gitlab', 'gitea'] as const
const CLASSES = [
  ['anonymous', ''],
  ['stranger', 'tok-stranger'],
  ['writer', 'tok-writer'],
  ['administrator', 'tok-admin'],
  ['owner', 'tok-owner'],
] as const

const NEGLECTED: ForgeState = {
  ...SAMPLE,
  repositories: SAMPLE.repositories.map((one) => ({
    ...one,
    protection: null,
    ruleset: null,
    organisation: false,
    workflowPermissions: 'write' as const,
    privateReporting: false,
    shared: null,
    hooks: [{ id: 1, url: 'https://hook.example/', secret: false }],
    commits: one.commits.map((commit) => ({
      ...commit,
      pull: commit.pull === null ? null : { ...commit.pull, mergedBy: 'ann', reviews: [], checks: [], labels: [] },
      runs: {},
    })),
  })),
}
const CONTENTS = { kept: SAMPLE, neglected: NEGLECTED } as const
const STATES = Object.keys(CONTENTS).flatMap((content) => [content, `${content}-clone`])

/** A history of two people that shows no review: what the forge keeps leaves no trace in it. */
const HISTORY = Array.from({ length: 40 }, (_, at): CommitFact => {
  const person = at % 2 === 0 ? { name: 'Ann', email: 'ann@example.org' } : { name: 'Ben', email: 'ben@example.com' }
  const day = `2026-03-${String(28 - (at % 28)).padStart(2, '0')}T00:00:00Z`
  return {
    id: `${40 - at}`.padStart(40, 'b'),
    parents: at === 39 ? [] : [`${39 - at}`.padStart(40, 'b')],
    author: person,
    committer: person,
    authoredAt: day,
    committedAt: day,
    subject: 'Change something',
    body: '',
    trailers: [],
    signature: { kind: 'none', state: 'absent' },
  }
})

const forges = new Map<string, SimulatedForge>()
const assessments = new Map<string, Assessment>()

beforeAll(async () => {
  githubSchema()
  const facts = await gatherFacts(
    memoryTree({
      'README.md': '# App\n',
      '.github/workflows/ci.yml':
        'on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3\n      - run: npm test\n',
      '.github/workflows/release.yml':
        'on: [push]\npermissions: {}\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/setup-node@8f4b7f84864484a7bf31766abe9204da3cbe65b3\n        with: { registry-url: "https://registry.example" }\n      - run: npm publish\n',
    }),
    null,
    {
      asOf: '2026-03-30T00:00:00Z',
      project: { name: 'forge/acme/app', url: 'https://forge.example/acme/app', forge: 'github', commit: '3'.padStart(40, 'a') },
    },
  )
  for (const [state, content] of Object.entries(CONTENTS)) {
    for (const kind of KINDS) {
      const forge = await simulateForge(content, ANSWERS[kind])
      forges.set(`${state} ${kind}`, forge)
      const clone: Facts = {
        ...facts,
        git: {
          known: true,
          value: { head: HISTORY[0]?.id ?? '', commits: HISTORY, commitCount: 40, shallow: false, tags: [], remotes: [] },
        },
      }
      for (const [name, token] of CLASSES)
        assessments.set(`${state}-clone ${kind} ${name}`, await assessedBy(forge, { kind, token, facts: clone }))
      for (const [name, token] of CLASSES) assessments.set(`${state} ${kind} ${name}`, await assessedBy(forge, { kind, token, facts }))
    }
  }
})
afterAll(async () => {
  for (const forge of forges.values()) await forge.close()
})

async function assessedBy(
  forge: SimulatedForge,
  { kind, token, facts }: { kind: ForgeKind; token: string; facts: Facts },
): Promise<Assessment> {
  const address = forgeAddress(`${forge.url}/acme/app.git`, kind)
  if (address === null) throw new Error('no address')
  const reading = await readForge(address, {
    transport: { ...networkTransport({ signal: new AbortController().signal, cacheFolder: null }), wait: async () => {}, random: () => 0 },
    token,
    maxCalls: 60,
    hints: { commitsByEmail: new Map([['ann@example.org', 321]]), commit: facts.project.commit },
  })
  return assess({ ...facts, project: { ...facts.project, forge: kind }, forge: reading.facts, releases: reading.releases })
}

function cell(state: string, kind: string, name: string, id: string) {
  const found = assessments.get(`${state} ${kind} ${name}`)?.checks.find(({ check }) => check.id === id)
  if (found === undefined) throw new Error(`no ${state} ${kind} ${name} ${id}`)
  return found
}

describe.each(KINDS)('%s', (kind) => {
  describe.each(CLASSES.map(([name]) => name))('%s', (name) => {
    it.each(CHECKS.map(({ id }) => id))('%s', (id) => {
      for (const state of STATES) {
        const own = cell(state, kind, name, id)
        const owner = cell(state, kind, 'owner', id)
        const said = `${state}: ${name} ${own.score} (${own.reason}), owner ${owner.score} (${owner.reason})`
        if (own.score === owner.score) continue
        // Less was seen, so it must be said, and never to the project's harm.
        expect([said, own.score === -1 || own.score > owner.score]).toEqual([said, true])
        expect([said, (own.missing ?? []).length > 0]).toEqual([said, true])
        for (const { remedy, what } of own.missing ?? []) {
          expect([said, remedy !== '', what]).toEqual([said, true, expect.stringMatching(/^(?:permission|network|evidence|history)$/)])
        }
        expect([
          said,
          (own.missing ?? []).some(({ detail, remedy }) => /token|administrat|scope|right|role|permission|owner/i.test(detail + remedy)),
        ]).toEqual([said, true])
      }
    })
  })
})

it('takes nothing that was not seen for a merit', () => {
  expect(cell('neglected', 'github', 'anonymous', 'Branch-Protection').score).toBe(-1)
})

it('takes no signature that a forge only lists for a missing one', () => {
  for (const kind of KINDS) {
    const { score, missing = [] } = cell('kept', kind, 'owner', 'Signed-Releases')
    expect([kind, score, missing.length > 0]).toEqual([kind, -1, true])
  }
})

it('prints the matrix', () => {
  const rows = [...assessments].map(
    ([name, { checks }]) => `${name.padEnd(32)} ${checks.map(({ score }) => String(score < 0 ? '?' : score).padStart(2)).join(' ')}`,
  )
  const cells = KINDS.length * CLASSES.length * CHECKS.length * STATES.length
  console.log(`${cells} cells\n${rows.join('\n')}`)
  expect(rows).toHaveLength(60)
})
