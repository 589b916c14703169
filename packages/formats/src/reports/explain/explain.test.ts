import { describe, expect, it } from 'vitest'
import { SAMPLE_REPORT } from '../sample/sample-report.ts'
import { explainFindings, findingsAbout } from './explain-finding.ts'
import { componentsNamed, explainWhy } from './explain-why.ts'

describe('explain', () => {
  it.each([
    ['cve-2019-10744', 1],
    ['GHSA-jf85-cpcp-j695', 1],
    ['f0e1', 1],
    ['pkg:npm/lodash@4.17.11', 2],
    ['lodash', 0],
  ])('finds what %s names', (name, count) => {
    expect(findingsAbout(SAMPLE_REPORT, name).length).toBe(count)
  })

  it('tells all that is known', () => {
    expect(explainFindings(findingsAbout(SAMPLE_REPORT, 'CVE-2019-10744'), { width: 80 })).toMatchInlineSnapshot(`
      "GHSA-jf85-cpcp-j695 in lodash 4.17.11
      Prototype pollution in lodash | \`defaultsDeep\`
        severity       critical 9.1
        also known as  CVE-2019-10744
        matched        version 4.17.11 by >=0 <4.17.12 (range)
        exploited      known exploited since 2022-01-10, by ransomware (CISA KEV)
                       probability in the next 30 days 97.12%, higher than 99.91% of
                       all (EPSS)
        scored         CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H = 9.1
        weakness       CWE-1321, CWE-20
        published      2019-07-10
        needed for     runtime, dev, transitive
        path           shop › @acme/crypto 2.0.0 › lodash 4.17.11
        place          web/package-lock.json:41:5
                       tools/ü b#1/yarn.lock:7
        rank           91.4 of 100
                       known exploited since 2022-01-10 (+40)
                       CVSS 9.1 (+36.4)
        state          open
        fixed in       4.17.12
        way out        upgrade to 4.17.21
      "
    `)
    expect(explainFindings(findingsAbout(SAMPLE_REPORT, 'CVE-2023-0002'), { width: 60, unicode: false })).toMatchInlineSnapshot(`
      "GHSA-dddd-eeee-ffff in @acme/crypto 2.0.0
      Timing side channel
        severity       medium 6.3
        also known as  CVE-2023-0002
        matched        version 2.0.0 by >=0 <4.17.12 (range)
        exploited      probability in the next 30 days 0.04%,
                       higher than 11.00% of all (EPSS)
        scored         CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:L/VI:N
                       /VA:N/SC:N/SI:N/SA:N = 6.3
        weakness       CWE-208
        published      2023-02-01
        needed for     runtime, direct
        path           shop > @acme/crypto 2.0.0
        place          web/package-lock.json:20:5
        rank           33.0 of 100
                       CVSS 6.3 (+25.2)
        state          waived
                       "Only used for <checksums>", team-shop
                       until 2030-01-01 (waiver, cupel.toml:4)
        fixed in       2.0.1, 3.0.0
        way out        upgrade to 3.0.0
      "
    `)
  })
})

describe('why', () => {
  it.each(['lodash', 'lodash@4.17.11', 'pkg:npm/lodash', 'pkg:npm/lodash@4.17.11'])('finds %s', (name) => {
    expect(componentsNamed(SAMPLE_REPORT.components, name).map((one) => one.purl)).toEqual(['pkg:npm/lodash@4.17.11'])
  })

  it('tells places and paths', () => {
    const answers = componentsNamed(SAMPLE_REPORT.components, 'lodash').map((component) => ({
      component,
      paths: SAMPLE_REPORT.findings[1]?.paths ?? [],
      findings: SAMPLE_REPORT.findings,
    }))
    expect(explainWhy(answers, { width: 80 })).toMatchInlineSnapshot(`
      "lodash 4.17.11  transitive, runtime, dev
        at web/package-lock.json:41:5 (lock, package-lock)
        at tools/ü b#1/yarn.lock:7 (lock, yarn)
        via shop › @acme/crypto 2.0.0 › lodash 4.17.11
        1 open finding: GHSA-jf85-cpcp-j695 (critical 9.1)
      "
    `)
  })
})
