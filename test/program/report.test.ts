import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Ajv from 'ajv'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'
import { cupel, ROOT, scanJson } from './cupel.ts'
import { makeDatabase } from './database.ts'
import { CLEAN_LOCK, VULNERABLE_LOCK, writeTree } from './project.ts'

const FORMATS = ['table', 'json', 'sarif', 'cyclonedx', 'markdown', 'html', 'junit', 'github'] as const

let folder = ''
let db = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  db = makeDatabase(folder)
  writeTree(folder, {
    'bad/package-lock.json': VULNERABLE_LOCK,
    'bad/yarn.lock': '__metadata:\n  version: 99\n',
    'good/package-lock.json': CLEAN_LOCK,
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function checkOf(schema: object, version: typeof Ajv.default | typeof Ajv2020.default) {
  return addFormats.default(new version({ allErrors: true, allowUnionTypes: true, strict: false })).compile(schema)
}

test('JSON follows the published schema, with findings, without, with problems, without a database', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'docs', 'schemas', 'scan-report-1.0.schema.json'), 'utf8')) as object
  const check = checkOf(schema, Ajv2020.default)
  for (const args of [[join(folder, 'bad'), '--db', db], [join(folder, 'good'), '--db', db], [join(folder, 'good')]]) {
    check(scanJson(args).report)
    expect(check.errors ?? []).toEqual([])
  }
})

test('SARIF follows its schema, and says whether the run was complete', () => {
  const path = sharedPath('schemas/sarif/sarif-2.1.0.schema.json')
  const runs = ['bad', 'good'].map((name) => {
    const { stdout } = cupel(['scan', join(folder, name), '--db', db, '--offline', '--format', 'sarif'])
    return JSON.parse(stdout) as { readonly runs: readonly { readonly invocations: readonly { readonly exitCode: number }[] }[] }
  })
  expect(runs.map((log) => log.runs[0]?.invocations[0]?.exitCode)).toEqual([1, 0])
  if (path === null) return
  const { $schema: _, id: _id, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const check = checkOf(schema, Ajv.default)
  for (const log of runs) {
    check(log)
    expect(check.errors ?? []).toEqual([])
  }
})

describe('the starter set', () => {
  test.each(FORMATS.filter((format) => format !== 'cyclonedx'))('%s says that only it answered, and nothing found is no pass', (format) => {
    const { code, stdout } = cupel(['scan', join(folder, 'good'), '--offline', '--format', format])
    expect(code).toBe(3)
    expect(stdout).toMatch(/starter/)
  })

  test('what it finds counts', () => {
    const { code, stdout } = cupel(['scan', 'examples/shop', '--offline', '--format', 'json'])
    expect(code).toBe(1)
    const report = JSON.parse(stdout) as { readonly index: { readonly kind: string }; readonly findings: readonly unknown[] }
    expect(report.index.kind).toBe('starter')
    expect(report.findings.length).toBeGreaterThan(50)
  })

  test('--allow-incomplete does not make it a pass', () => {
    expect(cupel(['scan', join(folder, 'good'), '--offline', '--allow-incomplete']).code).toBe(3)
  })
})

describe('every format', () => {
  test.each(FORMATS)('%s tells findings, problems and the verdict', (format) => {
    const { code, stdout } = cupel(['scan', join(folder, 'bad'), '--db', db, '--offline', '--format', format])
    expect(code).toBe(1)
    for (const id of ['MAL-2024-77', 'GHSA-crit-crit-crit', 'GHSA-lowl-lowl-lowl']) expect(stdout).toContain(id)
    if (format !== 'cyclonedx') expect(stdout).toContain('yarn.lock')
    expect(stdout.endsWith('\n')).toBe(true)
    // oxlint-disable-next-line no-control-regex -- nothing of the kind may be printed
    expect(stdout).not.toMatch(/\u001b/)
  })

  test('widths, colours and characters follow the terminal', () => {
    const table = (env: Record<string, string>) => cupel(['scan', join(folder, 'bad'), '--db', db, '--offline'], { env }).stdout
    for (const columns of ['40', '80', '120']) {
      expect(
        Math.max(
          ...table({ COLUMNS: columns })
            .split('\n')
            .map((line) => line.length),
        ),
      ).toBeLessThanOrEqual(Number(columns))
    }
    expect(table({ LANG: 'C' })).toMatch(/^[\x20-\x7e\n]*$/)
    expect(table({ FORCE_COLOR: '1' })).toContain('\u001b[')
    expect(table({ FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain('\u001b[')
  })
})
