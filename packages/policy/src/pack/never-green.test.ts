import type { AssessmentReport, Component, Finding, PolicyRuleReport, Problem, VerificationItem, VerificationReport } from '@cupel/model'
import { describe, expect, it } from 'vitest'
import { evaluatePack } from './evaluate-pack.ts'
import { NO_EVIDENCE } from './policy-input.ts'
import type { PolicyInput, ScannedPart } from './policy-input.ts'
import { policySubjects } from './policy-subjects.ts'
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
  licenses: ['MIT'],
  hashes: [{ algorithm: 'sha512', value: 'aa' }],
}
const FINDING: Finding = {
  id: 'f1',
  kind: 'vulnerability',
  severity: 'high',
  advisory: { id: 'GHSA-1', aliases: [], summary: '', published: '', modified: '', cvss: [], cwes: [], kev: null, epss: null },
  component: COMPONENT.purl,
  match: { by: 'range', text: '' },
  fixedVersions: [],
  upgrade: null,
  scopes: ['runtime'],
  direct: true,
  paths: [],
  locations: [],
  state: 'open',
  stateReason: null,
  rank: { score: 50, reasons: [] },
}
const SCAN: ScannedPart = {
  target: { kind: 'folder', name: 'shop', digest: '' },
  index: {
    kind: 'full',
    digest: '',
    modified: '2030-05-31T00:00:00Z',
    records: 1,
    ecosystems: [{ name: 'npm', records: 1, modified: '2030-05-30T00:00:00Z' }],
    kev: '2030-05-31',
    epss: '',
  },
  components: [COMPONENT],
  graphs: [],
  findings: [],
  problems: [],
}
const problem = (code: Problem['code'], effect: Problem['effect'] = 'incomplete', detail = ''): Problem => ({
  code,
  effect,
  path: '',
  detail,
  by: ['ecosystem-not-covered', 'version-uncomparable', 'version-unpinned'].includes(code) ? 'match' : 'scan',
})
const with_ = (changes: Partial<ScannedPart>): ScannedPart => ({ ...SCAN, ...changes })

const STARTER = with_({ index: { ...SCAN.index, kind: 'starter' } })
const UNREAD = with_({ problems: [problem('malformed')] })
const UNMATCHED = with_({
  components: [COMPONENT, { ...COMPONENT, purl: 'pkg:cargo/c@1', ecosystem: 'crates.io' }],
  problems: [problem('ecosystem-not-covered')],
})
const UNCOMPARED = with_({ problems: [problem('version-uncomparable')] })
const ONLY_MALWARE = with_({ problems: [problem('left-out', 'note', '3 findings left out by --only malware')] })

/** One rule, what it says, and why not when it does not know. */
function ask(subject: string, assert: string, input: Partial<PolicyInput> = {}, more = ''): PolicyRuleReport {
  const text = `policy: 1
id: own
title: t
version: 1.0.0
model: "1.0"
rules:
  - { id: r, title: t, severity: high, subject: ${subject}, assert: ${JSON.stringify(assert)}, message: m, remediation: r }
${more}`
  const report = evaluatePack(readPack(text, 'own.yaml'), policySubjects({ scan: SCAN, ...NO_EVIDENCE, ...input }), { now: NOW })
  return report.rules[0] as PolicyRuleReport
}

