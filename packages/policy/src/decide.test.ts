import { readOpenVex, writeOpenVex } from '@cupel/formats'
import type { VexStatement } from '@cupel/formats'
import type { IndexState, Problem } from '@cupel/model'
import { defineVersionScheme } from '@cupel/model'
import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import type { DecideInput, Decision } from './decide.ts'
import { DEFAULT_GATE } from './gate/gate.ts'
import { parseFailOn } from './gate/parse-fail-on.ts'
import { rankFinding } from './rank/rank-finding.ts'
import { summarize } from './summarize.ts'
import type { UndecidedFinding } from './undecided.ts'
import { pathMatcher } from './waiver/path-pattern.ts'
import { vexOfWaivers } from './waiver/vex-of-waivers.ts'
import { waiverMatcher } from './waiver/waiver-applies.ts'
import type { Waiver } from './waiver/waiver.ts'

/** npm lately changed, Debian not synced since December, Julia synced but without any new advisory. */
function agesOf(ecosystems: readonly string[] | undefined) {
  const synced = '2026-01-31T00:00:00Z'
  const index: IndexState = {
    ...INDEX,
    modified: '2026-01-30T00:00:00Z',
    ecosystems: [
      { name: 'npm', records: 1, modified: '2026-01-30T00:00:00Z', synced },
      { name: 'Debian', records: 1, modified: '2025-12-01T00:00:00Z', synced: '2025-12-02T00:00:00Z' },
      { name: 'Julia', records: 1, modified: '2025-06-01T00:00:00Z', synced },
    ],
  }
  return { index, gate: { ...DEFAULT_GATE, maxAgeDays: 30 }, ...(ecosystems && { ecosystems }) }
}

const INDEX: IndexState = { kind: 'full', digest: 'd', modified: '2026-01-01T00:00:00Z', records: 1, ecosystems: [], kev: '', epss: '' }
const INCOMPLETE: Problem = { code: 'malformed', effect: 'incomplete', path: 'a', detail: 'x' }

function finding(changes: Partial<UndecidedFinding> = {}, advisory: Partial<UndecidedFinding['advisory']> = {}): UndecidedFinding {
  return {
    id: 'f',
    kind: 'vulnerability',
    severity: 'high',
    advisory: {
      id: 'GHSA-1',
      aliases: ['CVE-2020-1'],
      summary: '',
      published: '',
      modified: '',
      cvss: [{ version: '3.1', vector: '', score: 7.5 }],
      cwes: [],
      kev: null,
      epss: null,
      ...advisory,
    },
    component: 'pkg:npm/lodash@4.17.11',
    match: { by: 'range', text: '' },
    fixedVersions: [],
    upgrade: null,
    scopes: ['runtime'],
    direct: true,
    paths: [],
    locations: [{ path: 'web/package-lock.json', line: 1, by: 'x', kind: 'lock' }],
    ...changes,
  }
}

const ORIGIN = finding(
  { id: 'o', kind: 'provenance', severity: 'high' },
  { id: 'provenance-wrong', aliases: [], cvss: [], kev: null, epss: null },
)
const MALWARE = finding({ id: 'm', kind: 'malware', severity: 'unknown' }, { id: 'MAL-1', aliases: [], cvss: [] })

function waiver(changes: Partial<Waiver> = {}): Waiver {
  return {
    id: 'CVE-2020-1',
    package: '',
    path: '',
    reason: 'r',
    owner: 'o',
    expires: '2030-01-01',
    justification: '',
    source: 'cupel.toml',
    line: 3,
    ...changes,
  }
}

