import type { ScanReport } from '@cupel/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readXml } from '../xml.ts'
import type { ReportFormat } from '../report-format.ts'
import github from './github.ts'
import html from './html.ts'
import json from './json.ts'
import junit from './junit.ts'
import markdown from './markdown.ts'
import { SAMPLE_REPORT } from './sample/sample-report.ts'
import sarif from './sarif.ts'
import table from './table.ts'

const FORMATS: readonly ReportFormat[] = [github, html, json, junit, markdown, sarif, table]
// oxlint-disable-next-line no-control-regex -- what must not be there
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u
const EMPTY: ScanReport = {
  ...SAMPLE_REPORT,
  coverage: [],
  components: [],
  graphs: [],
  findings: [],
  problems: [],
  summary: { ...SAMPLE_REPORT.summary, files: 0, components: 0, findings: 0, problems: 0, knownExploited: 0 },
  verdict: { outcome: 'unknown', exitCode: 3, reasons: [] },
}

describe('the whole output for a result that has one of everything', () => {
  it('table, 100 columns', () => {
    expect(table.write(SAMPLE_REPORT, {})).toMatchInlineSnapshot(`
      "evil-pkg 1.0  PyPI · dev
        malware  MAL-2024-0001  Malicious code <script>alert(1)</script> in evil-pkg \\u{1b}[31m\\u{202e}::…
        at requirements.txt:3
        → remove this package and treat what it could read as leaked

      lodash 4.17.11  npm · transitive · runtime+dev
        critical 9.1  GHSA-jf85-cpcp-j695  KEV ransomware EPSS 97.1%  fixed 4.17.12  Prototype pollution …
        at web/package-lock.json:41:5, tools/ü b#1/yarn.lock:7
        via shop › @acme/crypto 2.0.0 › lodash 4.17.11
        → upgrade to 4.17.21

      @acme/crypto 2.0.0  npm · direct · runtime
        unknown  GHSA-aaaa-bbbb-cccc  no fix
        at web/package-lock.json:20:5
        via shop › @acme/crypto 2.0.0
        → no fixed version known

      Ignored (2)
        waived  GHSA-dddd-eeee-ffff in @acme/crypto 2.0.0 (medium 6.3)
          “Only used for <checksums>”, team-shop until 2030-01-01 (waiver, cupel.toml:4)
        not-affected  GHSA-gggg-hhhh-iiii in lodash 4.17.11 (low 1.8)
          vulnerable_code_not_in_execute_path: “The function is never called”, Acme (openvex,
          vex/lodash.json:9)

      Problems (1 of 2 lower the verdict)
        ▲ old/pnpm-lock.yaml:1  lockfileVersion 99 is not known
          → update cupel
        note one range of GHSA-x could not be evaluated

      1 file read · 1 not understood · 1 entry skipped on purpose · 3 components
      built-in starter set of 4,321 records up to 2026-08-20, KEV 2026-08-19, EPSS 2026-08-19
      ▲ only the built-in starter set: most advisories are not in it; run cupel db sync

      FAIL  1 malicious package; 2 open vulnerabilities: 1 critical, 1 unknown
      next: remove evil-pkg 1.0 and change every secret it could have read
      "
    `)
  })
  it('table, 60 columns, ASCII', () => {
    expect(table.write(SAMPLE_REPORT, { width: 60, unicode: false })).toMatchInlineSnapshot(`
      "evil-pkg 1.0  PyPI - dev
        malware  MAL-2024-0001
          Malicious code <script>alert(1)</script> in evil-pkg
          \\u{1b}[31m\\u{202e}::error::
        at requirements.txt:3
        -> remove this package and treat what it could read as
        leaked

      lodash 4.17.11  npm - transitive - runtime+dev
        critical 9.1  GHSA-jf85-cpcp-j695
          KEV ransomware EPSS 97.1% - fixed 4.17.12 - Prototype
          pollution in lodash | \`defaultsDeep\`
        at web/package-lock.json:41:5, tools/\\u{fc} b#1/yarn.lock:7
        via shop > @acme/crypto 2.0.0 > lodash 4.17.11
        -> upgrade to 4.17.21

      @acme/crypto 2.0.0  npm - direct - runtime
        unknown  GHSA-aaaa-bbbb-cccc
          no fix
        at web/package-lock.json:20:5
        via shop > @acme/crypto 2.0.0
        -> no fixed version known

      Ignored (2)
        waived  GHSA-dddd-eeee-ffff in @acme/crypto 2.0.0 (medium
        6.3)
          "Only used for <checksums>", team-shop until 2030-01-01
          (waiver, cupel.toml:4)
        not-affected  GHSA-gggg-hhhh-iiii in lodash 4.17.11 (low
        1.8)
          vulnerable_code_not_in_execute_path: "The function is
          never called", Acme (openvex, vex/lodash.json:9)

      Problems (1 of 2 lower the verdict)
        ! old/pnpm-lock.yaml:1  lockfileVersion 99 is not known
          -> update cupel
        note one range of GHSA-x could not be evaluated

      1 file read - 1 not understood - 1 entry skipped on purpose
      - 3 components
      built-in starter set of 4,321 records up to 2026-08-20, KEV
      2026-08-19, EPSS 2026-08-19
      ! only the built-in starter set: most advisories are not in
      it; run cupel db sync

      FAIL  1 malicious package; 2 open vulnerabilities: 1
      critical, 1 unknown
      next: remove evil-pkg 1.0 and change every secret it could
      have read
      "
    `)
  })
  it('markdown', () => {
    expect(markdown.write(SAMPLE_REPORT, {})).toMatchInlineSnapshot(`
      "# cupel: ❌ fail

      **❌ fail**: 1 malicious package; 2 open vulnerabilities: 1 critical, 1 unknown

      - Target: \`examples/shop\` (folder), 3 components in 2 files
      - Data: built-in starter set of 4,321 records up to 2026-08-20, KEV 2026-08-19, EPSS 2026-08-19
      - ⚠️ Only the built-in starter set answered: “nothing found” would not be a pass. Run \`cupel db sync\`.

      ## Findings

      | Rank | Severity | Package | Advisory | Exploited | Way out | Place |
      | --- | --- | --- | --- | --- | --- | --- |
      | 100.0 | **malware** | \`evil-pkg\` \`1.0\` | \`MAL-2024-0001\` |  | remove this package and treat what it could read as leaked | \`requirements.txt:3\` |
      | 91.4 | critical 9.1 | \`lodash\` \`4.17.11\` | \`GHSA-jf85-cpcp-j695\` | KEV ransomware, EPSS 97.1% | upgrade to 4.17.21 | \`web/package-lock.json:41:5\` |
      | 36.0 | unknown | \`@acme/crypto\` \`2.0.0\` | \`GHSA-aaaa-bbbb-cccc\` |  | no fixed version known | \`web/package-lock.json:20:5\` |

      <details>
      <summary>Details</summary>

      ### MAL-2024-0001 in evil-pkg 1.0

      Malicious code &lt;script&gt;alert(1)&lt;/script&gt; in evil-pkg \\\\u\\{1b\\}\\[31m\\\\u\\{202e\\}::error::

      - Matched by: \`all versions\`
      - Needed for: dev
      - Place: \`requirements.txt:3\`
      - Rank: malicious package: remove it (100)

      ### GHSA-jf85-cpcp-j695 in lodash 4.17.11

      Prototype pollution in lodash \\| \\\`defaultsDeep\\\`

      - Also known as: \`CVE-2019-10744\`
      - Matched by: \`>=0 <4.17.12\`
      - Needed for: runtime, dev, transitive
      - Path: \`shop\` → \`@acme/crypto 2.0.0\` → \`lodash 4.17.11\`
      - Place: \`web/package-lock.json:41:5\`
      - Place: \`tools/ü b#1/yarn.lock:7\`
      - Rank: known exploited since 2022-01-10 (+40)
      - Rank: CVSS 9.1 (+36.4)

      ### GHSA-aaaa-bbbb-cccc in @<!-- -->acme/crypto 2.0.0

      - Also known as: \`CVE-2023-0001\`
      - Matched by: \`2.0.0\`
      - Needed for: runtime, direct
      - Path: \`shop\` → \`@acme/crypto 2.0.0\`
      - Place: \`web/package-lock.json:20:5\`
      - Rank: severity unknown, counted as 7.0 (+28)
      - Rank: direct dependency (+8)

      </details>

      ## Not counted

      | State | Advisory | Package | Severity | Why |
      | --- | --- | --- | --- | --- |
      | waived | \`GHSA-dddd-eeee-ffff\` | \`@acme/crypto 2.0.0\` | medium 6.3 | “Only used for &lt;checksums&gt;”, team-shop until 2030-01-01 (waiver, cupel.toml:4) |
      | not-affected | \`GHSA-gggg-hhhh-iiii\` | \`lodash 4.17.11\` | low 1.8 | vulnerable\\_code\\_not\\_in\\_execute\\_path: “The function is never called”, Acme (openvex, vex/lodash.json:9) |

      ## Problems

      | Effect | Code | Place | What | Hint |
      | --- | --- | --- | --- | --- |
      | incomplete | unsupported-version | \`old/pnpm-lock.yaml:1\` | lockfileVersion 99 is not known | update cupel |
      | note | version-uncomparable |  | one range of GHSA-x could not be evaluated |  |

      _1 of 2 known files read whole, 1 not. Next: remove evil-pkg 1.0 and change every secret it could have read_
      "
    `)
  })
  it('junit', () => {
    expect(junit.write(SAMPLE_REPORT, {})).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="cupel examples/shop" tests="7" failures="3" errors="1" skipped="2">
        <testsuite name="cupel components" tests="5" failures="3" errors="0" skipped="2">
          <testcase classname="cupel.pypi" name="MAL-2024-0001 in evil-pkg 1.0"><failure type="malware" message="malware; remove this package and treat what it could read as leaked">Malicious code &lt;script&gt;alert(1)&lt;/script&gt; in evil-pkg \\u{1b}[31m\\u{202e}::error::
      severity: malware
      remove this package and treat what it could read as leaked
      at requirements.txt:3</failure></testcase>
          <testcase classname="cupel.npm" name="GHSA-jf85-cpcp-j695 in lodash 4.17.11"><failure type="vulnerability" message="critical 9.1, KEV ransomware, EPSS 97.1%; upgrade to 4.17.21">Prototype pollution in lodash | \`defaultsDeep\`
      severity: critical 9.1, KEV ransomware, EPSS 97.1%
      upgrade to 4.17.21
      path: shop &gt; @acme/crypto 2.0.0 &gt; lodash 4.17.11
      at web/package-lock.json:41:5
      at tools/ü b#1/yarn.lock:7</failure></testcase>
          <testcase classname="cupel.npm" name="GHSA-aaaa-bbbb-cccc in @acme/crypto 2.0.0"><failure type="vulnerability" message="unknown; no fixed version known">severity: unknown
      no fixed version known
      path: shop &gt; @acme/crypto 2.0.0
      at web/package-lock.json:20:5</failure></testcase>
          <testcase classname="cupel.npm" name="GHSA-dddd-eeee-ffff in @acme/crypto 2.0.0"><skipped message="waived: “Only used for &lt;checksums&gt;”, team-shop until 2030-01-01 (waiver, cupel.toml:4)"/></testcase>
          <testcase classname="cupel.npm" name="GHSA-gggg-hhhh-iiii in lodash 4.17.11"><skipped message="not-affected: vulnerable_code_not_in_execute_path: “The function is never called”, Acme (openvex, vex/lodash.json:9)"/></testcase>
        </testsuite>
        <testsuite name="cupel problems" tests="2" failures="0" errors="1" skipped="0">
          <testcase classname="cupel.problem" name="unsupported-version at old/pnpm-lock.yaml:1"><error type="unsupported-version" message="lockfileVersion 99 is not known">lockfileVersion 99 is not known
      update cupel</error></testcase>
          <testcase classname="cupel.problem" name="version-uncomparable"><system-out>one range of GHSA-x could not be evaluated</system-out></testcase>
        </testsuite>
      </testsuites>
      <!-- fail; 1 malicious package; 2 open vulnerabilities: 1 critical, 1 unknown -->
      "
    `)
  })
  it('github', () => {
    expect(github.write(SAMPLE_REPORT, {})).toMatchInlineSnapshot(`
      "::error file=requirements.txt,line=3,title=MAL-2024-0001 in evil-pkg::evil-pkg 1.0 (malware): Malicious code <script>alert(1)</script> in evil-pkg \\u{1b}[31m\\u{202e}::error::; remove this package and treat what it could read as leaked
      ::error file=web/package-lock.json,line=41,col=5,title=GHSA-jf85-cpcp-j695 in lodash::lodash 4.17.11 (critical 9.1, KEV ransomware, EPSS 97.1%25): Prototype pollution in lodash | \`defaultsDeep\`; upgrade to 4.17.21
      ::error file=tools/ü b#1/yarn.lock,line=7,title=GHSA-jf85-cpcp-j695 in lodash::lodash 4.17.11 (critical 9.1, KEV ransomware, EPSS 97.1%25): Prototype pollution in lodash | \`defaultsDeep\`; upgrade to 4.17.21
      ::warning file=web/package-lock.json,line=20,col=5,title=GHSA-aaaa-bbbb-cccc in @acme/crypto::@acme/crypto 2.0.0 (unknown); no fixed version known
      ::warning file=old/pnpm-lock.yaml,line=1,title=cupel%3A unsupported-version::lockfileVersion 99 is not known (update cupel)
      ::notice title=cupel%3A version-uncomparable::one range of GHSA-x could not be evaluated
      ::error title=cupel%3A fail::1 malicious package; 2 open vulnerabilities: 1 critical, 1 unknown
      "
    `)
  })
  it('one result of SARIF', () => {
    const log = JSON.parse(sarif.write(SAMPLE_REPORT, {})) as { runs: [{ results: unknown[] }] }
    expect(log.runs[0].results[1]).toMatchInlineSnapshot(`
      {
        "kind": "fail",
        "level": "error",
        "locations": [
          {
            "logicalLocations": [
              {
                "fullyQualifiedName": "pkg:npm/lodash@4.17.11",
                "kind": "package",
              },
            ],
            "physicalLocation": {
              "artifactLocation": {
                "uri": "web/package-lock.json",
                "uriBaseId": "%SRCROOT%",
              },
              "region": {
                "startColumn": 5,
                "startLine": 41,
              },
            },
          },
          {
            "logicalLocations": [
              {
                "fullyQualifiedName": "pkg:npm/lodash@4.17.11",
                "kind": "package",
              },
            ],
            "physicalLocation": {
              "artifactLocation": {
                "uri": "tools/%C3%BC%20b%231/yarn.lock",
                "uriBaseId": "%SRCROOT%",
              },
              "region": {
                "startLine": 7,
              },
            },
          },
        ],
        "message": {
          "text": "lodash 4.17.11 has the known vulnerability GHSA-jf85-cpcp-j695 (critical 9.1, KEV ransomware, EPSS 97.1%): Prototype pollution in lodash | \`defaultsDeep\`. Matched by >=0 <4.17.12; upgrade to 4.17.21.",
        },
        "partialFingerprints": {
          "cupelFinding/v1": "f0e2",
        },
        "properties": {
          "component": "pkg:npm/lodash@4.17.11",
          "direct": false,
          "fixedVersions": [
            "4.17.12",
          ],
          "paths": [
            [
              "shop",
              "pkg:npm/%40acme/crypto@2.0.0",
              "pkg:npm/lodash@4.17.11",
            ],
          ],
          "rankReasons": [
            "known exploited since 2022-01-10 (+40)",
            "CVSS 9.1 (+36.4)",
          ],
          "scopes": [
            "runtime",
            "dev",
          ],
          "state": "open",
          "upgrade": "4.17.21",
        },
        "rank": 91.4,
        "relatedLocations": [
          {
            "id": 1,
            "message": {
              "text": "needed by way of @acme/crypto 2.0.0",
            },
            "physicalLocation": {
              "artifactLocation": {
                "uri": "web/package-lock.json",
                "uriBaseId": "%SRCROOT%",
              },
              "region": {
                "startColumn": 5,
                "startLine": 20,
              },
            },
          },
        ],
        "ruleId": "GHSA-jf85-cpcp-j695",
        "ruleIndex": 1,
        "suppressions": [],
      }
    `)
  })
})

