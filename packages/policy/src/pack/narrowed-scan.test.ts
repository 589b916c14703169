import type { Component, PolicyPackReport, Problem } from '@cupel/model'
import { expect, it } from 'vitest'
import { applyOverlay } from './apply-overlay.ts'
import { evaluatePack } from './evaluate-pack.ts'
import { NO_EVIDENCE } from './policy-input.ts'
import type { ScannedPart } from './policy-input.ts'
import { policyReport } from './policy-report.ts'
import { policySubjects } from './policy-subjects.ts'
import { readOverlay } from './read-overlay.ts'
import { readPack } from './read-pack.ts'

const COMPONENT: Component = {
  purl: 'pkg:npm/a@1.0.0',
  name: 'a',
  version: '1.0.0',
  ecosystem: 'npm',
  scopes: ['runtime'],
  direct: true,
  evidence: [],
  licenses: ['MIT'],
  hashes: [],
}
const DEVELOPMENT = '2 components needed only for development and tests left out'
const ECOSYSTEMS = '1 component of other ecosystems than npm left out'
const PATHS = 'paths that fit "old/" left out'

function note(detail: string, by: string | null = 'scan'): Problem {
  return { code: 'left-out', effect: 'note', path: '', detail, ...(by !== null && { by }) }
}

function scanWith(problems: readonly Problem[], ecosystems: ScannedPart['index']['ecosystems'] = []): ScannedPart {
  return {
    target: { kind: 'folder', name: 'shop', digest: '' },
    index: { kind: 'full', digest: '', modified: '2030-05-31T00:00:00Z', records: 1, ecosystems, kev: '2030-05-30', epss: '' },
    components: [COMPONENT],
    graphs: [{ path: 'p', projects: [{ name: 'shop', version: '', path: 'p', licenses: ['MIT'] }], components: [], edges: [] }],
    findings: [],
    problems,
  }
}

function judged(rule: string, scan: ScannedPart, more = ''): PolicyPackReport {
  const text = `policy: 1\nid: own\ntitle: t\nversion: 1.0.0\nmodel: "1.0"\nrules:\n  - { id: r, title: t, severity: high, message: m, remediation: r, ${rule} }\n${more}`
  return evaluatePack(readPack(text, 'own.yaml'), policySubjects({ scan, ...NO_EVIDENCE }), { now: new Date('2030-06-01T00:00:00Z') })
}

it.each([
  ['subject: component, assert: component.pinned', [DEVELOPMENT], 'unknown'],
  ['subject: component, assert: component.pinned', [ECOSYSTEMS], 'unknown'],
  ['subject: component, assert: component.pinned', [PATHS], 'unknown'],
  ['subject: component, assert: component.pinned', ['something of a later version of cupel'], 'unknown'],
  ['subject: component, assert: component.pinned', ['2 findings left out by --only malware'], 'pass'],
  ['subject: component, when: "!component.development", assert: component.pinned', [DEVELOPMENT], 'pass'],
  ['subject: component, when: "!component.development", assert: component.pinned', [PATHS], 'unknown'],
  ['subject: component, when: component.development, assert: "false"', [DEVELOPMENT], 'fail'],
  ['subject: finding, assert: finding.kind != "malware"', [DEVELOPMENT], 'unknown'],
  ['subject: finding, assert: finding.kind != "malware"', [ECOSYSTEMS], 'unknown'],
  ['subject: finding, assert: finding.kind != "malware"', [PATHS], 'unknown'],
  ['subject: finding, when: finding.counts && !component.development, assert: "false"', [DEVELOPMENT], 'not-applicable'],
  ['subject: project, assert: project.complete', [PATHS], 'pass'],
  ['subject: project, assert: project.left_out.size() == 0', [PATHS], 'fail'],
  ['subject: project, assert: project.left_out.size() == 0', ['2 findings left out by --only malware'], 'fail'],
  ['subject: project, assert: project.left_out.size() == 0', [], 'pass'],
  ['subject: project, assert: "project.components.all(c, c.pinned)"', [DEVELOPMENT], 'unknown'],
  ['subject: project, assert: "project.components.size() == 1"', [ECOSYSTEMS], 'unknown'],
  ['subject: project, assert: "project.components.exists(c, c.pinned)"', [ECOSYSTEMS], 'pass'],
  ['subject: project, assert: "project.findings.size() == 0"', [DEVELOPMENT], 'unknown'],
  ['subject: project, assert: "project.licences.all(l, l == \'MIT\')"', [PATHS], 'unknown'],
  ['subject: project, assert: "project.licences.all(l, l == \'MIT\')"', [ECOSYSTEMS], 'pass'],
])('%s, where %j: %s', (rule, details, outcome) => {
  expect(judged(rule, scanWith(details.map((one) => note(one)))).outcome).toBe(outcome)
})

