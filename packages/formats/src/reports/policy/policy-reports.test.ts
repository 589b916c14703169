import type { PolicyReport, ScanReport } from '@cupel/model'
import { describe, expect, it } from 'vitest'
import { REPORT_FORMATS } from '../../reports.gen.ts'
import { SAMPLE_REPORT } from '../sample/sample-report.ts'
import { policyHtml } from './policy-html.ts'
import { policyJson } from './policy-json.ts'
import { policyMarkdown } from './policy-markdown.ts'
import { policyText } from './policy-text.ts'

const HOSTILE = '\u001b[31m\u202e<script>alert(1)</script>]]>--> | `x` @everyone ::error::'

function policy(text: string): PolicyReport {
  const result = { subject: text, name: text, message: text, deciding: [{ expression: text, value: text }] }
  return {
    packs: [
      {
        id: text,
        title: text,
        version: text,
        source: text,
        digest: `sha256:${'0'.repeat(64)}`,
        parameters: { text },
        outcome: 'fail',
        rules: [
          {
            id: text,
            title: text,
            severity: 'high',
            subject: 'component',
            outcome: 'fail',
            counts: { pass: 1, fail: 1, unknown: 1, notApplicable: 0, excepted: 1 },
            remediation: text,
            mappings: { [text]: [text] },
            source: text,
            line: 3,
            results: [
              { ...result, outcome: 'fail', missing: [], evidence: [{ field: text, value: text, places: [{ path: text, line: 2 }] }] },
              { ...result, outcome: 'unknown', missing: [text], evidence: [] },
              {
                ...result,
                outcome: 'fail',
                missing: [],
                evidence: [],
                exception: { owner: text, reason: text, expires: '2030-01-31', source: text, line: 9 },
              },
            ],
          },
        ],
        disabled: [{ id: text, reason: text, source: text, line: 1 }],
        notes: [text],
      },
    ],
    outcome: 'fail',
    summary: { pass: 0, fail: 1, unknown: 0, notApplicable: 0, excepted: 1 },
  }
}

const FORMATS: readonly (readonly [string, (report: PolicyReport) => string | Promise<string>])[] = [
  ['text', (report) => policyText(report, { all: true })],
  ['markdown', policyMarkdown],
  ['html page', (report) => policyHtml([{ name: HOSTILE, policy: report }])],
  ['json', (report) => policyJson([{ name: 'x', source: 'x', policy: report }], '0')],
  ...REPORT_FORMATS.map(
    ({ id, load }) =>
      [id, async (report: PolicyReport) => (await load()).write({ ...SAMPLE_REPORT, policy: report } satisfies ScanReport, {})] as const,
  ),
]

describe('what packs say', () => {
  it.each(FORMATS)('is harmless as %s, whatever the texts', async (name, write) => {
    const text = await write(policy(HOSTILE))
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    if (name.includes('html')) expect(text).not.toContain('<script>alert')
    if (name === 'junit') expect(text).not.toMatch(/]]>-->/)
  })

  it('is short where there is much', () => {
    const [pack] = policy('a').packs
    const [rule] = pack?.rules ?? []
    if (pack === undefined || rule === undefined) throw new Error('the sample has a rule')
    const results = Array.from({ length: 2000 }, () => rule.results[0] as (typeof rule.results)[number])
    const many: PolicyReport = { ...policy('a'), packs: [{ ...pack, rules: [{ ...rule, results }] }] }
    expect(policyMarkdown(many).length).toBeLessThan(20_000)
    expect(policyText(many).split('\n').length).toBeLessThan(20)
  })

  it('reads so', () => {
    expect(policyText(policy('a'), { width: 80, unicode: false })).toMatchInlineSnapshot(`
      "Policy a a: not kept (1 not kept, 1 exception)
        not kept  a (high): a
          a
          a: not known: a
          -> a
        Excepted
          a for a (not kept): a; a, until 2030-01-31 (a:9)
          a is switched off: a (a:1)
          a
      "
    `)
    expect(policyMarkdown(policy('a'))).toMatchInlineSnapshot(`
      "## ❌ Policy a a: not kept

      a: 1 not kept, 1 exception. \`sha256:000000000000\`

      | | Rule | Severity | What | Place |
      |---|---|---|---|---|
      | ❌ | \`a\` | high | a | \`a:2\` |
      | ⚠️ | \`a\` | high | not known: a |  |

      <details>
      <summary>What to do, and why</summary>

      - \`a\`: a
        - because a is a; a = a (a:2)
        - a a

      </details>

      **Excepted**

      - a for a (not kept): a; a, until 2030-01-31 (a:9)
      - a is switched off: a (a:1)
      - a"
    `)
  })
})
