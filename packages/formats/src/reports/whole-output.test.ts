import { describe, expect, it } from 'vitest'
import github from './github.ts'
import junit from './junit.ts'
import markdown from './markdown.ts'
import { SAMPLE_REPORT } from './sample/sample-report.ts'
import sarif from './sarif.ts'
import table from './table.ts'

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

      folder examples/shop: 1 file read · 1 not understood · 1 entry skipped on purpose · 3 components
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

      folder examples/shop: 1 file read - 1 not understood - 1
      entry skipped on purpose - 3 components
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
      <testsuites name="cupel examples/shop" tests="8" failures="3" errors="2" skipped="2">
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
        <testsuite name="cupel problems" tests="3" failures="0" errors="2" skipped="0">
          <testcase classname="cupel.problem" name="unsupported-version at old/pnpm-lock.yaml:1"><error type="unsupported-version" message="lockfileVersion 99 is not known">lockfileVersion 99 is not known
      update cupel</error></testcase>
          <testcase classname="cupel.problem" name="version-uncomparable"><system-out>one range of GHSA-x could not be evaluated</system-out></testcase>
          <testcase classname="cupel.verdict" name="fail"><error type="verdict" message="1 malicious package; 2 open vulnerabilities: 1 critical, 1 unknown"/></testcase>
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
