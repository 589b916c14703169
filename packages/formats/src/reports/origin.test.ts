import type { Finding, ScanReport, Step } from '@cupel/model'
import { describe, expect, it } from 'vitest'
import { explainFindings, findingsAbout } from './explain/explain-finding.ts'
import cyclonedx from './cyclonedx.ts'
import github from './github.ts'
import html from './html.ts'
import json from './json.ts'
import junit from './junit.ts'
import markdown from './markdown.ts'
import { SAMPLE_REPORT } from './sample/sample-report.ts'
import sarif from './sarif.ts'
import table from './table.ts'

const STEP: Step = {
  id: 'origin',
  title: 'somebody trusted vouches for pkg:npm/left@1.0.0',
  outcome: 'failed',
  steps: [
    {
      id: 'digest',
      title: 'sha512 0123… is vouched for',
      outcome: 'failed',
      code: 'signer-mismatch',
      reason: 'the signer is not ci',
      expected: 'ci@acme.example',
      found: '<eve>',
      steps: [],
    },
    { id: 'word', title: 'the registry agrees', outcome: 'passed', steps: [] },
  ],
}
const [FIRST] = SAMPLE_REPORT.findings
const FINDING: Finding = {
  ...(FIRST as Finding),
  id: 'f'.repeat(20),
  kind: 'provenance',
  severity: 'high',
  advisory: {
    id: 'provenance-wrong',
    aliases: [],
    summary: 'the signer is not ci; found <eve>',
    published: '',
    modified: '',
    cvss: [],
    cwes: [],
    kev: null,
    epss: null,
  },
  component: 'pkg:npm/left@1.0.0',
  match: { by: 'trust-rule', text: 'rule left of trust.toml' },
  fixedVersions: [],
  upgrade: null,
  state: 'open',
  stateReason: null,
  rank: { score: 40, reasons: ['severity high, counted as 8.0 (+32)'] },
  provenance: { rules: ['left'], digests: ['sha512:0123'], evidence: ['evidence/left.json'], remedy: 'do not install it', step: STEP },
}
const REPORT: ScanReport = {
  ...SAMPLE_REPORT,
  components: [{ ...SAMPLE_REPORT.components[0]!, purl: 'pkg:npm/left@1.0.0', name: 'left', version: '1.0.0' }],
  graphs: [],
  findings: [FINDING],
  problems: [],
  provenance: {
    policy: 'trust.toml',
    root: 'Sigstore public good, as shipped',
    rootDate: '2026-01-01',
    evidence: 3,
    covered: 4,
    trusted: 3,
    uncovered: 2,
  },
  verdict: { outcome: 'fail', exitCode: 1, reasons: ['the origin of 1 component is not as the trust policy asks: 1 wrong'] },
}

describe('a finding about origin', () => {
  it('as a table', () => {
    expect(table.write(REPORT, { width: 100 })).toMatchInlineSnapshot(`
      "left 1.0.0  npm · dev
        high  provenance-wrong  the signer is not ci; found <eve>
        at requirements.txt:3
        → do not install it

      folder examples/shop: 1 file read · 1 not understood · 1 entry skipped on purpose · 3 components
      built-in starter set of 4,321 records up to 2026-08-20, KEV 2026-08-19, EPSS 2026-08-19
      origin by trust.toml: 3 of 4 components vouched for; no rule speaks of 2 other components, trust
      root Sigstore public good, as shipped of 2026-01-01
      ▲ only the built-in starter set: most advisories are not in it; run cupel db sync

      FAIL  the origin of 1 component is not as the trust policy asks: 1 wrong
      next: left 1.0.0: do not install it; cupel explain provenance-wrong TARGET shows what was checked
      "
    `)
  })

  it('explained', () => {
    expect(explainFindings(findingsAbout(REPORT, 'provenance-wrong'), { width: 100 })).toMatchInlineSnapshot(`
      "provenance-wrong in left 1.0.0
      the signer is not ci; found <eve>
        severity       high
        needed for     dev
        place          requirements.txt:3
        rank           40.0 of 100
                       severity high, counted as 8.0 (+32)
        state          open
        rule           rule left of trust.toml
        digest         sha512:0123
        evidence       evidence/left.json
        checked        FAIL somebody trusted vouches for pkg:npm/left@1.0.0
                       FAIL sha512 0123… is vouched for: the signer is not ci; expected ci@acme.example;
                       found <eve>
        way out        do not install it
      "
    `)
  })

  it.each([
    ['JSON', json, ['"kind":"provenance"', '"by":"trust-rule"', '"digests":[', '"provenance":0', '"uncovered":2', '"found":"<eve>"']],
    [
      'SARIF',
      sarif,
      [
        '"id": "provenance-wrong"',
        '"name": "UntrustedOrigin"',
        'does not come from where rule left of trust.toml asks',
        'FAIL sha512 0123… is vouched for',
      ],
    ],
    ['JUnit', junit, ['<failure type="provenance"', 'do not install it', '&lt;eve&gt;']],
    [
      'Markdown',
      markdown,
      ['- Origin: origin by trust.toml: 3 of 4 components vouched for; no rule speaks of 2 other components', 'do not install it'],
    ],
    ['HTML', html, ['<dt>Checked</dt>', 'sha512:0123', 'origin by trust.toml: 3 of 4', '&lt;eve&gt;']],
    ['GitHub', github, ['title=provenance-wrong in left', 'do not install it']],
    ['CycloneDX', cyclonedx, ['"name": "cupel:origin"', 'provenance-wrong (open): the signer is not ci']],
  ])('in %s', (_, format, wanted) => {
    const text = format.write(REPORT, {})
    for (const one of wanted) expect(text).toContain(one)
  })

  it('is no vulnerability in CycloneDX, and has no advisory to link to in SARIF', () => {
    expect(JSON.parse(cyclonedx.write(REPORT, {}))).not.toHaveProperty('vulnerabilities.0')
    expect(sarif.write(REPORT, {})).not.toContain('helpUri')
  })
})
