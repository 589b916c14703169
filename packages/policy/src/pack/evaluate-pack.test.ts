import type { Component, Finding, Problem } from '@cupel/model'
import { describe, expect, it } from 'vitest'
import { applyOverlay } from './apply-overlay.ts'
import { evaluatePack } from './evaluate-pack.ts'
import { PACK } from './pack-sample.ts'
import { NO_EVIDENCE } from './policy-input.ts'
import type { PolicyInput, ScannedPart } from './policy-input.ts'
import { policySubjects } from './policy-subjects.ts'
import { readOverlay } from './read-overlay.ts'
import { readPack } from './read-pack.ts'

const NOW = new Date('2030-06-01T00:00:00Z')

const COMPONENT: Component = {
  purl: 'pkg:npm/a@1.0.0',
  name: 'a',
  version: '1.0.0',
  ecosystem: 'npm',
  scopes: ['runtime'],
  direct: true,
  evidence: [{ path: 'package-lock.json', line: 7, by: 'package-lock', kind: 'lock' }],
  licenses: ['ISC'],
  hashes: [],
}

const FINDING: Finding = {
  id: 'f1',
  kind: 'vulnerability',
  severity: 'critical',
  advisory: {
    id: 'GHSA-1',
    aliases: ['CVE-2030-1'],
    summary: '',
    published: '2030-01-01T00:00:00Z',
    modified: '',
    cvss: [{ version: '3.1', vector: '', score: 9.8 }],
    cwes: [],
    kev: null,
    epss: null,
  },
  component: COMPONENT.purl,
  match: { by: 'range', text: '' },
  fixedVersions: ['1.0.1'],
  upgrade: '1.0.1',
  scopes: ['runtime'],
  direct: true,
  paths: [],
  locations: [{ path: 'package-lock.json', line: 7, by: 'package-lock', kind: 'lock' }],
  state: 'open',
  stateReason: null,
  rank: { score: 50, reasons: [] },
}

const SCAN: ScannedPart = {
  target: { kind: 'folder', name: 'shop', digest: '' },
  index: { kind: 'full', digest: '', modified: '2030-05-31T00:00:00Z', records: 1, ecosystems: [], kev: '2030-05-31', epss: '' },
  components: [COMPONENT, { ...COMPONENT, purl: 'pkg:npm/b@2.0.0', name: 'b', version: '2.0.0', licenses: [] }],
  graphs: [],
  findings: [
    FINDING,
    { ...FINDING, id: 'f2', advisory: { ...FINDING.advisory, id: 'GHSA-2', cvss: [] } },
    { ...FINDING, id: 'f3', state: 'waived' },
  ],
  problems: [],
}

function ask(text: string, input: Partial<PolicyInput> = {}, overlay = '') {
  const pack = readPack(text, 'own.yaml')
  const packs = overlay === '' ? [pack] : applyOverlay([pack], readOverlay(overlay, 'overlay.yaml'))
  return evaluatePack(packs[0] ?? pack, policySubjects({ scan: SCAN, ...NO_EVIDENCE, ...input }), { now: NOW })
}

