import { describe, expect, it } from 'vitest'
import { applyOverlay } from './apply-overlay.ts'
import { lintPack } from './lint-pack.ts'
import { faults, PACK } from './pack-sample.ts'
import { readOverlay } from './read-overlay.ts'
import { readPack } from './read-pack.ts'
import { testPack } from './test-pack.ts'

const NOW = new Date('2030-06-01T00:00:00Z')
const OVERLAY = 'overlay: 1\nof: own\n'
const changed = (to: string) => (from: string) => faults(() => readPack(PACK.replace(from, to), 'own.yaml', { tests: true }))

describe('a pack', () => {
  it.each([
    ['severity: high', 'severity: high\n    severity: info', ['12:5 severity stands twice in a rule']],
    ['title: Own rules', 'title: Own rules\nexceptions: []\nexceptions: []', ['5:1 exceptions stands twice in a policy pack']],
    ['default: 7.0', 'default: 7.0, default: 9.0', ['7:40 default stands twice in a parameter']],
    ['default: 7.0', 'default: .nan', ['7:35 parameter least: a number is finite']],
    ['default: 7.0', 'default: .inf', ['7:35 parameter least: a number is finite']],
    ['score: 1.0', 'score: 1.0, score: 9.0', ['26:79 score stands twice']],
    ['severity: high', '<<: { severity: info }\n    severity: high', [/unknown key "<<" in a rule/]],
    ['title: Own rules', 'title: &a Own rules\nabout: *a', [/aliases/]],
    ['title: Own rules', 'title: "Own\u0000rules"', [/null byte/]],
    ['tests:\n', '---\ntests:\n', [/more than 1 documents/]],
  ])('%j → %j is refused', (from, to, wanted) => {
    const found = changed(to)(from)
    expect(found).toHaveLength(wanted.length)
    for (const [at, one] of wanted.entries()) expect(found[at]).toMatch(typeof one === 'string' ? plain(one) : one)
  })

  it('with a map whose key stands twice is refused', () => {
    const map = `parameters:\n  names: { type: "map(string, string)", default: { a: x, b: y, a: z }, about: m }\n`
    expect(faults(() => readPack(PACK.replace('parameters:\n', map), 'own.yaml'))).toEqual(['7:64 parameter names: a stands twice'])
  })

  it('of macros inside macros is read in no time', () => {
    const nested = Array.from({ length: 40 }, (_, at) => at).reduce((inner, at) => `[1].all(a${at}, ${inner})`, 'finding.counts')
    const chained = `project.components${'.filter(c, c.pinned)'.repeat(60)}.size() > 0`
    for (const text of [nested, chained]) {
      const found = faults(() => readPack(withAssert(text), 'own.yaml'))
      expect(found.every((one) => /steps|deep/.test(one))).toBe(true)
    }
  })

  it('with a message of thousands of expressions is refused', () => {
    const message = `message: ${JSON.stringify(`"${'${now}'.repeat(5000)}`)}`
    expect(
      faults(() =>
        readPack(
          PACK.replace(/message: .*/, () => message),
          'own.yaml',
        ),
      ),
    ).toEqual(['15:15 a message has at most 100 expressions'])
  })

  it('with a constant that takes too much is told, and nothing is thrown', () => {
    const large = `"${'a'.repeat(2000)}".replace("a", "${'b'.repeat(2000)}") == "x" || finding.counts`
    const pack = readPack(withAssert(large), 'own.yaml')
    expect(lintPack(pack, { now: NOW }).filter(({ id }) => id === 'constant')).toMatchObject([{ level: 'error' }])
  })

  it('has one budget of steps for all its tests, and for all that lint tries', () => {
    const costly = `[${Array(900).fill('1').join(',')}].all(a, [${Array(90).fill('1').join(',')}].all(b, a == b))`
    const test = '  - { rule: no-high, name: low, given: { finding: { counts: true, score: 1.0 } }, expect: pass }\n'
    const text = withAssert(`${costly} && finding.score < params.least`) + test.repeat(200)
    const pack = readPack(text, 'own.yaml', { tests: true })
    const { results } = testPack(pack, { meter: { steps: 1_000_000 } })
    expect(results).toHaveLength(201)
    expect(results[0]).toMatchObject({ ok: true })
    expect(results.at(-1)).toMatchObject({
      ok: false,
      found: 'unknown',
      missing: ['the tests of a pack have 1000000 steps together, and these are used up'],
    })
    // Out of steps is not the unknown that a test asks for.
    const unsure = readPack(text.replaceAll('expect: pass', 'expect: unknown').replaceAll(', score: 1.0', ''), 'own.yaml', { tests: true })
    expect(testPack(unsure, { meter: { steps: 0 } }).results.every(({ ok }) => !ok)).toBe(true)
    const rules = Array.from({ length: 12 }, (_, at) =>
      rule(`r${at}`, `${costly.replace('a == b', `a + b < ${at + 3}`)} && finding.counts`),
    )
    const many = readPack(PACK.replace('tests:\n', `${rules.join('')}tests:\n`), 'own.yaml', { tests: true })
    expect(lintPack(many, { now: NOW, steps: 10_000 }).filter(({ id }) => id === 'budget')).toMatchObject([
      { level: 'error', message: expect.stringContaining('10000 steps') },
    ])
  })
})

function withAssert(text: string): string {
  return PACK.replace('assert: finding.score < params.least', () => `assert: ${JSON.stringify(text)}`)
}

