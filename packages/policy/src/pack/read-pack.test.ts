import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyOverlay } from './apply-overlay.ts'
import { lintPack } from './lint-pack.ts'
import { modelReference } from './model-reference.ts'
import { faults, PACK } from './pack-sample.ts'
import { isOverlay, readOverlay } from './read-overlay.ts'
import { readPack } from './read-pack.ts'
import { ruleReads } from './rule-reads.ts'
import { splitMessage } from './split-message.ts'
import { testPack } from './test-pack.ts'

const NOW = new Date('2030-06-01T00:00:00Z')

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
    [
      'component.licences.exists(l, l == "MIT")',
      'component.type in ["pypi", "nmp"] && component.ecosystem != "pypi" && component.ecosystem != "Debian:12" && component.type != "own"',
      [
        '22:40 unlikely-value: rule licensed: type is hardly ever "nmp"; did you mean "npm"?',
        '22:73 unlikely-value: rule licensed: ecosystem is hardly ever "pypi"; did you mean "PyPI"?',
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
      'exceptions:\n  - { rule: no-high, subject: "x", owner: o, reason: r, expires: 9999-12-31 }\ntests:',
      ['26:1 exception-long: the exception from no-high is until 9999-12-31: more than a year, in which nobody looks at it'],
    ],
    [
      'tests:',
      'exceptions:\n  - { rule: no-high, subject: "**", owner: o, reason: r, expires: 2020-01-01 }\ntests:',
      [
        '26:1 exception-expired: the exception from no-high ended on 2020-01-01; ask o to renew it, or remove it',
        '26:1 exception-wide: the exception from no-high is for everything; disable the rule by an overlay, with a reason',
      ],
    ],
    [
      'tests:',
      'exceptions:\n  - { rule: no-high, subject: "* pkg:**/**", owner: o, reason: r, expires: 2030-12-31 }\ntests:',
      ['26:1 exception-wide: the exception from no-high is for everything; disable the rule by an overlay, with a reason'],
    ],
  ])('%s → %s', (from, to, wanted) => {
    const found = lint(from, to)
    expect(found).toEqual(wanted)
  })
})

it('tells which fields an answer may rest on', () => {
  const [first] = readPack(PACK, 'own.yaml').rules
  expect(first && ruleReads(first)).toEqual(['finding.counts', 'finding.score', 'params.least'])
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