it('is seen in stored problems too, which say no longer whose they are', () => {
  const outcome = (detail: string) => judged('subject: component, assert: component.pinned', scanWith([note(detail, null)])).outcome
  expect([DEVELOPMENT, ECOSYSTEMS, PATHS].map(outcome)).toEqual(['unknown', 'unknown', 'unknown'])
  expect(outcome('1 container image is named, and not looked into')).toBe('pass')
})

it('is told with every verdict, and only an exception that names the part is one for it', () => {
  const scan = scanWith([note(DEVELOPMENT)])
  const except = (subject: string): string => `exceptions: [{ rule: r, subject: "${subject}", owner: o, reason: r, expires: 2030-12-31 }]\n`
  const rule = 'subject: component, assert: component.pinned'
  expect(judged(rule, scan, except('**')).outcome).toBe('unknown')
  const report = judged(rule, scan, except('left-out components: development'))
  expect(report).toMatchObject({ outcome: 'pass', notes: [`asked about a part only: ${DEVELOPMENT}`] })
  const subjects = policySubjects({ scan, ...NO_EVIDENCE })
  expect(policyReport([report], subjects.leftOut).leftOut).toEqual([DEVELOPMENT])
  expect(policyReport([report])).not.toHaveProperty('leftOut')
})

it('is accepted for all rules at once by an exception that says so, and nothing else is', () => {
  const except = (subject: string): string =>
    `exceptions: [{ rule: "*", subject: "${subject}", owner: o, reason: r, expires: 2030-12-31 }]\n`
  const rule = 'subject: component, assert: component.pinned'
  const parts = [note(DEVELOPMENT), note(PATHS)]
  expect(judged(rule, scanWith(parts), except('left-out components: paths')).rules[0]?.counts).toMatchObject({
    pass: 1,
    unknown: 1,
    excepted: 1,
  })
  expect(judged(rule, scanWith(parts.slice(1)), except('left-out components: paths')).outcome).toBe('pass')
  expect(judged(rule, scanWith(parts.slice(1)), except('left-out findings: paths')).outcome).toBe('unknown')
  for (const subject of ['**', 'unseen components', 'left-out components: *', 'pkg:npm/a@1.0.0']) {
    expect(() => judged(rule, scanWith(parts), except(subject))).toThrow(/the rule "\*" is for what the scan was told to leave out/)
  }
  const overlay = `overlay: 1\nof: own\n${except('left-out components: paths')}`
  const pack = readPack(
    `policy: 1\nid: own\ntitle: t\nversion: 1.0.0\nmodel: "1.0"\nrules:\n  - { id: r, title: t, severity: high, message: m, remediation: r, ${rule} }\n`,
    'own',
  )
  const [overlaid] = applyOverlay([pack], readOverlay(overlay, 'overlay'))
  expect(overlaid?.exceptions).toHaveLength(1)
})

it('advisory data is as old as the ecosystem in use that was fetched the longest ago', () => {
  const data = (more: object) => [
    { name: 'npm', records: 1, modified: '2029-01-01T00:00:00Z', ...more },
    { name: 'CRAN', records: 1, modified: '' },
  ]
  const rule = 'subject: project, assert: "project.data.used.all(e, now - project.data.synced[e] < days(7))"'
  expect(judged(rule, scanWith([], data({ synced: '2030-05-31T00:00:00Z' }))).outcome).toBe('pass')
  expect(judged(rule, scanWith([], data({ synced: '2030-01-01T00:00:00Z' }))).outcome).toBe('fail')
  expect(judged(rule, scanWith([], data({}))).outcome).toBe('unknown')
  const newest = 'subject: project, assert: "project.data.newest.all(e, t, now - t < days(10000))"'
  expect(judged(newest, scanWith([], data({}))).outcome).toBe('unknown')
  expect(judged('subject: project, assert: now - project.data.kev_date < days(7)', scanWith([])).outcome).toBe('pass')
  expect(judged('subject: project, assert: now - project.data.epss_date < days(7)', scanWith([])).outcome).toBe('unknown')
})