function rule(id: string, assert: string): string {
  return `  - { id: ${id}, title: t, severity: low, subject: finding, assert: ${JSON.stringify(assert)}, message: m, remediation: r }\n`
}

function plain(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
}

describe('a parameter with bounds', () => {
  const bounded = (declared: string, given = ''): readonly string[] =>
    faults(() => {
      const pack = readPack(PACK.replace('parameters:\n', `parameters:\n  own: { ${declared}, about: a }\n`), 'own.yaml')
      if (given !== '') applyOverlay([pack], readOverlay(`overlay: 1\nof: own\nparameters: { own: ${given} }\n`, 'over.yaml'))
    })

  it.each([
    ['type: int, default: 1, values: [1, 2, 3]', '0', 'parameter own: it is one of 1, 2, 3'],
    ['type: int, default: 1, values: [1, 2, 3]', '3', ''],
    ['type: int, default: 4, values: [1, 2, 3]', '', 'parameter own: it is one of 1, 2, 3'],
    ['type: "list(string)", default: [high], values: [high, low]', '[hihg]', 'parameter own: each is one of "high", "low"'],
    ['type: "list(string)", default: [high], values: [high, low]', '[low, high]', ''],
    ['type: double, default: 0.5, min: 0, max: 1', '50', 'parameter own: it is at most 1'],
    ['type: double, default: 0.5, min: 0, max: 1', '-0.1', 'parameter own: it is at least 0'],
    ['type: double, default: 0.5, min: 0, max: 1', '1.0', ''],
    ['type: int, default: -1, min: 0', '', 'parameter own: it is at least 0'],
    ['type: duration, default: 5h, max: 1h', '', 'parameter own: it is at most 1h'],
    ['type: string, default: a, min: 1', '', 'min and max are for int, double, duration and timestamp'],
    ['type: bool, default: true, values: [yes]', '', 'parameter own: this is no bool'],
    ['type: "map(string, string)", default: {}, values: [a]', '', 'values are for one value, or for the items of a list'],
    ['type: int, default: 1, values: []', '', 'values has none'],
  ])('{ %s } with %j: %s', (declared, given, wanted) => {
    expect(bounded(declared, given).map((one) => one.replace(/^\S+ /, ''))).toEqual(wanted === '' ? [] : [wanted])
  })
})

describe('an overlay', () => {
  const pack = readPack(PACK, 'own.yaml')
  const overlaid = (text: string, packs = [pack]) => faults(() => applyOverlay(packs, readOverlay(OVERLAY + text, 'over.yaml')))

  it.each([
    ['parameters: [least]\n', [/parameters is a mapping/]],
    ['parameters: { lest: 1.0 }\n', [/did you mean "least"/]],
    ['parameters: { least: 1.0, least: 10.0 }\n', [/least stands twice/]],
    ['parameters: { least: .inf }\n', [/a number is finite/]],
    ['rules: { rule: no-high }\n', [/rules of an overlay is a list/]],
    ['rules:\n  - { rule: no-hihg, disable: true, reason: r }\n', [/did you mean "no-high"/]],
    ['rules:\n  - { rule: no-high, disable: true }\n', [/needs reason/]],
    ['rules:\n  - { rule: no-high, disabled: true, severity: info, reason: r }\n', [/unknown key "disabled"/]],
    [
      'rules:\n  - { rule: no-high, severity: high, reason: r }\n  - { rule: no-high, severity: info, reason: r }\n',
      [/there are two changes of rule "no-high"/],
    ],
    [
      'rules:\n  - { rule: no-high, disable: true, reason: r }\n  - { rule: licensed, disable: true, reason: r }\n',
      [/switches off every rule of own/],
    ],
    ['exceptions:\n  - { rule: no-hihg, subject: "**", owner: o, reason: r, expires: 2030-01-01 }\n', [/did you mean "no-high"/]],
    ['exceptions:\n  - { rule: no-high, subject: "**", owner: o, reason: r }\n', [/needs expires/]],
    ['exceptions:\n  - { rule: no-high, subject: "**", owner: o, reason: r, expires: 2030-02-30 }\n', [/expires is a date/]],
    ['exceptions:\n  - { rule: no-high, subject: "**", owner: o, reason: r, expires: never }\n', [/expires is a date/]],
    ['exceptions:\n  - { rule: no-high, subject: "", owner: o, reason: r, expires: 2030-02-01 }\n', [/needs subject/]],
  ])('%j is refused', (text, wanted) => {
    const found = overlaid(text)
    expect(found).toHaveLength(wanted.length)
    for (const [at, one] of wanted.entries()) expect(found[at]).toMatch(one)
  })

  it('over two packs does not mean rules of the same name in both', () => {
    const other = readPack(PACK.replace('id: own', 'id: other'), 'other.yaml')
    const change = 'rules:\n  - { rule: no-high, severity: info, reason: r }\n'
    expect(overlaid(change, [pack, other])).toEqual([
      '4:1 rule "no-high" is in several of the packs (own, other); write one overlay for each',
    ])
    expect(
      overlaid('exceptions:\n  - { rule: no-high, subject: "**", owner: o, reason: r, expires: 2030-02-01 }\n', [pack, other]),
    ).toHaveLength(1)
    expect(overlaid('parameters: { least: 1.0 }\n', [pack, other])).toHaveLength(1)
  })
})