describe('a list of which a part was not seen', () => {
  it.each([
    ['component', 'component.licences.all(l, l == "MIT")', UNREAD],
    ['component', 'component.pinned', with_({ components: [], problems: [problem('malformed')] })],
    ['project', 'project.components.all(c, c.pinned)', UNREAD],
    ['project', 'project.components.size() < 10', UNREAD],
    ['project', 'project.components.filter(c, !c.pinned).size() == 0', UNREAD],
    ['project', '!project.components.exists(c, c.type == "cargo")', UNREAD],
    ['project', '!(project.components[0] in project.components.filter(c, c.type == "cargo"))', UNREAD],
    ['project', 'project.components != []', UNREAD],
    ['project', '(project.components + project.components).size() < 10', UNREAD],
    ...[STARTER, UNREAD, UNMATCHED, UNCOMPARED, ONLY_MALWARE].flatMap((scan) => [
      ['project', 'project.findings.all(f, !f.counts)', scan] as const,
      ['project', 'project.findings.size() == 0', scan] as const,
      ['project', 'project.findings == []', scan] as const,
      ['project', 'size(project.findings.map(f, f.id)) == 0', scan] as const,
      ['finding', 'finding.kind != "malware"', scan] as const,
    ]),
    ...[
      'project.components.map(c, c.findings) != [[]]',
      '!([] in project.components.map(c, c.findings))',
      'project.components.transformMap(i, c, c.findings) != {0: []}',
      '![optional.of(project.components.map(c, c.findings))].exists(o, o == optional.of([[]]))',
    ].map((assert) => ['project', assert, STARTER] as const),
    ['component', 'component.findings.size() == 0', STARTER],
    ['component', 'component.findings.all(f, !f.counts)', UNMATCHED],
    ['component', 'component.findings.all(f, !f.counts)', UNCOMPARED],
    ['component', 'component.findings.size() == 0', ONLY_MALWARE],
    [
      'component',
      'component.findings.size() == 0',
      with_({ components: [{ ...COMPONENT, version: '' }], problems: [problem('version-unpinned')] }),
    ],
  ] as const)('of a %s: %s is not passed', (subject, assert, scan) => {
    expect(ask(subject, assert, { scan }).outcome).toBe('unknown')
  })

  it('still fails what is seen to be wrong, and holds what one of it shows', () => {
    const scan = { ...STARTER, findings: [FINDING], problems: [problem('malformed')] }
    expect(ask('project', 'project.findings.all(f, !f.counts)', { scan }).outcome).toBe('fail')
    expect(ask('project', 'project.components.exists(c, c.name == "a")', { scan }).outcome).toBe('pass')
    expect(ask('component', 'component.findings.all(f, f.severity == "low")', { scan }).outcome).toBe('fail')
    expect(ask('project', 'project.components.size() == 1 && project.findings.size() == 0').outcome).toBe('pass')
    expect(ask('component', 'component.findings.size() == 0').outcome).toBe('pass')
  })

  it('inside another list is known to differ where what was seen differs', () => {
    const scan = { ...STARTER, findings: [FINDING] }
    expect(ask('project', 'project.components.map(c, c.findings) == [[]]', { scan }).outcome).toBe('fail')
    expect(ask('project', 'project.components.map(c, c.findings) != []', { scan }).outcome).toBe('pass')
    expect(ask('project', 'project.components.map(c, c.findings) == [project.findings.filter(f, false)]').outcome).toBe('pass')
  })

  it('holds the same finding wherever it is met', () => {
    const scan = { ...SCAN, findings: [FINDING, { ...FINDING, id: 'f2' }] }
    expect(ask('finding', 'finding in component.findings && finding in project.findings', { scan }).counts.pass).toBe(2)
    expect(ask('finding', '!(finding in component.findings)', { scan }).outcome).toBe('fail')
    expect(ask('project', 'project.findings == project.components[0].findings', { scan }).outcome).toBe('pass')
    expect(ask('project', 'project.findings[0] == project.findings[1]', { scan }).outcome).toBe('fail')
  })

  it('of components of other ecosystems says nothing of those that were matched', () => {
    expect(ask('component', 'component.findings.size() == 0', { scan: UNMATCHED }).counts).toMatchObject({ pass: 1, unknown: 1 })
    // What was not matched was read: its licence is known.
    expect(ask('component', 'component.licences.size() > 0', { scan: UNMATCHED }).outcome).toBe('pass')
    const named = with_({
      components: UNMATCHED.components,
      problems: [problem('version-uncomparable', 'incomplete', '"a": no version; undecided: GHSA-1')],
    })
    expect(
      ask('component', 'component.findings.size() == 0', {
        scan: { ...named, components: [COMPONENT, { ...COMPONENT, purl: 'pkg:npm/b@1', name: 'b' }] },
      }).counts,
    ).toMatchObject({ pass: 1, unknown: 1 })
  })
})