function statement(changes: Partial<VexStatement> = {}): VexStatement {
  return {
    format: 'openvex',
    vulnerabilities: ['CVE-2020-1'],
    products: [{ ids: ['pkg:npm/lodash'], cpes: [], hashes: [], versions: [], subcomponents: [] }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    impact: 'not built in',
    action: '',
    author: 'Acme',
    timestamp: '2026-01-01T00:00:00Z',
    documentId: '',
    source: 'v.json',
    line: 7,
    ...changes,
  }
}

function input(changes: Partial<DecideInput> = {}): DecideInput {
  return { waivers: [], vex: [], gate: DEFAULT_GATE, problems: [], index: INDEX, today: '2026-02-01', ...changes }
}

describe('verdict', () => {
  it.each<[string, UndecidedFinding[], Partial<DecideInput>, string]>([
    ['nothing found', [], {}, 'pass 0'],
    ['something found', [finding()], {}, 'fail 1 1 open vulnerability: 1 high'],
    ['malice', [MALWARE], {}, 'fail 1 1 malicious package'],
    ['incomplete', [], { problems: [INCOMPLETE] }, 'unknown 3 1 input was not fully read or matched'],
    ['incomplete, allowed', [], { problems: [INCOMPLETE], gate: { ...DEFAULT_GATE, allowIncomplete: true } }, 'pass 0'],
    ['a note', [], { problems: [{ ...INCOMPLETE, effect: 'note' }] }, 'pass 0'],
    [
      'found and incomplete',
      [finding()],
      { problems: [INCOMPLETE] },
      'fail 1 1 open vulnerability: 1 high; 1 input was not fully read or matched',
    ],
    [
      'starter, nothing',
      [],
      { index: { ...INDEX, kind: 'starter' } },
      'unknown 3 only the built-in starter set was asked, which knows few advisories',
    ],
    [
      'starter, nothing, allowed',
      [],
      { index: { ...INDEX, kind: 'starter' }, gate: { ...DEFAULT_GATE, allowIncomplete: true } },
      'unknown 3 only the built-in starter set was asked, which knows few advisories',
    ],
    [
      'starter, all waived',
      [finding()],
      { index: { ...INDEX, kind: 'starter' }, waivers: [waiver()] },
      'unknown 3 only the built-in starter set was asked, which knows few advisories',
    ],
    [
      'starter, below the gate',
      [finding()],
      { index: { ...INDEX, kind: 'starter' }, gate: { ...DEFAULT_GATE, failOn: [] } },
      'pass 0 1 finding below the gate; the gate is off; only the built-in starter set was asked, which knows few advisories',
    ],
    [
      'starter, below a gate',
      [finding({ severity: 'low' })],
      { index: { ...INDEX, kind: 'starter' }, gate: { ...DEFAULT_GATE, failOn: parseFailOn('critical') } },
      'unknown 3 only the built-in starter set was asked, which knows few advisories',
    ],
    [
      'starter, gate off, nothing',
      [],
      { index: { ...INDEX, kind: 'starter' }, gate: { ...DEFAULT_GATE, failOn: [] } },
      'unknown 3 only the built-in starter set was asked, which knows few advisories',
    ],
    [
      'gate on signals that nobody has',
      [],
      { gate: { ...DEFAULT_GATE, failOn: parseFailOn('kev,epss>0.5') } },
      'unknown 3 fail-on asks for known exploitation, and the advisory data holds no KEV catalogue; fail-on asks for EPSS, and the advisory data holds no scores',
    ],
    [
      'unknown severity below the gate',
      [finding({ severity: 'unknown' })],
      { gate: { ...DEFAULT_GATE, failOn: parseFailOn('critical') } },
      'pass 0 1 finding below the gate, 1 of unknown severity',
    ],
    [
      'data with records of the future',
      [],
      {
        index: { ...INDEX, modified: '2027-07-09T00:00:00Z', ecosystems: [{ name: 'npm', records: 1, modified: '2026-01-01T00:00:00Z' }] },
        gate: { ...DEFAULT_GATE, maxAgeDays: 30 },
      },
      'unknown 3 the advisory data is 31 days old, more than max-age 30',
    ],
    [
      'old data of the ecosystem in use',
      [],
      agesOf(['Debian:12']),
      'unknown 3 the advisory data of Debian is 61 days old, more than max-age 30',
    ],
    ['old data of an ecosystem not in use', [], agesOf(['npm']), 'pass 0'],
    ['old data, whatever is in use', [], agesOf(undefined), 'unknown 3 the advisory data of Debian is 61 days old, more than max-age 30'],
    ['a quiet ecosystem that was synced lately', [], agesOf(['Julia']), 'pass 0'],
    ['no data', [], { index: { ...INDEX, kind: 'none' } }, 'unknown 3 there is no advisory data, so nothing was matched'],
    ['old data', [], { gate: { ...DEFAULT_GATE, maxAgeDays: 30 } }, 'unknown 3 the advisory data is 31 days old, more than max-age 30'],
    ['data of that age', [], { gate: { ...DEFAULT_GATE, maxAgeDays: 31 } }, 'pass 0'],
    [
      'data without date',
      [],
      { index: { ...INDEX, modified: '' }, gate: { ...DEFAULT_GATE, maxAgeDays: 31 } },
      'unknown 3 the advisory data is of unknown age, more than max-age 31',
    ],
    ['waived', [finding()], { waivers: [waiver()] }, 'pass 0 1 waived, fixed or not affected'],
    ['waiver ended', [finding()], { waivers: [waiver({ expires: '2026-01-31' })] }, 'fail 1 1 open vulnerability: 1 high'],
    ['under investigation', [finding()], { vex: [statement({ status: 'under_investigation' })] }, 'fail 1 1 open vulnerability: 1 high'],
  ])('%s', (_, findings, changes, expected) => {
    const { verdict } = decide(findings, input(changes))
    expect(`${verdict.outcome} ${verdict.exitCode} ${verdict.reasons.join('; ')}`.trim()).toBe(expected)
  })

  const exploited = finding(
    { severity: 'low' },
    { kev: { added: '2024-01-01', due: '', ransomware: false }, epss: { score: 0.5, percentile: 0.9 } },
  )
  it.each<[string, UndecidedFinding, boolean]>([
    ['critical', finding({ severity: 'critical' }), true],
    ['critical', finding({ severity: 'unknown' }), false],
    ['high', finding({ severity: 'unknown' }), true],
    ['high', finding({ severity: 'medium' }), false],
    ['medium', finding({ severity: 'medium' }), true],
    ['low', finding({ severity: 'none' }), false],
    ['any', finding({ severity: 'none' }), true],
    ['critical', MALWARE, true],
    ['malware', MALWARE, true],
    ['malware', finding(), false],
    ['malware', ORIGIN, false],
    ['provenance', ORIGIN, true],
    ['provenance', MALWARE, false],
    ['high', ORIGIN, true],
    ['critical', ORIGIN, false],
    ['fixable', ORIGIN, false],
    ['kev', exploited, true],
    ['kev', finding(), false],
    ['epss>0.5', exploited, false],
    ['epss>=0.5', exploited, true],
    ['epss > .4', exploited, true],
    ['epss>0', finding(), false],
    ['fixable', finding({ fixedVersions: ['1'] }), true],
    ['fixable', finding(), false],
    ['critical, kev', exploited, true],
    ['none', MALWARE, false],
  ])('fail-on %s', (failOn, one, fails) => {
    const index = { ...INDEX, kev: '2026-01-01', epss: '2026-01-01' }
    const { verdict } = decide([one], input({ trust: true, index, gate: { ...DEFAULT_GATE, failOn: parseFailOn(failOn) } }))
    expect(verdict.outcome).toBe(fails ? 'fail' : 'pass')
  })
})

describe('waivers', () => {
  it.each<[Partial<Waiver>, boolean]>([
    [{ id: 'ghsa-1' }, true],
    [{ id: 'CVE-2020-2' }, false],
    [{ package: 'pkg:npm/lodash' }, true],
    [{ package: 'pkg:npm/lodash@4.17.11' }, true],
    [{ package: 'pkg:npm/lodash@4.17.12' }, false],
    [{ package: 'pkg:npm/lod*' }, true],
    [{ package: 'pkg:npm/underscore*' }, false],
    [{ package: 'pkg:pypi/lodash' }, false],
    [{ id: '*', package: 'pkg:npm/lodash' }, true],
    [{ path: 'web/package-lock.json' }, true],
    [{ path: 'web/' }, true],
    [{ path: '**/package-lock.json' }, true],
    [{ path: 'api/**' }, false],
  ])('%j', (changes, applies) => {
    expect(waiverMatcher(waiver(changes))(finding())).toBe(applies)
  })

  it('a path must hold all places', () => {
    const both = finding({ locations: ['web/a', 'api/a'].map((path) => ({ path, by: 'x', kind: 'lock' })) })
    expect(waiverMatcher(waiver({ path: 'web/**' }))(both)).toBe(false)
    expect(waiverMatcher(waiver({ path: '**' }))(both)).toBe(true)
    expect(waiverMatcher(waiver({ path: '**' }))(finding({ locations: [] }))).toBe(false)
  })

  it.each<[Partial<Waiver>, boolean]>([
    [{ id: 'MAL-1' }, false],
    [{ id: '*', package: 'pkg:npm/lodash' }, false],
    [{ id: 'MAL-1', package: 'pkg:npm/lod*' }, false],
    [{ id: 'MAL-1', package: 'pkg:npm/lodash' }, true],
  ])('malice takes the exact id and package: %j', (changes, applies) => {
    expect(waiverMatcher(waiver(changes))(MALWARE)).toBe(applies)
  })

  it('a waiver of a vulnerability does not waive the malice it turns out to be', () => {
    const both = finding({ kind: 'malware' }, { id: 'MAL-1', aliases: ['CVE-2020-1', 'GHSA-1'] })
    const byId = (id: string): boolean => waiverMatcher(waiver({ id, package: 'pkg:npm/lodash' }))(both)
    expect(['CVE-2020-1', 'GHSA-1', 'mal-1'].map(byId)).toEqual([false, false, true])
  })

  it('says which one ended and which one nothing needs, and quotes the one that applies', () => {
    const waivers = [
      waiver({ expires: '2026-01-31' }),
      waiver({ id: 'CVE-1\u001b', expires: '2020-01-01', line: 9 }),
      waiver({ expires: '2026-02-01', line: 12 }),
    ]
    const { findings, problems } = decide([finding()], input({ waivers, problems: [] }))
    expect(findings[0]?.stateReason).toEqual({
      by: 'waiver',
      source: 'cupel.toml',
      line: 12,
      justification: '',
      statement: 'r',
      author: 'o',
      expires: '2026-02-01',
    })
    expect(problems.map((one) => `${one.effect} ${one.code} ${one.line}: ${one.detail}`)).toEqual([
      'note waiver-expired 3: the waiver of CVE-2020-1 ended on 2026-01-31 and no longer applies to 1 finding',
      'note waiver-unused 9: the waiver of CVE-1\\u{1b} matches no finding',
    ])
  })

  it('of a part says what was not shown, and calls no waiver unused', () => {
    const { verdict, problems } = decide([], input({ waivers: [waiver()], problems: [], unshown: 7 }))
    expect(problems).toEqual([])
    expect([verdict.outcome, ...verdict.reasons]).toEqual(['pass', '7 findings of other kinds not asked for'])
    expect(decide([], input({ waivers: [waiver()], problems: [], unshown: 0 })).verdict.reasons).toEqual([])
  })

  it('become OpenVEX that reads back: not_affected only with a justification', () => {
    const waivers = [waiver(), waiver({ id: 'GHSA-2', justification: 'component_not_present', line: 9 })]
    const { findings } = decide([finding(), finding({ id: 'g' }, { id: 'GHSA-2', aliases: [] })], input({ waivers }))
    const statements = vexOfWaivers(findings, waivers, {
      today: '2026-02-01',
      timestamp: '2026-02-01T00:00:00Z',
      products: ['pkg:npm/shop@1.0.0'],
    })
    const text = writeOpenVex(statements, { author: 'Shop', timestamp: '2026-02-01T00:00:00Z', id: 'https://shop.example/vex/1' })
    const back = readOpenVex(text, 'vex.json').statements
    expect(
      back.map((one) => [one.vulnerabilities[0], one.status, one.action || one.impact, one.products[0]?.subcomponents[0]?.ids]),
    ).toEqual([
      ['GHSA-1', 'affected', 'accepted until 2030-01-01: r', ['pkg:npm/lodash@4.17.11']],
      ['GHSA-2', 'not_affected', 'r', ['pkg:npm/lodash@4.17.11']],
    ])
    const product = () => ({ productPurls: ['pkg:npm/shop@1.0.0'] })
    expect(
      decide([finding(), finding({ id: 'g' }, { id: 'GHSA-2', aliases: [] })], input({ vex: back, product })).findings.map(
        (one) => one.state,
      ),
    ).toEqual(['open', 'not-affected'])
  })
})

describe('VEX', () => {
  it.each<[Partial<VexStatement>, string]>([
    [{}, 'not-affected'],
    [{ status: 'fixed' }, 'fixed'],
    [{ status: 'under_investigation' }, 'under-investigation'],
    [{ status: 'affected' }, 'open'],
  ])('%j', (changes, state) => {
    expect(decide([finding()], input({ vex: [statement(changes)] })).findings[0]?.state).toBe(state)
  })

  it('comes before waivers when it closes, and leaves to them what it does not close', () => {
    const both = (status: VexStatement['status']): string | undefined =>
      decide([finding()], input({ vex: [statement({ status })], waivers: [waiver()] })).findings[0]?.state
    expect([both('not_affected'), both('affected'), both('under_investigation')]).toEqual(['not-affected', 'waived', 'waived'])
  })

  it('says that someone states it as affected', () => {
    expect(decide([finding()], input({ vex: [statement({ status: 'affected' })] })).findings[0]?.rank.reasons.at(-1)).toBe(
      'stated as affected by Acme',
    )
  })

  it('does not call malice harmless unless it names id and version', () => {
    const wide = statement({ vulnerabilities: ['MAL-1'] })
    const exact = statement({
      vulnerabilities: ['MAL-1'],
      products: [{ ids: ['pkg:npm/lodash@4.17.11'], cpes: [], hashes: [], versions: [], subcomponents: [] }],
    })
    expect([wide, exact].map((one) => decide([MALWARE], input({ vex: [one] })).findings[0]?.state)).toEqual(['open', 'not-affected'])
  })
})

describe('rank', () => {
  const kev = (ransomware: boolean) => ({ kev: { added: '2024-01-01', due: '', ransomware } })
  it.each<[string, UndecidedFinding, number, readonly string[]]>([
    ['malware', MALWARE, 100, ['malicious package, above every vulnerability (100)']],
    [
      'worst',
      finding({ upgrade: '5' }, { cvss: [{ version: '3.1', vector: '', score: 10 }], ...kev(true) }),
      100,
      [
        'known exploited since 2024-01-01, by ransomware (+45)',
        'CVSS 10.0 (+40)',
        'direct dependency (+8)',
        'an upgrade without known vulnerability exists (+7)',
      ],
    ],
    ['plain', finding(), 38, ['CVSS 7.5 (+30)', 'direct dependency (+8)']],
    [
      'dev only',
      finding({ scopes: ['dev', 'test'] }),
      22.8,
      ['CVSS 7.5 (+30)', 'direct dependency (+8)', 'only needed for dev and test (×0.6)'],
    ],
    [
      'EPSS 1 %',
      finding({}, { epss: { score: 0.01, percentile: 0.7 } }),
      55.5,
      ['CVSS 7.5 (+30)', 'EPSS 1.00% (+17.5)', 'direct dependency (+8)'],
    ],
    ['EPSS tiny', finding({}, { epss: { score: 0.00001, percentile: 0 } }), 38, ['CVSS 7.5 (+30)', 'direct dependency (+8)']],
    ['deep', finding({ direct: false, paths: [['p', 'a', 'b', 'c']] }), 34, ['CVSS 7.5 (+30)', '2 below a direct dependency (+4)']],
    [
      'unknown severity',
      finding({ severity: 'unknown', direct: null }, { cvss: [] }),
      32,
      ['severity unknown, counted as 7.0 (+28)', 'place in the dependency graph unknown (+4)'],
    ],
    [
      'fixed version',
      finding({ severity: 'low', fixedVersions: ['2'] }, { cvss: [] }),
      20,
      ['severity low, counted as 2.0 (+8)', 'direct dependency (+8)', 'a fixed version exists (+4)'],
    ],
  ])('%s', (_, one, score, reasons) => {
    expect(rankFinding(one)).toEqual({ score, reasons })
  })

  it('orders by what counts, malice, score and then names', () => {
    const waived = finding({ id: 'w' }, { id: 'GHSA-w', aliases: ['CVE-2020-1'] })
    const low = finding({ id: 'l', severity: 'low' }, { id: 'GHSA-l', aliases: [], cvss: [] })
    const b = finding({ id: 'b' }, { id: 'GHSA-b', aliases: [] })
    const a = finding({ id: 'a' }, { id: 'GHSA-a', aliases: [] })
    const order = (list: UndecidedFinding[]) => decide(list, input({ waivers: [waiver()] })).findings.map((one) => one.id)
    expect(order([waived, low, b, a, MALWARE])).toEqual(['m', 'a', 'b', 'l', 'w'])
    expect(order([MALWARE, a, b, low, waived])).toEqual(['m', 'a', 'b', 'l', 'w'])
  })
})

it('summarize counts states, kinds and the severities of what counts', () => {
  const { findings, problems } = decide([finding(), MALWARE], input({ waivers: [waiver()] }))
  expect(summarize({ coverage: [], components: [], findings, problems, unmatched: 2 })).toMatchObject({
    findings: 2,
    byState: { open: 1, waived: 1 },
    byKind: { vulnerability: 1, malware: 1 },
    bySeverity: { high: 0, unknown: 1 },
  })
})

describe('origin', () => {
  it('is told in the reasons by component and rule', () => {
    const absent = { ...ORIGIN, id: 'p', advisory: { ...ORIGIN.advisory, id: 'provenance-absent' } }
    const { verdict } = decide([ORIGIN, absent, { ...absent, id: 'q', component: 'pkg:npm/right@1.0.0' }], input({ trust: true }))
    expect(verdict.reasons).toEqual(['the origin of 2 components is not as the trust policy asks: 1 wrong, 2 absent'])
  })

  it('is no matter of VEX, and is not stated in it', () => {
    const harmless = statement({ vulnerabilities: ['provenance-wrong'] })
    const { findings } = decide([ORIGIN], input({ vex: [harmless] }))
    expect(findings[0]?.state).toBe('open')
    const own = waiver({ id: 'provenance-wrong', package: '', path: '' })
    const waived = decide([ORIGIN], input({ waivers: [own] })).findings
    expect(waived[0]?.state).toBe('waived')
    expect(vexOfWaivers(waived, [own], { today: '2026-01-01', timestamp: '2026-01-01T00:00:00Z' })).toEqual([])
  })

  it.each<[string, Partial<Waiver>, boolean]>([
    ['its id', { id: 'provenance-wrong' }, true],
    ['its id in capitals', { id: 'PROVENANCE-WRONG' }, true],
    ['any id of the package', { id: '*', package: 'pkg:npm/lodash' }, false],
    ['another rule', { id: 'provenance-absent' }, false],
  ])('is waived by %s', (_, changes, expected) => {
    expect(waiverMatcher(waiver({ package: '', path: '', ...changes }))(ORIGIN)).toBe(expected)
  })
})

describe('pathMatcher', () => {
  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/*', 'a/b', true],
    ['a/*', 'a/b/c', false],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a', true],
    ['**/c', 'c', true],
    ['**/c', 'a/b/c', true],
    ['**/b/**', 'a/b/c', true],
    ['a/', 'a/b', true],
    ['*.lock', 'x.lock', true],
    ['*.lock', 'a/x.lock', false],
    ['p*k*.json', 'package-lock.json', true],
    ['a*a', 'a', false],
    ['./a', 'a', true],
  ])('%s against %s', (pattern, path, expected) => {
    expect(pathMatcher(pattern)(path)).toBe(expected)
  })

  it('stays linear for patterns made to backtrack', () => {
    expect(pathMatcher(`${'**/a/'.repeat(40)}b`)('a/'.repeat(2000))).toBe(false)
    expect(pathMatcher(`${'*a'.repeat(200)}b`)('a'.repeat(100_000))).toBe(false)
  })
})

