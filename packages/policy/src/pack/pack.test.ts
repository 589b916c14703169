import type { Component, Finding, Problem } from '@cupel/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyOverlay } from './apply-overlay.ts'
import { evaluatePack } from './evaluate-pack.ts'
import { lintPack } from './lint-pack.ts'
import { modelReference } from './model-reference.ts'
import { PackInvalid } from './pack-invalid.ts'
import { NO_EVIDENCE } from './policy-input.ts'
import type { PolicyInput, ScannedPart } from './policy-input.ts'
import { policySubjects } from './policy-subjects.ts'
import { isOverlay, readOverlay } from './read-overlay.ts'
import { readPack } from './read-pack.ts'
import { splitMessage } from './split-message.ts'
import { testPack } from './test-pack.ts'

const NOW = new Date('2030-06-01T00:00:00Z')

const PACK = `policy: 1
id: own
title: Own rules
version: 1.2.3
model: ">=1.0 <2.0"
parameters:
  least: { type: double, default: 7.0, about: least score }
rules:
  - id: no-high
    title: Nothing above the score
    severity: high
    subject: finding
    when: finding.counts
    assert: finding.score < params.least
    message: \${finding.advisory} has \${finding.score}, in \${component.name}
    remediation: Upgrade.
    mappings: { ssdf: [RV.2.2] }
  - id: licensed
    title: A licence is known
    severity: medium
    subject: component
    assert: component.licences.exists(l, l == "MIT")
    message: \${component.name} is not under MIT
    remediation: Ask.
tests:
  - { rule: no-high, name: low, given: { finding: { counts: true, score: 1.0 } }, expect: pass }
`

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

function faults(read: () => unknown): readonly string[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof PackInvalid) return error.faults.map(({ line, column, message }) => `${line}:${column} ${message}`)
    throw error
  }
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

describe('readPack', () => {
  it('finds nothing wrong with what is right, and keeps its tests', () => {
    const pack = readPack(PACK, 'own.yaml', { tests: true })
    expect(testPack(pack)).toEqual({
      results: [{ rule: 'no-high', name: 'low', line: 26, expected: 'pass', found: 'pass', ok: true, deciding: [], missing: [] }],
      untested: [
        { rule: 'no-high', outcomes: ['fail', 'unknown'] },
        { rule: 'licensed', outcomes: ['pass', 'fail', 'unknown'] },
      ],
    })
    expect(readPack(PACK, 'own.yaml').digest).toBe(pack.digest)
  })

  it.each([
    ['finding.score', 'finding.scor', ['14:13 finding has no field "scor"']],
    ['params.least', 'params.lest', ['14:29 params has no field "lest"']],
    ['finding.score < params.least', 'finding.score', ['14:13 this must be bool, not double']],
    ['finding.counts', 'finding.counts &&', ['13:28 expected an expression, found the end']],
    ['severity: high', 'severity: hgih', ['11:15 severity is one of critical, high, medium, low, info']],
    ['subject: finding', 'subject: findings', ['12:14 subject is one of component, finding, project, assessment, provenance']],
    [
      'remediation: Upgrade.',
      'remediaton: Upgrade.',
      ['9:5 a rule needs remediation', '16:5 unknown key "remediaton" in a rule; did you mean "remediation"?'],
    ],
    ['default: 7.0', 'default: seven', ['7:35 parameter least: this is no double']],
    ['version: 1.2.3', 'version: 1.2', ['4:10 the version of a pack is three numbers, such as 1.0.0']],
    ['">=1.0 <2.0"', '">=2.0"', ['5:9 the pack is written for another model; this is 1.0']],
    ['id: licensed', 'id: no-high', ['9:3 there are two rules "no-high"']],
    ['policy: 1', 'policy: 2', ['1:9 a policy pack starts with policy: 1']],
    ['${finding.score}', '${finding.score', ['15:14 the message has "${" without its "}"']],
    ['${finding.score}', '${finding.nothing}', ['15:40 finding has no field "nothing"']],
    ['finding.score <', 'finding.advisory.matches("(") && finding.score <', ['14:38 not a pattern of RE2']],
    ['expect: pass', 'expect: passes', ['26:91 expect is one of pass, fail, unknown, not-applicable']],
    ['rule: no-high, name', 'rule: no-hihg, name', ['26:13 there is no rule "no-hihg"']],
    ['score: 1.0', 'score: high', ['26:74 this is no double']],
    ['score: 1.0', 'scores: 1.0', ['26:67 a finding has no field "scores"']],
  ])('%s → %s', (from, to, wanted) => {
    const text = PACK.replace(from, () => to)
    expect(faults(() => readPack(text, 'own.yaml', { tests: true }))).toEqual(wanted)
  })

  it('refuses what may cost more than an evaluation has', () => {
    const costly = PACK.replace(
      'finding.score <',
      'project.components.all(c, project.components.all(d, d.findings.all(f, f.counts))) && finding.score <',
    )
    expect(faults(() => readPack(costly, 'own.yaml'))).toEqual([expect.stringMatching(/^14:13 it may take \d+ steps/)])
  })

  it('finds the line of what is wrong in an expression over several lines', () => {
    const text = PACK.replace(
      'assert: finding.score < params.least',
      'assert: |\n      finding.score < params.least &&\n        finding.scor > 1.0',
    )
    expect(faults(() => readPack(text, 'own.yaml'))).toEqual(['16:9 finding has no field "scor"'])
  })

  it.each([
    '',
    '- a',
    'a: &a [*a]',
    'policy: 1',
    'rules: 1',
    'rules: [1, {}]',
    '\u0000',
    'parameters: {a: 1}\nrules: [{mappings: 1}]',
    `${'['.repeat(1000)}`,
  ])('refuses %j in words', (text) => {
    expect(faults(() => readPack(text, 'x')).length).toBeGreaterThan(0)
  })

  it('throws nothing else for any change of its text', () => {
    fc.assert(
      fc.property(
        fc.nat(PACK.length),
        fc.nat(12),
        fc.constantFrom('', ':', '"', '{', '}', '[', '\n', '  ', '- ', '${', '&a ', '*a', '#', '\t', "'"),
        (at, length, piece) => {
          const text = PACK.slice(0, at) + piece + PACK.slice(at + length)
          faults(() => readPack(text, 'x', { tests: true }))
        },
      ),
      { seed: 1, numRuns: 400 },
    )
  })
})

