import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cupel, scanJson } from './cupel.ts'
import { makeDatabase } from './database.ts'
import { packageLock, writeTree } from './project.ts'

const LOCK = packageLock({ 'acme-parser': { version: '2.0.0' } })
const PURL = 'pkg:npm/acme-parser@2.0.0'

let folder = ''
let db = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  db = makeDatabase(folder)
  writeTree(folder, { 'shop/package-lock.json': LOCK, 'evil/package-lock.json': packageLock({ 'acme-helpful': { version: '1.0.0' } }) })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function openVex(product: unknown, status: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://vex.example/1',
    author: 'Team Parser',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: [{ vulnerability: { name: 'CVE-2024-10002' }, products: [product], ...status }],
  })
}

const NOT_AFFECTED = { status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path', impact_statement: 'never called' }

const CSAF = JSON.stringify({
  document: {
    category: 'csaf_vex',
    csaf_version: '2.0',
    publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
    title: 'VEX',
    tracking: {
      current_release_date: '2026-01-01T00:00:00Z',
      id: 'ACME-1',
      initial_release_date: '2026-01-01T00:00:00Z',
      revision_history: [{ date: '2026-01-01T00:00:00Z', number: '1', summary: 'first' }],
      status: 'final',
      version: '1',
    },
  },
  product_tree: {
    full_product_names: [{ name: 'acme-parser', product_id: 'P1', product_identification_helper: { purl: PURL } }],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2024-10002',
      notes: [{ category: 'description', text: 'a fault' }],
      product_status: { known_not_affected: ['P1'] },
      threats: [{ category: 'impact', details: 'never called', product_ids: ['P1'] }],
    },
  ],
})

const CYCLONEDX = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { timestamp: '2026-01-01T00:00:00Z' },
  components: [{ type: 'library', name: 'acme-parser', version: '2.0.0', purl: PURL, 'bom-ref': 'p' }],
  vulnerabilities: [
    {
      id: 'CVE-2024-10002',
      analysis: { state: 'not_affected', justification: 'code_not_reachable', detail: 'never called' },
      affects: [{ ref: 'p' }],
    },
  ],
})

function judged(name: string, document: string, target = 'shop') {
  const file = join(folder, name)
  writeFileSync(file, document)
  const { code, report } = scanJson([join(folder, target), '--db', db, '--vex', file])
  return { code, finding: report.findings[0], report }
}

describe('VEX', () => {
  test.each([
    ['openvex', 'a.openvex.json', openVex({ '@id': PURL }, NOT_AFFECTED)],
    ['csaf', 'a.csaf.json', CSAF],
    ['cyclonedx', 'a.cdx.json', CYCLONEDX],
  ])('%s changes the state and is quoted in every format', (by, name, document) => {
    const { code, finding } = judged(name, document)
    expect(code).toBe(0)
    expect(finding).toMatchObject({ state: 'not-affected', stateReason: { by, statement: 'never called', source: join(folder, name) } })
    for (const format of ['table', 'sarif', 'markdown', 'html', 'junit', 'cyclonedx']) {
      const { code: again, stdout } = cupel([
        'scan',
        join(folder, 'shop'),
        '--db',
        db,
        '--offline',
        '--vex',
        join(folder, name),
        '-f',
        format,
      ])
      expect(again).toBe(0)
      expect(stdout, format).toContain('never called')
      expect(stdout, format).toContain('GHSA-high-high-high')
    }
  })

  test.each([
    [{ status: 'fixed' }, 'fixed', 0],
    [{ status: 'under_investigation' }, 'under-investigation', 1],
    [{ status: 'affected', action_statement: 'upgrade' }, 'open', 1],
  ])('%j → %s, exit %i', (status, state, exit) => {
    const { code, finding } = judged('status.json', openVex({ '@id': PURL }, status))
    expect([code, finding?.state]).toEqual([exit, state])
  })

  test.each([
    ['another version', { '@id': 'pkg:npm/acme-parser@2.0.1' }, 'open'],
    ['another package', { '@id': 'pkg:npm/acme-server@2.0.0' }, 'open'],
    ['all versions', { '@id': 'pkg:npm/acme-parser' }, 'not-affected'],
    ['this project, with the component as a part', { '@id': 'pkg:npm/shop@1.0.0', subcomponents: [{ '@id': PURL }] }, 'not-affected'],
    ['another project, with the component as a part', { '@id': 'pkg:npm/other@1.0.0', subcomponents: [{ '@id': PURL }] }, 'open'],
  ])('a statement about %s', (_, product, state) => {
    expect(judged('product.json', openVex(product, NOT_AFFECTED)).finding?.state).toBe(state)
  })

  test('malice is not waved away by a statement about all versions', () => {
    const wide = openVex({ '@id': 'pkg:npm/acme-helpful' }, NOT_AFFECTED).replace('CVE-2024-10002', 'MAL-2024-77')
    const exact = openVex({ '@id': 'pkg:npm/acme-helpful@1.0.0' }, NOT_AFFECTED).replace('CVE-2024-10002', 'MAL-2024-77')
    expect(judged('wide.json', wide, 'evil')).toMatchObject({ code: 1, finding: { state: 'open' } })
    expect(judged('exact.json', exact, 'evil')).toMatchObject({ code: 0, finding: { state: 'not-affected' } })
  })

  test.each([
    ['not JSON', '{"@context": '],
    ['no VEX', '{"hello": "world"}'],
    ['empty', ''],
    ['not there', null],
  ])('a document that is %s is refused: what was believed to apply must not be lost', (_, document) => {
    const file = join(folder, 'refused.json')
    rmSync(file, { force: true })
    if (document !== null) writeFileSync(file, document)
    const { code, stdout, stderr } = cupel(['scan', join(folder, 'shop'), '--db', db, '--offline', '--vex', file])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain(file)
  })
})

