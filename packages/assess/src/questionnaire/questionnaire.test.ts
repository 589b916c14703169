import fc from 'fast-check'
import { readYaml } from '@cupel/formats'
import { describe, expect, it } from 'vitest'
import { readSecurityInsights } from '../documents/read-security-insights.ts'
import type { Answer, Answers } from '../standards/answers.ts'
import type { Catalogue } from '../standards/catalogue.ts'
import { judgeStandard } from '../standards/judge-standard.ts'
import { readAnswers, writeAnswers } from './answers-file.ts'
import { factsOf } from '../documents/facts-of.ts'
import { draftInsights } from './draft-insights.ts'
import { answerRules, inferAnswers } from './infer-answers.ts'
import { insightsAnswers, insightsRules } from './insights-answers.ts'
import { proposalLinks } from './proposal-links.ts'
import { questions } from './questions.ts'
import { upgradeInsights } from './upgrade-insights.ts'
import { writeGemara } from './write-gemara.ts'
import { writeOscal } from './write-oscal.ts'
import { writeYaml } from './write-yaml.ts'

const CATALOGUE: Catalogue = {
  id: 'osps-baseline',
  title: 'Baseline',
  version: '1',
  source: { repository: 'x', commit: '1', licence: 'CC0-1.0', note: '' },
  levels: [{ id: '1', title: 'Level 1' }],
  requirements: [
    {
      id: 'OSPS-AC-01.01',
      title: 'second factor',
      group: 'Access',
      levels: ['1'],
      category: 'MUST',
      field: 'osps_ac_01_01',
      naAllowed: true,
    },
    {
      id: 'OSPS-AC-01.02',
      title: 'other',
      group: 'Access',
      levels: ['1'],
      category: 'MUST',
      field: 'osps_ac_01_02',
      met: 'hasTests',
      unmet: 'not hasTests',
    },
    {
      id: 'OSPS-QA-01.01',
      title: 'tests',
      group: 'Quality',
      levels: ['1'],
      category: 'MUST',
      field: 'osps_qa_01_01',
      met: 'hasTests',
      unmet: 'not hasTests',
      metUrl: true,
    },
  ],
}
const FINDINGS = new Map([
  ['hasTests', [{ outcome: 'true' as const, message: 'There are tests', places: [{ path: 'test/a.js', line: 4 }] }]],
])
const SUBJECT = { url: 'https://host.example/o/n', commit: '0123456789abcdef', asOf: '2026-01-02T03:04:05Z' }

describe('answers', () => {
  const text =
    '{\n  "name": "n",\n  "description_good_status": "Met",\n  "description_good_justification": "See README",\n  "interact_status": "?",\n  "require_2FA_status": "unmet",\n  "crypto_call_status": "perhaps"\n}\n'

  it('are read with lines; what is open is no answer, what is wrong a problem', () => {
    const { answers, other, problems } = readAnswers(text, '.bestpractices.json')
    expect([...answers]).toEqual([
      ['description_good', { status: 'Met', justification: 'See README', source: '.bestpractices.json', line: 3 }],
      ['require_2fa', { status: 'Unmet', justification: '', source: '.bestpractices.json', line: 6 }],
    ])
    expect(other).toEqual({ name: 'n' })
    expect(problems.map(({ line, detail }) => `${line} ${detail}`)).toEqual([
      '7 the status of crypto_call is none of Met, Unmet, N/A and ?',
    ])
  })

  it('are written as they were read', () => {
    const { answers, other } = readAnswers(text, 'x.json')
    const written = writeAnswers(answers, ['require_2FA', 'description_good'], other)
    expect(Object.keys(JSON.parse(written) as object)).toEqual([
      'name',
      'require_2FA_status',
      'description_good_status',
      'description_good_justification',
    ])
    expect(new Map([...readAnswers(written, 'x.json').answers].map(([field, { status }]) => [field, status]))).toEqual(
      new Map([...answers].map(([field, { status }]) => [field, status])),
    )
  })

  it.each(['', '[', '[]', '"a"', '['.repeat(20_000), '{"a_status": {"b": 1}}'])('never throw: %#', (broken) => {
    expect(readAnswers(broken, 'x.json').answers.size).toBe(0)
    expect(readAnswers(broken, 'x.json').problems.length).toBeGreaterThan(0)
  })
})

