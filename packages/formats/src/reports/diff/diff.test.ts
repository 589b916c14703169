import type { Component, Finding, ScanReport } from '@cupel/model'
import { describe, expect, it } from 'vitest'
import { SAMPLE_REPORT } from '../sample/sample-report.ts'
import { diffJson } from './diff-json.ts'
import { diffMarkdown } from './diff-markdown.ts'
import { diffReports } from './diff-reports.ts'
import { diffText } from './diff-text.ts'
import type { SpreadFinding } from './match-findings.ts'

const [crypto, lodash, evil] = SAMPLE_REPORT.components as [Component, Component, Component]
const [malware, pollution, , timing] = SAMPLE_REPORT.findings as [Finding, Finding, Finding, Finding]

function report(components: readonly Component[], findings: readonly Finding[]): ScanReport {
  return { ...SAMPLE_REPORT, components, findings }
}

describe('diffReports', () => {
  const upgraded = { ...lodash, purl: 'pkg:npm/lodash@4.17.12', version: '4.17.12' }
  const before = report([crypto, lodash], [pollution, { ...timing, state: 'open', stateReason: null }])
  const after = report([upgraded, evil], [malware, { ...pollution, component: upgraded.purl }, timing])
  const diff = diffReports(before, after)

  it('is empty for the same report', () => {
    const same = diffReports(SAMPLE_REPORT, SAMPLE_REPORT)
    expect(same.components).toEqual({ added: [], removed: [], changed: [] })
    expect([same.findings.added.length, same.findings.resolved.length, same.findings.unchanged.length]).toEqual([0, 0, 3])
    expect(same.indexChanged).toBe(false)
  })

  it('sees an upgrade as one change and a finding that stays as unchanged', () => {
    expect(diff.components.changed).toEqual([{ package: 'pkg:npm/lodash', name: 'lodash', removed: ['4.17.11'], added: ['4.17.12'] }])
    expect(diff.components.added.map((one) => one.name)).toEqual(['evil-pkg'])
    expect(diff.components.removed.map((one) => one.package)).toEqual(['pkg:npm/%40acme/crypto'])
    expect(diff.findings.added.map((one) => one.id)).toEqual(['f0e1'])
    expect(diff.findings.unchanged.map((one) => one.component)).toEqual(['pkg:npm/lodash@4.17.12'])
    expect(diff.findings.resolved.map((one) => [one.finding.id, one.how])).toEqual([['f0e4', 'waived']])
  })

  it.each([
    ['a second vulnerable version beside the first', ['1 a'], ['1 a', '2 a'], ['2'], [], []],
    ['a version that takes the place of another', ['1 a'], ['2 a'], [], [], []],
    ['one of two that came is new where one left: the one in another file', ['1 a'], ['2 b', '3 a'], ['2'], [], []],
    ['one of two that came is new where one left', ['1 a'], ['2 b', '3 c'], ['3'], [], []],
    ['two left, one came', ['1 a', '2 b'], ['3 b'], [], ['1'], []],
    ['one of two left', ['1 a', '2 a'], ['2 a'], [], ['1'], []],
    ['a downgrade to a version that was there already', ['1 a', '2 b'], ['1 a b'], [], ['2'], ['1: b']],
    ['the same version in one more file', ['1 a'], ['1 a b'], [], [], ['1: b']],
    ['the same version in another file', ['1 a'], ['1 b'], [], [], []],
    ['nothing', ['1 a b'], ['1 a b'], [], [], []],
  ])('%s', (_, was, is, added, resolved, spread) => {
    const side = (copies: readonly string[]): ScanReport => {
      const findings = copies.map((copy) => {
        const [version = '', ...paths] = copy.split(' ')
        const locations = paths.map((path) => ({ path, by: 'x', kind: 'lock' as const }))
        return { ...pollution, id: `f${version}`, component: `pkg:npm/lodash@${version}`, locations }
      })
      return report(
        findings.map(({ component, locations }) => ({ ...lodash, purl: component, version: component.slice(15), evidence: locations })),
        findings,
      )
    }
    const { findings } = diffReports(side(was), side(is))
    const versions = (list: readonly Finding[]): readonly string[] => list.map((one) => one.component.slice(15))
    expect(versions(findings.added)).toEqual(added)
    expect(versions(findings.resolved.map((one) => one.finding))).toEqual(resolved)
    expect(findings.spread.map((one) => `${one.finding.component.slice(15)}: ${one.paths.join()}`)).toEqual(spread)
  })

  it('a known version that nobody waives any more is new', () => {
    const waived = { ...pollution, state: 'waived' as const }
    const kept = { ...pollution, component: 'pkg:npm/lodash@4.0.0' }
    const both = [lodash, { ...lodash, purl: kept.component, version: '4.0.0' }]
    const { added } = diffReports(report(both, [waived, kept]), report([lodash], [pollution])).findings
    expect(added.map((one) => one.component)).toEqual([pollution.component])
  })

  it('follows an advisory that changed its first id', () => {
    const renamed = { ...pollution, advisory: { ...pollution.advisory, id: 'CVE-2019-10744', aliases: [] } }
    expect(diffReports(report([lodash], [pollution]), report([lodash], [renamed])).findings.added).toEqual([])
  })

  it('is written as text, Markdown and JSON', () => {
    expect(diffText(diff, { width: 80 })).toMatchInlineSnapshot(`
      "New findings (1)
        + MAL-2024-0001 in evil-pkg 1.0 (malware)
          Malicious code <script>alert(1)</script> in evil-pkg
          \\u{1b}[31m\\u{202e}::error::
          → remove this package and treat what it could read as leaked

      Resolved findings (1)
        - GHSA-dddd-eeee-ffff in @acme/crypto 2.0.0 (medium 6.3, EPSS <0.1%): waived

      Components
        + evil-pkg 1.0
        - @acme/crypto 2.0.0
        ~ lodash 4.17.11 → 4.17.12

      1 new finding, 1 resolved, 1 unchanged; 1 package added, 1 removed, 1 changed
      "
    `)
    const [spread] = diff.findings.unchanged.map((finding) => ({ finding, paths: ['a', 'b', 'c', 'd`e'] }))
    const more = { ...diff, findings: { ...diff.findings, spread: [spread as SpreadFinding] } }
    expect(diffText(more, { width: 90 })).toContain('Known findings in more files (1)')
    expect(diffText(more, { width: 120 })).toContain('a, b, c and 1 more')
    expect(diffMarkdown(more)).toContain('1 known in more files')
    expect(diffMarkdown(diff)).toMatchInlineSnapshot(`
      "# cupel: ❌ 1 new

      1 new finding, 1 resolved, 1 unchanged; 1 package added, 1 removed, 1 changed.

      | Severity | Package | Advisory | Exploited | Way out |
      | --- | --- | --- | --- | --- |
      | **malware** | \`evil-pkg 1.0\` | \`MAL-2024-0001\` |  | remove this package and treat what it could read as leaked |

      <details>
      <summary>1 resolved</summary>

      - \`GHSA-dddd-eeee-ffff\` in \`@acme/crypto 2.0.0\`: waived

      </details>

      <details>
      <summary>3 packages changed</summary>

      - added \`evil-pkg\` \`1.0\`
      - removed \`@acme/crypto\` \`2.0.0\`
      - \`lodash\` \`4.17.11\` → \`4.17.12\`

      </details>
      "
    `)
    expect(Object.keys(JSON.parse(diffJson(diff)) as object)).toEqual([
      'schemaVersion',
      'before',
      'after',
      'components',
      'findings',
      'indexChanged',
    ])
  })
})