describe('an exception', () => {
  const except = (subject: string): string => `exceptions: [{ rule: r, subject: "${subject}", owner: o, reason: r, expires: 2030-12-31 }]\n`

  it.each(['*', '**', 'un* findings', '***'])('for %s is none for what nobody has seen', (subject) => {
    expect(ask('finding', 'finding.kind != "malware"', { scan: STARTER }, except(subject)).outcome).toBe('unknown')
    expect(ask('assessment', 'assessment.score > 5.0', {}, except(subject)).outcome).toBe('unknown')
  })

  it('that names it is', () => {
    expect(ask('finding', 'finding.kind != "malware"', { scan: STARTER }, except('unseen findings')).outcome).toBe('pass')
    expect(ask('assessment', 'assessment.score > 5.0', {}, except('assessment')).outcome).toBe('pass')
  })
})

describe('exploitation', () => {
  it('that the data tells nothing of has no due day that is none', () => {
    const scan = { ...SCAN, findings: [FINDING] }
    const assert = '!finding.due.hasValue() || finding.due.value() > now'
    expect(ask('finding', assert, { scan }).outcome).toBe('pass')
    expect(ask('finding', assert, { scan: { ...scan, index: { ...SCAN.index, kev: '' } } }).outcome).toBe('unknown')
  })
})

describe('verifications', () => {
  const item = (more: Partial<VerificationItem> = {}): VerificationItem => ({
    subject: COMPONENT.purl,
    kind: 'npm-package',
    digests: { sha512: 'aa' },
    outcome: 'verified',
    signers: [],
    times: [],
    vouchedBy: [],
    step: { id: 'x', title: 'x', outcome: 'passed', steps: [] },
    ...more,
  })
  const verified = (items: readonly VerificationItem[], problems: readonly Problem[] = []) => ({
    verifications: [{ source: 'v.json', report: { items, problems } as unknown as VerificationReport }],
  })
  const ALL = 'project.provenance.all(p, p.verified)'

  it('of nothing, or with something that was not verified, show nothing of everything', () => {
    expect(ask('project', ALL, verified([item()])).outcome).toBe('pass')
    expect(ask('project', ALL, verified([])).outcome).toBe('unknown')
    expect(ask('provenance', 'provenance.verified', verified([])).outcome).toBe('unknown')
    expect(ask('project', ALL, verified([item()], [problem('unreadable')])).outcome).toBe('unknown')
    expect(ask('provenance', 'provenance.verified', verified([item()], [problem('unreadable')])).outcome).toBe('unknown')
    expect(ask('provenance', 'provenance.verified', verified([item({ outcome: 'refused' })], [problem('unreadable')])).outcome).toBe('fail')
  })

  it('of other bytes under the same name are none of the component', () => {
    const assert = 'component.provenance.exists(p, p.verified)'
    expect(ask('component', assert, verified([item()])).outcome).toBe('pass')
    expect(ask('component', assert, verified([item({ digests: {} })])).outcome).toBe('pass')
    const twoHashes = {
      ...SCAN,
      components: [{ ...COMPONENT, hashes: [...COMPONENT.hashes, { algorithm: 'sha1', value: '11' } as const] }],
    }
    for (const [digests, scan] of [
      [{ sha512: 'bb' }, SCAN],
      [{ sha256: 'bb' }, SCAN],
      [{ sha1: '11', sha512: 'bb' }, twoHashes],
    ] as const) {
      expect(ask('component', assert, { scan, ...verified([item({ digests })]) }).results[0]).toMatchObject({
        outcome: 'unknown',
        missing: ['a verification of the bytes of pkg:npm/a@1.0.0 that are used here; there is one that is not shown to be of them'],
      })
    }
    const unpinned = { ...SCAN, components: [{ ...COMPONENT, hashes: [] }] }
    expect(ask('component', assert, { scan: unpinned, ...verified([item()]) }).outcome).toBe('pass')
  })
})