describe('questions', () => {
  it('ask only what is open, with hints', () => {
    const results = judgeStandard(CATALOGUE, FINDINGS)
    expect(questions(results)).toMatchObject([
      { field: 'osps_ac_01_01', choices: ['Met', 'Unmet', 'N/A'], needs: 'nothing' },
      { field: 'osps_qa_01_01', needs: 'address', hints: ['There are tests (test/a.js:4)'] },
    ])
    const linked = judgeStandard(CATALOGUE, FINDINGS, { linkOf: ({ path }) => `https://host.example/${path}` })
    expect(questions(linked).map(({ field }) => field)).toEqual(['osps_ac_01_01'])
  })
})

describe('answers that follow from others', () => {
  it('use the ready maps, the surest first, and never an answered field', async () => {
    const rules = await answerRules()
    const answers: Answers = new Map([['require_2fa', { status: 'Met', justification: 'all members', source: 'f' }]])
    const found = inferAnswers(answers, rules)
    expect(found.map(({ field, status, confidence }) => [field, status, confidence])).toEqual([['osps_ac_01_01', 'Met', 3]])
    expect(
      inferAnswers(new Map<string, Answer>([...answers, ['osps_ac_01_01', { status: 'Unmet', justification: '', source: 'f' }]]), rules),
    ).toEqual([])
  })

  it('read the claims of SECURITY-INSIGHTS', async () => {
    const insights = readSecurityInsights(
      'header:\n  schema-version: 2.0.0\nrepository:\n  security:\n    tools:\n    - type: SAST\n',
      'SECURITY-INSIGHTS.yml',
    )
    expect(insightsAnswers(insights, await insightsRules()).map(({ field, status, line }) => [field, status, line])).toContainEqual([
      'static_analysis',
      'Met',
      6,
    ])
  })
})

describe('proposal links', () => {
  const of = (field: string, justification: string) => ({ field, answer: { status: 'Met' as const, justification, source: 'cupel' } })

  it('have the form of the badge site', () => {
    expect(
      proposalLinks([of('OSPS-AC-01.01', 'all & every'), of('interact', '')], { url: 'https://host.example/o/n', section: 'passing' }),
    ).toEqual([
      'https://www.bestpractices.dev/projects?as=edit&url=https%3A%2F%2Fhost.example%2Fo%2Fn&section=passing&osps_ac_01_01_status=Met&osps_ac_01_01_justification=all+%26+every&interact_status=Met',
    ])
    expect(proposalLinks([of('interact', '')], { url: '', project: 7 })).toEqual([
      'https://www.bestpractices.dev/projects/7/choose/edit?interact_status=Met',
    ])
    expect(proposalLinks([], { url: 'x' })).toEqual([])
  })

  it('never grow over the length and lose no answer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.stringMatching(/^[a-z][a-z0-9_]{0,30}$/), fc.string({ maxLength: 3_000, unit: 'binary' })), { maxLength: 40 }),
        (pairs) => {
          const proposals = [...new Map(pairs)].map(([field, text]) => of(field, text))
          const links = proposalLinks(proposals, { url: 'https://host.example/o/n' })
          expect(links.every((link) => link.length <= 2_000)).toBe(true)
          const given = links.flatMap((link) => [...new URL(link).searchParams.keys()].filter((key) => key.endsWith('_status')))
          expect(given.sort()).toEqual(proposals.map(({ field }) => `${field}_status`).sort())
        },
      ),
      { seed: 1, numRuns: 60 },
    )
  })
})

describe('SECURITY-INSIGHTS', () => {
  it.each([
    ['header:\n  schema-version: 2.0.0\n', ['1 the section «project» is missing', '2 «header» has no «last-reviewed»']],
    ['header: [', ['1 not valid YAML']],
    ['', ['1 the file is empty']],
    ['header:\n  schema-version: 3.1.0\n', ['2 the file names a schema version that is not known']],
    ['header:\n  schema-version: 1.0.0\n', ['2 the file follows schema 1.0.0']],
    [
      'header:\n  schema-version: 2.0.0\n  last-updated: 2025-02-30\n  url: ftp://x\n',
      ['3 «header.last-updated» must be a date', '4 «header.url» must be an address'],
    ],
    ['['.repeat(10_000), ['1 ']],
  ])('faults are told with their lines: %#', (text, expected) => {
    const told = readSecurityInsights(text, 'SECURITY-INSIGHTS.yml').problems.map(({ line, detail }) => `${line} ${detail}`)
    for (const fault of expected) expect(told.join('\n')).toContain(fault)
  })

  it('of schema 1 become schema 2, with what is missing told', () => {
    const old = readYaml(OLD)[0]
    const { value, notes } = upgradeInsights(old, 'SECURITY-INSIGHTS.yml')
    const read = readSecurityInsights(writeYaml(value), 'SECURITY-INSIGHTS.yml')
    expect(read.problems.map(({ detail }) => detail)).toEqual([])
    expect(notes.map(({ detail }) => detail)).toEqual([
      'schema 2 asks for the SPDX expression of the licence; the old file has only its address',
      '«expiration-date» has no place in schema 2',
    ])
    expect(value).toMatchObject({
      repository: {
        status: 'active',
        'core-team': [{ name: 'someone' }],
        security: { tools: [{ name: 'CodeQL', type: 'SAST', integration: { ci: true } }] },
      },
    })
  })
})

