import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CupelError } from '@cupel/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogueIds } from './catalogue-ids.ts'
import { checkPolicies } from './check-policies.ts'
import { loadPacks } from './load-packs.ts'
import { policyExitCode, verdictWith } from './policy-exit-code.ts'
import { readPolicyDocument } from './read-policy-input.ts'
import { shippedPackNames } from './shipped-packs.ts'
import { whatIf } from './what-if.ts'

let folder = ''
const NOW = new Date('2030-06-01T00:00:00Z')

const PACK = `policy: 1
id: base
title: Base
version: 1.0.0
model: "1.0"
parameters:
  most: { type: int, default: 0, about: findings let pass }
rules:
  - { id: few, title: t, severity: high, subject: project, assert: project.findings.size() <= params.most, message: m, remediation: r }
`
const DIGEST = createHash('sha256').update(PACK).digest('hex')

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  mkdirSync(join(folder, 'sub'))
  write('base.yaml', PACK)
  write('sub/lax.yaml', 'overlay: 1\nof: ../base.yaml\nparameters: { most: 5 }\n')
  write('sub/pinned.yaml', `overlay: 1\nof: ../base.yaml@sha256:${DIGEST}\n`)
  write('sub/other.yaml', `overlay: 1\nof: ../base.yaml@sha256:${'0'.repeat(64)}\n`)
  write('sub/twice.yaml', 'overlay: 1\nof: lax.yaml\n')
  write('licence.yaml', PACK.replace('id: base', 'id: licence'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

function failure(read: () => unknown): string {
  try {
    read()
    return ''
  } catch (error) {
    if (error instanceof CupelError) return `${error.exitCode} ${error.message}`
    throw error
  }
}

const load = (...names: string[]) => loadPacks(names, { cwd: folder })

const COMPONENT = {
  purl: 'pkg:npm/a@1.0.0',
  name: 'a',
  version: '1.0.0',
  ecosystem: 'npm',
  scopes: ['runtime'],
  direct: true,
  evidence: [{ path: 'l', line: 1, by: 'x', kind: 'lock' }],
  licenses: ['MIT'],
  hashes: [{ algorithm: 'sha512', value: '00' }],
}
const FINDING = {
  id: 'f',
  kind: 'vulnerability',
  severity: 'high',
  advisory: {
    id: 'A',
    aliases: [],
    summary: '',
    published: '2030-01-01T00:00:00Z',
    modified: '',
    cvss: [{ version: '3.1', vector: '', score: 8 }],
    cwes: [],
    kev: null,
    epss: null,
  },
  component: COMPONENT.purl,
  match: { by: 'range', text: '' },
  fixedVersions: ['2'],
  upgrade: '2',
  scopes: ['runtime'],
  direct: true,
  paths: [],
  locations: [],
  state: 'open',
  stateReason: null,
  rank: { score: 1, reasons: [] },
}
const SCAN = {
  schemaVersion: '1.0',
  tool: { name: 'cupel', version: '0' },
  target: { kind: 'folder', name: 'shop', digest: '' },
  index: {
    kind: 'full',
    digest: '',
    modified: '2030-05-31T00:00:00Z',
    records: 1,
    ecosystems: [{ name: 'npm', records: 1, modified: '' }],
    kev: 'x',
    epss: '',
  },
  coverage: [],
  components: [COMPONENT],
  graphs: [],
  findings: [FINDING],
  problems: [],
  summary: {},
  verdict: { outcome: 'fail', exitCode: 1, reasons: [] },
}

describe('loadPacks', () => {
  it('takes shipped names, paths and overlays, which count from their own folder', () => {
    expect(load(...shippedPackNames()).map(({ id }) => id)).toEqual([...shippedPackNames()])
    expect(load('sub/lax.yaml')[0]?.parameters[0]?.shown).toBe(5)
    expect(load('./sub/pinned.yaml').map(({ id }) => id)).toEqual(['base'])
    // A file here does not hide a pack of the same name.
    expect(load('licence')[0]?.title).toBe('Licences that we can live with')
  })

  it.each([
    [['sub/other.yaml'], /^2 sub\/other\.yaml: \.\.\/base\.yaml is another than it was/],
    [['sub/twice.yaml'], /^2 sub\/twice\.yaml: lax\.yaml is an overlay itself/],
    [['licence', 'licence.yaml'], /^2 licence\.yaml: there are two packs "licence"/],
    [['licnece'], /^2 --policy does not take "licnece"/],
    [['none.yaml'], /^2 none\.yaml: cannot be read/],
    [['../../etc'], /^2 /],
    [['.'], /^2 \.: cannot be read/],
  ])('%j is refused', (names, pattern) => {
    expect(failure(() => load(...names))).toMatch(pattern)
  })
})

it('knows the ids that mappings may name', async () => {
  const ids = await catalogueIds()
  expect([...ids.keys()].sort()).toEqual(['osps-baseline', 's2c2f', 'slsa'])
  expect(ids.get('osps-baseline')?.has('OSPS-AC-01.01')).toBe(true)
})

describe('verdictWith', () => {
  const policy = (outcome: 'pass' | 'fail' | 'unknown' | 'not-applicable') => ({
    packs: [],
    outcome,
    summary: { pass: 0, fail: 0, unknown: 0, notApplicable: 0, excepted: 0 },
  })
  it.each([
    [0, 'pass', 'fail', 0],
    [0, 'not-applicable', 'fail', 0],
    [0, 'unknown', 'fail', 3],
    [0, 'unknown', 'pass', 0],
    [0, 'fail', 'pass', 1],
    [1, 'pass', 'fail', 1],
    [1, 'unknown', 'fail', 1],
    [3, 'pass', 'pass', 3],
    [3, 'fail', 'fail', 1],
  ] as const)('a scan of %i and a policy of %s (unknown: %s) is %i', (code, outcome, unknown, wanted) => {
    const verdict = { outcome: ({ 0: 'pass', 1: 'fail', 3: 'unknown' } as const)[code], exitCode: code, reasons: [] }
    expect(verdictWith(verdict, policy(outcome), unknown).exitCode).toBe(wanted)
    expect(policyExitCode(policy(outcome), 'fail')).toBe({ pass: 0, 'not-applicable': 0, unknown: 3, fail: 1 }[outcome])
  })
})

describe('checkPolicies', () => {
  it('tells who would break by another policy', () => {
    write('scan.json', JSON.stringify(SCAN))
    const documents = [readPolicyDocument('scan.json', folder)]
    const [strict, lax] = [checkPolicies(load('base.yaml'), documents, NOW), checkPolicies(load('sub/lax.yaml'), documents, NOW)]
    expect(whatIf(lax, strict)).toEqual([
      {
        name: 'shop',
        source: 'scan.json',
        before: 'pass',
        after: 'fail',
        rules: [{ pack: 'base', rule: 'few', before: 'pass', after: 'fail', broken: ['shop'] }],
      },
    ])
    expect(whatIf(strict, strict)[0]?.rules).toEqual([])
  })

  it('judges a report with any member changed, or refuses it in words', () => {
    const packs = load('default', 'malware', 'licence', 'freshness', 'known-exploited', 's2c2f')
    const places = placesOf(SCAN)
    fc.assert(
      fc.property(fc.nat(places.length - 1), fc.constantFrom(undefined, null, 1, 'x', [], {}, [null], '\u001b', -1, true), (at, value) => {
        const changed = structuredClone(SCAN) as unknown
        set(changed, places[at] ?? [], value)
        write('changed.json', JSON.stringify(changed))
        failure(() => {
          const [project] = checkPolicies(packs, [readPolicyDocument('changed.json', folder)], NOW)
          expect(project?.policy.packs).toHaveLength(6)
        })
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})

function placesOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [...(path.length === 0 ? [] : [path]), ...Object.entries(value).flatMap(([key, one]) => placesOf(one, [...path, key]))]
}

function set(root: unknown, path: readonly (string | number)[], value: unknown): void {
  const parent = path.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], root) as Record<string, unknown>
  parent[path.at(-1) as string] = value
}