describe('waivers', () => {
  function waived(toml: string, target = 'shop') {
    const file = join(folder, 'policy.toml')
    writeFileSync(file, toml)
    const { code, report } = scanJson([join(folder, target), '--db', db, '--config', file])
    return { code, finding: report.findings[0], problems: report.problems.map((problem) => problem.code) }
  }
  const waiver = (fields: Readonly<Record<string, string>>): string =>
    `[[waiver]]\n${Object.entries({ id: 'CVE-2024-10002', reason: 'not called', owner: 'team-shop', expires: '2999-01-31', ...fields })
      .map(([key, value]) => `${key} = "${value}"\n`)
      .join('')}`

  test('one that applies is shown as waived, with its words', () => {
    const { code, finding, problems } = waived(waiver({}))
    expect([code, problems]).toEqual([0, []])
    expect(finding).toMatchObject({
      state: 'waived',
      stateReason: { by: 'waiver', statement: 'not called', author: 'team-shop', expires: '2999-01-31', line: 1 },
    })
    const { stdout } = cupel(['scan', join(folder, 'shop'), '--db', db, '--offline', '--config', join(folder, 'policy.toml')])
    expect(stdout).toMatch(/not called/)
  })

  test.each([
    ['by alias, any case', { id: 'ghsa-HIGH-high-high' }, 0, 'waived', []],
    ['by package', { id: '*', package: 'pkg:npm/acme-parser' }, 0, 'waived', []],
    ['by version', { package: 'pkg:npm/acme-parser@2.0.0' }, 0, 'waived', []],
    ['by path', { path: 'package-lock.json' }, 0, 'waived', []],
    ['expired', { expires: '2020-01-31' }, 1, 'open', ['waiver-expired']],
    ['of another version', { package: 'pkg:npm/acme-parser@2.0.1' }, 1, 'open', ['waiver-unused']],
    ['of another place', { path: 'web/**' }, 1, 'open', ['waiver-unused']],
    ['of another id', { id: 'CVE-2024-99999' }, 1, 'open', ['waiver-unused']],
  ])('%s', (_, fields, exit, state, problems) => {
    const result = waived(waiver(fields))
    expect([result.code, result.finding?.state, result.problems]).toEqual([exit, state, problems])
  })

  test('malice only by its exact id and package', () => {
    expect(waived(waiver({ id: '*', package: 'pkg:npm/acme-helpful' }), 'evil').finding?.state).toBe('open')
    expect(waived(waiver({ id: 'MAL-2024-77' }), 'evil').finding?.state).toBe('open')
    expect(waived(waiver({ id: 'MAL-2024-77', package: 'pkg:npm/acme-helpful' }), 'evil').finding?.state).toBe('waived')
  })

  test.each([['reason'], ['owner'], ['expires'], ['id']])('one without %s is an error', (key) => {
    const file = join(folder, 'policy.toml')
    writeFileSync(file, waiver({}).replace(new RegExp(`^${key} = .*\n`, 'm'), ''))
    const { code, stderr } = cupel(['scan', join(folder, 'shop'), '--db', db, '--offline', '--config', file])
    expect(code).toBe(2)
    expect(stderr).toContain(key)
  })
})