it('a statement whose range does not know the version is not applied, and that is said once a statement', () => {
  const scheme = defineVersionScheme({
    id: 'semver',
    ecosystems: [],
    authority: '',
    valid: (version) => /^\d/.test(version),
    compare: (a, b) => Number.parseFloat(a) - Number.parseFloat(b),
  })
  const range = { type: 'npm', constraints: [{ comparator: '<', version: '5' }] } as const
  const ranges = [{ text: 'vers:npm/<5', type: 'npm', evaluable: { anyOf: [range], scheme } }]
  const vex = [statement({ products: [{ ids: ['pkg:npm/lodash'], cpes: [], hashes: [], versions: [], ranges, subcomponents: [] }] })]
  const of = (version: string): Decision =>
    decide(
      [finding({ component: `pkg:npm/lodash@${version}` }), finding({ id: 'g', component: `pkg:npm/lodash@${version}` })],
      input({ vex }),
    )
  expect(of('4').findings.map(({ state }) => state)).toEqual(['not-affected', 'not-affected'])
  expect(of('5').findings.map(({ state }) => state)).toEqual(['open', 'open'])
  const unknown = of('next')
  expect(unknown.findings.map(({ state }) => state)).toEqual(['open', 'open'])
  expect(unknown.problems).toEqual([
    {
      code: 'version-uncomparable',
      effect: 'note',
      path: 'v.json',
      line: 7,
      detail: 'pkg:npm/lodash@next has no version that the range vers:npm/<5 can be asked about; the statement is not applied',
      by: 'openvex',
    },
  ])
})