describe('readOverlay', () => {
  it.each([
    ['overlay: 1\nof: own\nparameters: { lest: 1.0 }', ['3:21 there is no parameter "lest"; did you mean "least"?']],
    ['overlay: 1\nof: own\nparameters: { least: high }', ['3:22 parameter least: this is no double']],
    [
      'overlay: 1\nof: own\nrules: [{ rule: no-hihg, disable: true, reason: r }]',
      ['3:1 there is no rule "no-hihg"; did you mean "no-high"?'],
    ],
    ['overlay: 1\nof: own\nrules: [{ rule: no-high, disable: true }]', ['3:9 a change needs reason']],
    ['overlay: 1\nof: own\nrules: [{ rule: no-high, reason: r }]', ['3:9 a change says severity, or disable: true']],
    [
      'overlay: 1\nof: own\nexceptions: [{ rule: no-high, subject: a, reason: r, expires: 2030-02-30 }]',
      ['3:63 expires is a date as 2030-01-31', '3:14 an exception needs owner'],
    ],
    ['overlay: 1\n', ['1:1 an overlay needs of: the packs that it changes']],
    ['overlay: 1\nof: own@sha256:12', ['2:5 a digest is sha256: and 64 digits']],
  ])('%j', (text, wanted) => {
    expect(isOverlay(text)).toBe(true)
    expect(faults(() => applyOverlay([readPack(PACK, 'own.yaml')], readOverlay(text, 'o.yaml')))).toEqual(wanted)
  })
})

describe('lintPack', () => {
  function lint(from: string, to: string): readonly string[] {
    const pack = readPack(
      PACK.replace(from, () => to),
      'own.yaml',
      { tests: true },
    )
    return lintPack(pack, { now: NOW }).flatMap(({ id, line, column, message }) =>
      id === 'untested' ? [] : [`${line}:${column} ${id}: ${message}`],
    )
  }

  it.each([
    ['finding.counts', 'finding.counts || true', ['13:29 constant: rule no-high: this is always true']],
    [
      'finding.counts',
      'finding.severity in ["hihg"]',
      [
        '13:32 impossible-value: rule no-high: severity is never "hihg"; it is one of critical, high, medium, low, none',
        '26:1 test-failed: test "low" of no-high expects pass and gets unknown',
      ],
    ],
    ['finding.score < params.least', 'finding.score < 7.0', ['7:1 parameter-unused: no rule reads params.least']],
    ['RV.2.2', 'RV.2.9', ['9:1 mapping: rule no-high: ssdf has no "RV.2.9"; did you mean "RV.2.1"?']],
    [
      'ssdf:',
      'sdf:',
      ['9:1 mapping: rule no-high: mappings to "sdf" are not known; there are osps-baseline, ssdf, slsa, s2c2f, cra-annex-i'],
    ],
    ['expect: pass', 'expect: fail', ['26:1 test-failed: test "low" of no-high expects fail and gets pass']],
    [
      'tests:',
      'exceptions:\n  - { rule: no-high, subject: "**", owner: o, reason: r, expires: 2020-01-01 }\ntests:',
      [
        '26:1 exception-expired: the exception from no-high ended on 2020-01-01; ask o to renew it, or remove it',
        '26:1 exception-wide: the exception from no-high is for everything; disable the rule by an overlay, with a reason',
      ],
    ],
  ])('%s → %s', (from, to, wanted) => {
    const found = lint(from, to)
    expect(found).toEqual(wanted)
  })
})

it('cuts messages at their expressions', () => {
  expect(splitMessage('a ${b} c')).toEqual(['a ', { expression: 'b', at: 4 }, ' c'])
  expect(splitMessage('${{"a": "}"}.a}')).toEqual([{ expression: '{"a": "}"}.a', at: 2 }])
  expect(splitMessage('${a')).toBe(null)
})

it('the reference names every record and says when a field is unknown', () => {
  expect(modelReference()).toContain('### component')
  expect(modelReference()).toContain('| `licences` | list(string) |')
})