describe('evaluatePack', () => {
  it('says of every subject what is shown, and of the rest that it is unknown', () => {
    const { outcome, rules } = ask(PACK)
    expect(outcome).toBe('fail')
    expect(rules.map(({ id, outcome: one, counts }) => [id, one, counts])).toEqual([
      ['no-high', 'fail', { pass: 0, fail: 1, unknown: 1, notApplicable: 1, excepted: 0 }],
      ['licensed', 'fail', { pass: 0, fail: 1, unknown: 1, notApplicable: 0, excepted: 0 }],
    ])
    expect(rules[0]?.results).toEqual([
      {
        subject: 'GHSA-1 pkg:npm/a@1.0.0',
        name: 'GHSA-1 in pkg:npm/a@1.0.0',
        outcome: 'fail',
        message: 'GHSA-1 has 9.8, in a',
        missing: [],
        deciding: [{ expression: 'finding.score < params.least', value: 'false' }],
        evidence: [
          { field: 'finding.score', value: '9.8', places: [{ path: 'package-lock.json', line: 7 }] },
          { field: 'params.least', value: '7', places: [] },
        ],
      },
      {
        subject: 'GHSA-2 pkg:npm/a@1.0.0',
        name: 'GHSA-2 in pkg:npm/a@1.0.0',
        outcome: 'unknown',
        message: 'GHSA-2 has unknown, in a',
        missing: ['a CVSS score of GHSA-2'],
        deciding: [{ expression: 'finding.score < params.least', value: 'unknown' }],
        evidence: [
          { field: 'finding.score', value: 'unknown', places: [{ path: 'package-lock.json', line: 7 }] },
          { field: 'params.least', value: '7', places: [] },
        ],
      },
    ])
  })

  it('lists and explains what is kept when asked to, and counts the same', () => {
    const text = PACK.replace('l == "MIT"', 'l == "ISC"')
    const subjects = policySubjects({ scan: SCAN, ...NO_EVIDENCE })
    const [plain, told] = [false, true].map((passed) => evaluatePack(readPack(text, 'own.yaml'), subjects, { now: NOW, passed }).rules[1])
    expect(plain?.counts).toEqual({ pass: 1, fail: 0, unknown: 1, notApplicable: 0, excepted: 0 })
    expect(told?.counts).toEqual(plain?.counts)
    expect(plain?.results.map(({ outcome }) => outcome)).toEqual(['unknown'])
    expect(told?.results[0]).toMatchObject({
      subject: 'pkg:npm/a@1.0.0',
      outcome: 'pass',
      deciding: [{ expression: 'l == "ISC"', value: 'true' }],
      evidence: [{ field: 'component.licences', value: '["ISC"]', places: [{ path: 'package-lock.json', line: 7 }] }],
    })
  })

  it('knows nothing without a scan, and does not pass', () => {
    const { outcome, rules } = ask(PACK, { scan: null })
    expect(outcome).toBe('unknown')
    expect(rules.map(({ results }) => results.map(({ missing }) => missing))).toEqual([[['a scan']], [['a scan']]])
  })

  it('is unknown about findings that nobody looked for', () => {
    const problem: Problem = { code: 'malformed', effect: 'incomplete', path: 'x', detail: '' }
    for (const scan of [
      { ...SCAN, findings: [], index: { ...SCAN.index, kind: 'starter' as const } },
      { ...SCAN, findings: [], problems: [problem] },
    ]) {
      expect(ask(PACK, { scan }).rules[0]).toMatchObject({ outcome: 'unknown', counts: { unknown: 1 } })
    }
    expect(ask(PACK, { scan: { ...SCAN, findings: [] } }).rules[0]?.outcome).toBe('not-applicable')
  })

  it('lets an exception stand until its day, and tells of it', () => {
    const exceptions = (expires: string, subject = '* pkg:npm/a@1.0.0'): string => `overlay: 1
of: own
exceptions:
  - { rule: no-high, subject: "${subject}", owner: team-a, reason: not reachable, expires: ${expires} }
  - { rule: licensed, subject: "pkg:npm/**", owner: team-a, reason: asked, expires: 2030-12-31 }
`
    const held = ask(PACK, {}, exceptions('2030-06-01'))
    expect(held).toMatchObject({ outcome: 'pass', notes: [] })
    expect(held.rules[0]).toMatchObject({ outcome: 'pass', counts: { excepted: 2, fail: 0, unknown: 0 } })
    expect(held.rules[0]?.results[0]?.exception).toEqual({
      owner: 'team-a',
      reason: 'not reachable',
      expires: '2030-06-01',
      source: 'overlay.yaml',
      line: 4,
    })
    const ended = ask(PACK, {}, exceptions('2030-05-31'))
    expect(ended.outcome).toBe('fail')
    expect(ended.notes).toEqual([
      'overlay.yaml:4: the exception from no-high for * pkg:npm/a@1.0.0 ended on 2030-05-31 and no longer applies; mend it, or ask team-a to renew it',
    ])
    expect(ask(PACK, {}, exceptions('2030-12-31', 'GHSA-9 *')).notes).toEqual([
      'overlay.yaml:4: the exception from no-high for GHSA-9 * matches nothing; remove it',
    ])
  })

  it('takes parameters, severities and what is switched off from an overlay', () => {
    const changed = ask(
      PACK,
      {},
      `overlay: 1
of: own
parameters: { least: 10.0 }
rules:
  - { rule: no-high, severity: info, reason: told only }
  - { rule: licensed, disable: true, reason: another tool does it }
`,
    )
    expect(changed).toMatchObject({
      outcome: 'not-applicable',
      parameters: { least: 10 },
      disabled: [{ id: 'licensed', reason: 'another tool does it', source: 'overlay.yaml', line: 6 }],
      notes: ['no-high is info instead of high: told only (overlay.yaml:5)'],
    })
    expect(changed.rules.map(({ id, severity, outcome }) => [id, severity, outcome])).toEqual([['no-high', 'info', 'unknown']])
    expect(changed.digest).not.toBe(ask(PACK).digest)
  })

  it('gives no rule more steps than there are', () => {
    const pack = readPack(PACK, 'own.yaml')
    const report = evaluatePack(pack, policySubjects({ scan: SCAN, ...NO_EVIDENCE }), { now: NOW, steps: 1 })
    expect(report.outcome).toBe('unknown')
    expect(report.rules[0]?.results[0]?.missing).toEqual([
      'the rule could not be evaluated: error: the expression needs more steps than it may use',
    ])
  })

  it('uses facts, assessments and verifications where they belong', () => {
    const rules = `policy: 1
id: facts
title: Facts
version: 1.0.0
model: "1.0"
rules:
  - id: old
    title: t
    severity: low
    subject: component
    assert: now - component.published > days(7)
    message: "\${component.published}"
    remediation: r
`
    const facts = new Map([[COMPONENT.purl, { published: '2030-05-30T00:00:00Z', source: 'facts.json' }]])
    const [rule] = ask(rules, { facts }).rules
    expect(rule?.results.map(({ outcome, message, missing }) => [outcome, message, missing])).toEqual([
      ['fail', '2030-05-30', []],
      ['unknown', 'unknown', ['when pkg:npm/b@2.0.0 was published']],
    ])
  })
})