describe('every format', () => {
  it.each(FORMATS.map((one) => [one.id, one] as const))('%s ends with one line feed, is the same twice, and holds nothing raw', (_, format) => {
    for (const report of [SAMPLE_REPORT, EMPTY]) {
      const text = format.write(report, {})
      expect(text.endsWith('\n')).toBe(true)
      expect(text.endsWith('\n\n')).toBe(false)
      expect(format.write(report, {})).toBe(text)
      expect(RAW.exec(text)?.[0].codePointAt(0)).toBeUndefined()
    }
  })

  it('keeps hostile texts in all places harmless', () => {
    const hostile = fc
      .array(fc.constantFrom('\u001b[2J', '\u202e', '\u009b', '\r\n::error::x', '\n##[add-path]x', '<script>', ']]>', '--', '"', "'", '&', '|', '`', '](', '\ud800', '漢字', 'é', '%0A', '\\', ' '), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(hostile, (text) => {
        const report = poisoned(SAMPLE_REPORT, text)
        for (const format of FORMATS) expect(RAW.test(format.write(report, {})), format.id).toBe(false)
        expect(table.write(report, { colour: true }).replaceAll(/\u001b\[[0-9;]*m/g, '')).not.toMatch(RAW)
        expect(JSON.parse(json.write(report, {}))).toEqual(JSON.parse(JSON.stringify(report)))
        expect(readXml(junit.write(report, {})).name).toBe('testsuites')
        for (const line of github.write(report, {}).trimEnd().split('\n')) expect(line).toMatch(/^::(?:error|warning|notice) /)
        for (const line of table.write(report, { width: 60 }).split('\n')) expect(line.trim()).not.toMatch(/^::|##\[/)
        const page = html.write(report, {})
        expect(page.match(/<script/g)?.length).toBe(2)
        expect(page.match(/<\/script/g)?.length).toBe(2)
      }),
      { seed: 1, numRuns: 60 },
    )
  })
})

/** The text in every member that a scanned tree or an advisory decides. */
function poisoned(report: ScanReport, text: string): ScanReport {
  const place = { path: text, line: 1, by: 'x', kind: 'lock' } as const
  return {
    ...report,
    target: { ...report.target, name: text },
    coverage: report.coverage.map((one) => ({ ...one, path: text, formatVersion: text, unknown: [text] })),
    components: report.components.map((one) => ({ ...one, name: text, version: text, licenses: [text], evidence: [place] })),
    findings: report.findings.map((one) => ({
      ...one,
      advisory: { ...one.advisory, id: text, aliases: [text], summary: text, published: text, cwes: [text] },
      component: text,
      match: { ...one.match, text },
      fixedVersions: [text],
      upgrade: one.upgrade === null ? null : text,
      paths: [[text, text]],
      locations: [place],
      stateReason: one.stateReason && { ...one.stateReason, statement: text, author: text, source: text, justification: text },
    })),
    problems: report.problems.map((one) => ({ ...one, path: text, detail: text, hint: text })),
    verdict: { ...report.verdict, reasons: [text] },
  }
}

describe('table', () => {
  it.each([40, 60, 80, 100, 140])('has no line wider than %i columns', (width) => {
    for (const line of table.write(SAMPLE_REPORT, { width }).split('\n')) expect(line.length).toBeLessThanOrEqual(width)
  })

  it('says that the starter set is no pass, and ends with the next step', () => {
    const text = table.write({ ...EMPTY, verdict: { outcome: 'unknown', exitCode: 3, reasons: ['only the starter set'] } }, {})
    expect(text).toContain('only the built-in starter set')
    expect(text.trimEnd().split('\n').at(-1)).toBe('next: run cupel db sync to get all advisories, then scan again')
  })
})

describe('html', () => {
  it('asks nobody for anything', () => {
    const page = html.write(SAMPLE_REPORT, {})
    expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/)
    expect(page).not.toMatch(/\s(?:src|href)="(?!#)/)
    expect(page).not.toMatch(/url\(|@import|\son[a-z]+=/)
  })

  it('carries the whole result as JSON', () => {
    const island = /<script type="application\/json" id="report-data">([\s\S]*?)<\/script>/.exec(html.write(SAMPLE_REPORT, {}))?.[1] ?? ''
    expect(JSON.parse(island)).toEqual(JSON.parse(JSON.stringify(SAMPLE_REPORT)))
  })
})

describe('sarif', () => {
  it('suppresses what a statement closed, with its words and place, and nothing else', () => {
    const { runs } = JSON.parse(sarif.write(SAMPLE_REPORT, {})) as { runs: [{ results: { suppressions: { justification: string }[] }[] }] }
    expect(runs[0].results.map((one) => one.suppressions.length)).toEqual([0, 0, 0, 1, 1])
    expect(runs[0].results[3]?.suppressions[0]?.justification).toBe('“Only used for <checksums>”, team-shop until 2030-01-01 (waiver, cupel.toml:4)')
  })

  it('percent-encodes names and says that an incomplete run did not succeed', () => {
    const text = sarif.write({ ...SAMPLE_REPORT, verdict: { outcome: 'unknown', exitCode: 3, reasons: [] } }, {})
    expect(text).toContain('"uri": "tools/%C3%BC%20b%231/yarn.lock"')
    expect(text).toContain('"executionSuccessful": false')
  })
})