describe('assessments', () => {
  const assessed = (name: string, score: number, asOf: string, more: Partial<AssessmentReport> = {}) => ({
    source: `${name}.json`,
    report: {
      asOf,
      project: { name, url: `https://example.org/${name}`, commit: '' },
      score,
      checks: [],
      standards: [],
      slsa: [],
      claims: [],
      criticality: [],
      memorySafety: null,
      problems: [],
      ...more,
    } as unknown as AssessmentReport,
  })
  const GOOD = 'project.assessment.score >= 7.0'

  it('of two projects are not those of the scanned one', () => {
    const [good, bad] = [assessed('x', 9, '2030-05-01T00:00:00Z'), assessed('y', 1, '2030-05-02T00:00:00Z')]
    expect(ask('project', GOOD, { assessments: [good] }).outcome).toBe('pass')
    for (const assessments of [
      [good, bad],
      [bad, good],
    ])
      expect(ask('project', GOOD, { assessments }).outcome).toBe('unknown')
  })

  it('of components only are none of the project', () => {
    const assessments = [assessed(COMPONENT.purl, 9, '2030-05-01T00:00:00Z')]
    const { counts } = ask('assessment', 'assessment.score >= 7.0', { assessments })
    expect(counts).toMatchObject({ pass: 1, unknown: 1 })
    expect(ask('component', 'component.assessment.score >= 7.0', { assessments }).outcome).toBe('pass')
  })

  it('of one project count by the newest', () => {
    const [old, young] = [assessed('x', 9, '2029-05-01T00:00:00Z'), assessed('x', 1, '2030-05-02T00:00:00Z')]
    for (const assessments of [
      [old, young],
      [young, old],
    ])
      expect(ask('project', GOOD, { assessments }).outcome).toBe('fail')
  })

  it('without any check or standard show nothing of all of them', () => {
    const assessments = [assessed('x', 9, '2030-05-01T00:00:00Z')]
    expect(ask('assessment', 'assessment.checks.all(id, assessment.checks[id].score >= 5.0)', { assessments }).outcome).toBe('unknown')
    expect(ask('assessment', 'assessment.standards.all(id, assessment.standards[id].reached != "")', { assessments }).outcome).toBe(
      'unknown',
    )
  })
})

describe('what is not known', () => {
  it.each([
    'component.deprecated || false',
    '!(component.deprecated && true)',
    '[true, false].all(x, x || component.deprecated)',
    '![true].exists(x, x && component.deprecated)',
    'component.deprecated ? true : true',
    'has(component.published)',
    'component.?published.hasValue()',
    '!component.?published.hasValue()',
    'component.?published.orValue(now) <= now',
    'optional.of(component.deprecated).hasValue()',
    '[component.deprecated].size() == 1',
    '{"a": component.deprecated}.size() == 1',
    'type(component.deprecated) == bool',
    'cel.bind(d, component.deprecated, !d || d)',
    'component.deprecated == component.deprecated',
    'string(component.repository) != "x"',
    '"%s".format([component.repository]) != ""',
    'component.repository.matches(".*")',
    'component.provenance.size() >= 0',
    '!(component.repository in ["https://bad.example"])',
    'component.deprecated in [true, false]',
    'project.assessment.checks.all(id, true)',
    '1 / 0 == 1 || component.deprecated',
    'project.assessment.?checks.hasValue()',
    'days(9223372036854775807) > days(1) || component.deprecated',
  ])('%s is not passed', (assert) => {
    expect(ask('component', assert).outcome).toBe('unknown')
  })
})