describe('draftInsights', () => {
  it('states what was seen, valid by the schema, and says what people must fill in', () => {
    const facts = factsOf(
      {
        'SECURITY.md': 'Write to us.',
        'CONTRIBUTING.md': 'Open a pull request.',
        '.github/dependabot.yml': 'version: 2',
        '.github/workflows/ci.yml': 'on: push\njobs:\n  a:\n    steps:\n    - uses: github/codeql-action/analyze@v3\n',
      },
      { commits: [{}] },
    )
    const draft = draftInsights(facts, { administrators: [{ name: 'A', email: 'a@corp.example' }], securityEmail: 'security@corp.example' })
    const read = readSecurityInsights(writeYaml(draft), 'SECURITY-INSIGHTS.yml')
    expect(read.problems).toEqual([])
    expect(read.value).toMatchObject({
      header: { 'last-updated': '2026-02-01' },
      project: { 'vulnerability-reporting': { 'reports-accepted': true, contact: { email: 'security@corp.example' } } },
      repository: {
        'accepts-automated-change-request': true,
        security: { tools: [{ name: 'CodeQL', type: 'SAST', integration: { ci: true } }] },
      },
    })
    expect(writeYaml(draftInsights(factsOf({})))).toContain('TO BE FILLED IN')
  })
})

const OLD = `header:
  schema-version: 1.0.0
  expiration-date: '2027-01-01T01:00:00.000Z'
  last-updated: '2026-01-01'
  last-reviewed: '2026-01-01'
  project-url: https://host.example/o/n
  license: https://host.example/o/n/LICENSE
project-lifecycle:
  status: active
  bug-fixes-only: false
  core-maintainers: [github:someone]
contribution-policy:
  accepts-pull-requests: true
  accepts-automated-pull-requests: true
security-artifacts:
  self-assessment:
    self-assessment-created: false
    comment: planned
security-testing:
- tool-type: sast
  tool-name: CodeQL
  tool-version: latest
  integration: { ad-hoc: false, ci: true, before-release: false }
vulnerability-reporting:
  accepts-vulnerability-reports: true
  security-policy: https://host.example/o/n/SECURITY.md
`

describe('exports', () => {
  const results = judgeStandard(CATALOGUE, FINDINGS, { linkOf: ({ path }) => `https://host.example/${path}` })

  it('OSCAL has a finding only for what is decided, and equal identifiers for equal input', () => {
    const text = writeOscal(CATALOGUE, results, SUBJECT)
    expect(writeOscal(CATALOGUE, results, SUBJECT)).toBe(text)
    const [result] = (
      JSON.parse(text) as {
        'assessment-results': {
          results: { observations: { uuid: string }[]; findings: { target: { 'target-id': string; status: { state: string } } }[] }[]
        }
      }
    )['assessment-results'].results
    expect(result?.observations).toHaveLength(3)
    expect(result?.findings.map(({ target }) => [target['target-id'], target.status.state])).toEqual([
      ['osps-ac-01.02', 'satisfied'],
      ['osps-qa-01.01', 'satisfied'],
    ])
    for (const { uuid } of result?.observations ?? [])
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('Gemara gives a control its worst requirement', () => {
    const log = readYaml(writeGemara(CATALOGUE, results, SUBJECT))[0] as {
      result: string
      evaluations: { control: Record<string, string>; result: string; 'assessment-logs': { result: string; steps: string[] }[] }[]
    }
    expect(log.result).toBe('Needs Review')
    expect(log.evaluations.map(({ control, result }) => [control['entry-id'], result])).toEqual([
      ['OSPS-AC-01', 'Needs Review'],
      ['OSPS-QA-01', 'Passed'],
    ])
    expect(log.evaluations[0]?.['assessment-logs'].map(({ steps }) => steps)).toEqual([['questionnaire'], ['probe hasTests']])
  })
})

describe('writeYaml', () => {
  it('reads back as it was', () => {
    const json = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }).filter((value) => typeof value === 'object' && value !== null)
    fc.assert(
      fc.property(json, (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value))
        expect(readYaml(writeYaml(plain), { maxDepth: 200 })[0]).toEqual(plain)
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})
