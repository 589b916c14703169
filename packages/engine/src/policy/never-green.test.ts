import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CupelError } from '@cupel/model'
import type { Component, PolicyReport, RuleOutcome, ScanReport } from '@cupel/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPolicies, evidenceOf } from './check-policies.ts'
import { preparePolicies } from './judge-scan.ts'
import { loadPacks } from './load-packs.ts'
import { policyStatement } from './policy-statement.ts'
import { readPolicyDocument, readPolicyDocuments } from './read-policy-input.ts'
import { statedTarget } from './stated-target.ts'
import { whatIf } from './what-if.ts'

const NOW = new Date('2030-06-01T00:00:00Z')
let folder = ''

const pack = (id: string, assert: string) => `policy: 1
id: ${id}
title: t
version: 1.0.0
model: "1.0"
rules:
  - { id: r, title: t, severity: high, subject: finding, assert: ${JSON.stringify(assert)}, message: m, remediation: r }
  - { id: s, title: t, severity: high, subject: project, assert: project.complete, message: m, remediation: r }
`
const SCAN = {
  schemaVersion: '1.0',
  tool: { name: 'cupel', version: '0' },
  target: { kind: 'folder', name: 'shop', digest: '' },
  index: { kind: 'full', digest: '', modified: '2030-05-31T00:00:00Z', records: 1, ecosystems: [], kev: 'x', epss: '' },
  coverage: [{ path: 'package-lock.json' }],
  components: [],
  graphs: [],
  findings: [
    {
      id: 'f',
      kind: 'vulnerability',
      severity: 'high',
      advisory: { id: 'A', aliases: [], summary: '', published: '', modified: '', cvss: [], cwes: [], kev: null, epss: null },
      component: 'pkg:npm/a@1.0.0',
      match: { by: 'range', text: '' },
      fixedVersions: [],
      upgrade: null,
      scopes: [],
      direct: null,
      paths: [],
      locations: [],
      state: 'open',
      stateReason: null,
      rank: { score: 1, reasons: [] },
    },
  ],
  problems: [],
  summary: {},
  verdict: { outcome: 'pass', exitCode: 0, reasons: [] },
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  write('a.yaml', pack('a', '!finding.counts'))
  write('b.yaml', pack('b', 'finding.counts'))
  write('malice.yaml', pack('malice', 'finding.kind != "malware" && finding.counts'))
  write('serious.yaml', pack('serious', 'finding.severity != "high"'))
  write('scan.json', JSON.stringify(SCAN))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

function checked(scan: object, ...packs: string[]): PolicyReport {
  write('changed.json', JSON.stringify(scan))
  const [project] = checkPolicies(loadPacks(packs, { cwd: folder }), [readPolicyDocument('changed.json', folder)], NOW)
  return project?.policy as PolicyReport
}

const first = ({ packs }: PolicyReport): RuleOutcome | undefined => packs[0]?.rules[0]?.outcome

describe('a stored report', () => {
  const [finding] = SCAN.findings

  it('with words that no report has is not taken for the harmless ones', () => {
    expect(first(checked(SCAN, 'a.yaml'))).toBe('fail')
    expect(first(checked({ ...SCAN, findings: [{ ...finding, state: 'opne' }] }, 'a.yaml'))).toBe('fail')
    expect(first(checked(SCAN, 'malice.yaml'))).toBe('pass')
    expect(first(checked({ ...SCAN, findings: [{ ...finding, kind: 'malwre' }] }, 'malice.yaml'))).toBe('unknown')
    expect(first(checked({ ...SCAN, findings: [{ ...finding, severity: 'hihg' }] }, 'serious.yaml'))).toBe('unknown')
    const problems = [{ code: 'malformed', effect: 'incompleet', path: '', detail: '' }]
    expect(checked({ ...SCAN, problems }, 'malice.yaml').packs[0]?.rules.map(({ outcome }) => outcome)).toEqual(['unknown', 'fail'])
    expect(first(checked({ ...SCAN, findings: [], index: { ...SCAN.index, kind: 'fulll' } }, 'a.yaml'))).toBe('unknown')
  })

  it('in a folder is judged too, and not passed over', () => {
    mkdirSync(join(folder, 'history'))
    for (const day of ['1', '2']) write(`history/${day}.json`, JSON.stringify({ ...SCAN, target: { ...SCAN.target, name: day } }))
    write('history/odd.attestations.json', '{"attestations": []}')
    mkdirSync(join(folder, 'history/2029'))
    write('history/2029/3.json', JSON.stringify({ ...SCAN, target: { ...SCAN.target, name: '3' } }))
    const documents = readPolicyDocuments(['history'], folder)
    expect(checkPolicies(loadPacks(['a.yaml'], { cwd: folder }), documents, NOW).map(({ name }) => name)).toEqual(['1', '2', '3'])
  })

  it('that names nothing it has read is no word about a project', () => {
    expect(() => checked({ ...SCAN, findings: [], coverage: [] }, 'a.yaml')).toThrow(/no components, and no file/)
    const problems = [{ code: 'malformed', effect: 'incomplete', path: 'x', detail: '' }]
    expect(first(checked({ ...SCAN, findings: [], coverage: [], problems }, 'a.yaml'))).toBe('unknown')
  })

  it.each([
    ['a scan of another version', { ...SCAN, schemaVersion: '2.0' }],
    ['a scan that lost a member', { ...SCAN, problems: undefined }],
    ['facts that are none', { facts: [] }],
  ])('in a folder, %s, is not passed over', (_, value) => {
    mkdirSync(join(folder, 'broken'), { recursive: true })
    write('broken/one.json', JSON.stringify(value))
    expect(() => readPolicyDocuments(['broken'], folder)).toThrow(/one\.json: this is no JSON report/)
  })

  it('has waivers, which end although nobody has scanned again', () => {
    const waived = (expires: string) => ({
      ...SCAN,
      findings: [{ ...finding, state: 'waived', stateReason: { by: 'waiver', source: 'cupel.toml', expires } }],
    })
    expect(first(checked(waived('2030-06-01'), 'a.yaml'))).toBe('pass')
    expect(first(checked(waived('2030-05-31'), 'a.yaml'))).toBe('fail')
    expect(first(checked(waived(''), 'a.yaml'))).toBe('pass')
  })

  it('is no evidence for another scan', () => {
    const prepare = (evidence: string): unknown => preparePolicies({ packs: ['a.yaml'], evidence: [evidence], unknown: 'fail' }, folder)
    for (const evidence of ['scan.json', 'history']) expect(() => prepare(evidence)).toThrow(/is a report of cupel scan/)
  })
})

describe('facts', () => {
  const published = (text: string, more: object = {}): object => ({ facts: { 'pkg:npm/a@1.0.0': { published: text, ...more } } })

  it('that two documents state differently are the less harmless ones', () => {
    write('old.json', JSON.stringify(published('2020-01-01T00:00:00Z', { deprecated: true })))
    write('new.json', JSON.stringify(published('2030-05-31T23:00:00-02:00', { deprecated: false })))
    for (const names of [
      ['old.json', 'new.json'],
      ['new.json', 'old.json'],
    ]) {
      const { facts } = evidenceOf(readPolicyDocuments(names, folder))
      expect(facts.get('pkg:npm/a@1.0.0')).toMatchObject({ published: '2030-05-31T23:00:00-02:00', deprecated: true })
    }
  })
})

describe('what if', () => {
  it('keeps rules of one name in two packs apart', () => {
    const ask = (scan: object) => {
      write('changed.json', JSON.stringify(scan))
      return checkPolicies(loadPacks(['a.yaml', 'b.yaml'], { cwd: folder }), [readPolicyDocument('changed.json', folder)], NOW)
    }
    const [before, after] = [ask({ ...SCAN, findings: [] }), ask(SCAN)]
    expect(whatIf(before, after)[0]?.rules.map(({ pack: of, rule, after: is }) => [of, rule, is])).toEqual([
      ['a', 'r', 'fail'],
      ['b', 'r', 'pass'],
    ])
    // Of one name in one pack each, the rule is the same rule.
    const renamed = checkPolicies(loadPacks(['b.yaml'], { cwd: folder }), [readPolicyDocument('scan.json', folder)], NOW)
    const base = checkPolicies(loadPacks(['a.yaml'], { cwd: folder }), [readPolicyDocument('scan.json', folder)], NOW)
    expect(whatIf(base, renamed)[0]?.rules).toEqual([{ pack: 'b', rule: 'r', before: 'fail', after: 'pass', broken: [] }])
  })
})

describe('a verdict as a statement', () => {
  it('names the bytes that were judged, and what was switched off or excepted', () => {
    write('off.yaml', 'overlay: 1\nof: a.yaml\nrules: [{ rule: r, disable: true, reason: later }]\n')
    const [document] = readPolicyDocuments(['scan.json'], folder)
    const digest = document?.digest ?? ''
    const [project] = checkPolicies(loadPacks(['off.yaml'], { cwd: folder }), document === undefined ? [] : [document], NOW)
    const request = {
      policy: project?.policy as PolicyReport,
      unknown: 'fail',
      subjects: [`sha256:${'0'.repeat(64)}`],
      cwd: folder,
      now: NOW,
    } as const
    const { predicate } = policyStatement({ ...request, inputs: [{ uri: 'scan.json', digest: { sha256: digest } }] })
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(predicate).toMatchObject({
      verificationResult: 'PASSED',
      inputAttestations: [{ uri: 'scan.json', digest: { sha256: digest } }],
      policies: [{ id: 'a', disabled: [{ id: 'r', reason: 'later' }] }],
    })
  })

  it('names what was scanned by its digest, a folder by its inventory', () => {
    const file = `sha256:${'a'.repeat(64)}`
    const image = statedTarget({ target: { kind: 'image', name: 'app.tar', digest: file }, components: [] })
    expect(image).toEqual({ kind: 'image', name: 'app.tar', digest: { sha256: 'a'.repeat(64) } })
    const component = (purl: string, ...hashes: readonly (readonly [string, string])[]) =>
      ({ purl, hashes: hashes.map(([algorithm, value]) => ({ algorithm, value })) }) as unknown as Component
    const components = [component('pkg:npm/b@1', ['sha512', 'bb'], ['sha1', 'cc']), component('pkg:npm/a@1')]
    const target = { kind: 'folder', name: 'shop', digest: '' } as const
    const lines = 'pkg:npm/a@1\npkg:npm/b@1 sha1:cc sha512:bb\n'
    const folded = statedTarget({ target, components })
    expect(folded).toEqual({ kind: 'folder', name: 'shop#inventory', digest: { sha256: createHash('sha256').update(lines).digest('hex') } })
    expect(statedTarget({ target, components: components.toReversed() })).toEqual(folded)
    expect(statedTarget({ target, components: components.slice(1) })).not.toEqual(folded)
    expect(statedTarget({ target, components: [] })).toBe(null)
    const read = { uri: 'scan.json', digest: { sha256: 'd'.repeat(64) } }
    const policy = { ...checked(SCAN, 'a.yaml'), leftOut: ['paths that fit "old/" left out'] }
    const request = { policy, unknown: 'fail', subjects: [], inputs: [read], cwd: folder, now: NOW } as const
    const { subject, predicate } = policyStatement({ ...request, judged: [read, read], target: folded })
    expect(subject).toEqual([
      { name: 'scan.json', digest: read.digest },
      { name: 'shop#inventory', digest: folded?.digest },
    ])
    expect(predicate).toMatchObject({ target: folded, leftOut: policy.leftOut })
    expect(() => policyStatement(request)).toThrow(/--subject does not take/)
  })

  it('of nothing that was asked is no pass', () => {
    const report = checked({ ...SCAN, findings: [] }, 'a.yaml')
    const policy = { ...report, outcome: 'not-applicable' } as PolicyReport
    const made = policyStatement({ policy, unknown: 'pass', subjects: [`sha256:${'0'.repeat(64)}`], inputs: [], cwd: folder, now: NOW })
    expect(made.predicate).toMatchObject({ verificationResult: 'FAILED', outcome: 'not-applicable' })
  })
})

it('a report that lacks a member is refused in words', () => {
  const { findings: _, ...rest } = SCAN as unknown as ScanReport
  write('changed.json', JSON.stringify(rest))
  expect(() => readPolicyDocument('changed.json', folder)).toThrow(CupelError)
})
