import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ScanReport } from '@cupel/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, scanJson } from './cupel.ts'
import { makeDatabase } from './database.ts'
import { VULNERABLE_LOCK, writeTree } from './project.ts'

interface Library {
  scan(target: string, options?: Readonly<Record<string, unknown>>): Promise<ScanReport>
  match(
    components: ScanReport['components'],
    options?: Readonly<Record<string, unknown>>,
  ): Promise<Pick<ScanReport, 'findings' | 'problems' | 'index'>>
  inventory(target: string, options?: Readonly<Record<string, unknown>>): Promise<Pick<ScanReport, 'components' | 'coverage' | 'problems'>>
}

let folder = ''
let db = ''
let library: Library

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  db = makeDatabase(folder)
  writeTree(folder, { 'bad/package-lock.json': VULNERABLE_LOCK })
  library = (await import(pathToFileURL(join(ROOT, 'apps', 'cli', 'dist', 'library.js')).href)) as Library
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('scan gives the report of --format json, twice in one process', async () => {
  const options = { db, offline: true, cwd: folder }
  const { report } = scanJson(['bad', '--db', db], { cwd: folder })
  expect(JSON.parse(JSON.stringify(await library.scan('bad', options)))).toEqual(report)
  expect(await library.scan('bad', options)).toEqual(await library.scan('bad', options))
})

test('options are those of the command line', async () => {
  const { verdict, findings } = await library.scan('bad', {
    db,
    offline: true,
    cwd: folder,
    failOn: 'none',
    only: ['malware'],
    noDev: true,
  })
  expect([verdict.exitCode, findings.length]).toEqual([0, 1])
})

test('inventory lists without any advisory data', async () => {
  const { components, coverage, problems } = await library.inventory('bad', { cwd: folder })
  expect([components.length, coverage.length, problems.length]).toEqual([6, 1, 0])
})

test('what the user must mend is thrown with a code', async () => {
  await expect(library.scan('nowhere', { cwd: folder, offline: true })).rejects.toMatchObject({
    name: 'CupelError',
    code: 'target-missing',
    exitCode: 3,
  })
  await expect(library.scan('bad', { cwd: folder, offline: true, failOn: 'hihg' })).rejects.toMatchObject({ code: 'usage-wrong-value' })
})

test('README: the example works as written, and prints nothing by itself', () => {
  const code = `import { scan } from 'cupel'
const report = await scan('.', { offline: true })
console.log(report.verdict.outcome, report.findings.length, report.problems.length)
`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', CUPEL_HOME: '/nonexistent' },
  })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^(fail|unknown) \d+ \d+\n$/)
})

test('match judges components wherever they are from, as a scan does', async () => {
  const options = { db, offline: true, cwd: folder }
  const report = await library.scan('bad', options)
  const { findings, index } = await library.match(report.components, options)
  const ids = (list: ScanReport['findings']): readonly string[] => list.map(({ id }) => id).sort()
  expect(ids(findings).length).toBeGreaterThan(0)
  expect(ids(findings)).toEqual(ids(report.findings))
  expect(index).toEqual(report.index)
})
