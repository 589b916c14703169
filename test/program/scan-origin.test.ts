import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScanReport } from '@cupel/model'
import Ajv from 'ajv'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'
import { ROOT } from './cupel.ts'
import { makeDatabase } from './database.ts'
import { packageLock, writeTree } from './project.ts'
import { run, SIGNER, signingPlace } from './signing.ts'
import type { SigningPlace } from './signing.ts'

let folder = ''
let place: SigningPlace
let db = ''

const TARBALL = 'what is released as acme-server 1.4.0'
const sri = (text: string): string => `sha512-${createHash('sha512').update(text).digest('base64')}`
const lock = (integrity: string): string => packageLock({ 'acme-server': { version: '1.4.0', integrity } as { version: string } })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  place = await signingPlace(folder)
  db = makeDatabase(join(folder, 'db'))
  mkdirSync(join(folder, 'evidence'))
  writeFileSync(join(folder, 'evidence/acme-server-1.4.0.tgz'), TARBALL)
  const signed = await run(['sign', 'evidence/acme-server-1.4.0.tgz', ...place.sign], { cwd: folder })
  if (signed.code !== 0) throw new Error(signed.stderr)
})
afterAll(async () => {
  await place.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Given {
  readonly integrity?: string
  readonly subject?: string
  readonly extra?: string
  readonly root?: string
  readonly flags?: readonly string[]
}

/** Scans a project by a policy with one identity; answers exit code and, as JSON, the report. */
async function scanned(
  name: string,
  { integrity = sri(TARBALL), subject = SIGNER, extra = '', root = 'sandbox/trusted_root.json', flags = [] }: Given = {},
) {
  const policy = `version = 1\n[[identity]]\nname = "somebody"\nkind = "sigstore"\nissuer = "${place.issuer}"\nsubject = "${subject}"\n${extra}[[rule]]\nname = "acme"\nfor = ["pkg:npm/acme-*"]\nby = ["somebody"]\nevidence = ["signature"]\n`
  writeTree(folder, { [`${name}/package-lock.json`]: lock(integrity), [`${name}.toml`]: policy })
  const trust = ['--trust', `${name}.toml`, '--evidence', 'evidence', '--trusted-root', root]
  return run(['scan', name, '--offline', '--db', db, ...trust, ...(flags.length === 0 ? ['--format', 'json'] : flags)], { cwd: folder })
}

const SCHEMA = JSON.parse(readFileSync(join(ROOT, 'docs/schemas/scan-report-1.0.schema.json'), 'utf8')) as object
const followsSchema = addFormats.default(new Ajv2020.default({ allErrors: true, strict: false })).compile(SCHEMA)

describe('cupel scan --trust', () => {
  test('a signature by whom the policy names passes', async () => {
    const { code, stdout } = await scanned('good')
    const report = JSON.parse(stdout) as ScanReport
    expect(followsSchema(report), JSON.stringify(followsSchema.errors)).toBe(true)
    expect(report.provenance).toMatchObject({ policy: 'good.toml', evidence: 1, covered: 1, trusted: 1, uncovered: 0 })
    expect(report.verdict).toMatchObject({ outcome: 'pass' })
    expect(code).toBe(0)
  })

  test.each<[string, Given, string]>([
    ['other bytes', { integrity: sri('else') }, 'provenance-absent'],
    ['by somebody else', { subject: 'nobody@example.com' }, 'provenance-wrong'],
    ['by an identity that has ended', { extra: 'valid-until = 2020-01-01\n' }, 'provenance-wrong'],
    ['under another root', { root: 'other/sandbox/trusted_root.json' }, 'provenance-unverifiable'],
  ])('%s', async (name, given, rule) => {
    if (given.root !== undefined) await (await signingPlace(join(folder, 'other'))).close()
    const { code, stdout } = await scanned(name.replaceAll(' ', '-'), given)
    const report = JSON.parse(stdout) as ScanReport
    expect(followsSchema(report), JSON.stringify(followsSchema.errors)).toBe(true)
    expect(report.findings.map(({ advisory }) => advisory.id)).toEqual([rule])
    expect(report.summary.byKind).toEqual({ vulnerability: 0, malware: 0, provenance: 1 })
    expect(code).toBe(1)
  })

  test('is told, explained, waived and gated', async () => {
    const given = { integrity: sri('else') }
    const table = await scanned('told', { ...given, flags: ['--format', 'table'] })
    expect(table.stdout).toContain('FAIL  the origin of 1 component is not as the trust policy asks: 1 absent')
    const trust = ['--trust', 'told.toml', '--evidence', 'evidence', '--trusted-root', 'sandbox/trusted_root.json']
    const where = ['told', '--offline', '--db', db]
    const explained = await run(['explain', 'provenance-absent', ...where, ...trust], { cwd: folder })
    expect(explained.stdout).toContain('rule acme of told.toml')
    const why = await run(['why', 'acme-server', ...where, ...trust], { cwd: folder })
    expect(why.stdout).toContain('provenance-absent')
    expect((await run(['explain', 'provenance-absent'], { cwd: folder })).stdout).toContain('No provenance')
    expect((await scanned('high', { ...given, flags: ['--fail-on', 'high'] })).code).toBe(0)
    expect((await scanned('kind', { ...given, flags: ['--fail-on', 'provenance'] })).code).toBe(1)
    const flags = ['--trust', 'told.toml', '--evidence', 'evidence', '--trusted-root', 'sandbox/trusted_root.json', '--offline', '--db', db]
    // The same finding on both sides is no news; one that only the new side has is.
    expect((await run(['diff', 'told', 'told', ...flags, '--fail-on', 'provenance'], { cwd: folder })).code).toBe(0)
    await scanned('good')
    const diff = await run(['diff', 'good', 'told', ...flags, '--fail-on', 'provenance'], { cwd: folder })
    expect([diff.code, diff.stdout.includes('provenance-absent in acme-server')]).toEqual([1, true])
    expect((await scanned('only', { ...given, flags: ['--only', 'vulnerability'] })).code).toBe(0)
    const config = (id: string) =>
      `[trust]\nfile = "told.toml"\nevidence = "evidence"\ntrusted-root = "sandbox/trusted_root.json"\n[[waiver]]\nid = "${id}"\npackage = "pkg:npm/acme-server"\nreason = "r"\nowner = "o"\nexpires = 2999-01-01\n`
    writeTree(folder, { 'waived.toml': config('provenance-absent'), 'unwaived.toml': config('*') })
    expect((await run(['scan', ...where, '--config', 'waived.toml'], { cwd: folder })).code).toBe(0)
    expect((await run(['scan', ...where, '--config', 'unwaived.toml'], { cwd: folder })).code).toBe(1)
  })

  test('SARIF follows its schema', async () => {
    const { stdout } = await scanned('sarif', { integrity: sri('else'), flags: ['--format', 'sarif'] })
    const log = JSON.parse(stdout) as { readonly runs: readonly [{ readonly results: readonly { readonly ruleId: string }[] }] }
    expect(log.runs[0].results.map(({ ruleId }) => ruleId)).toEqual(['provenance-absent'])
    const path = sharedPath('schemas/sarif/sarif-2.1.0.schema.json')
    if (path === null) return
    const { $schema: _, id: _id, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    const check = addFormats.default(new Ajv.default({ allErrors: true, allowUnionTypes: true, strict: false })).compile(schema)
    check(log)
    expect(check.errors ?? []).toEqual([])
  })

  test('evidence that cannot be read is no pass, and a policy that cannot be read is an error', async () => {
    const bundle = 'evidence/acme-server-1.4.0.tgz.sigstore.json'
    copyFileSync(join(folder, bundle), join(folder, 'kept.json'))
    writeFileSync(join(folder, 'evidence/broken.sigstore.json'), readFileSync(join(folder, bundle)).subarray(0, 500))
    expect((await scanned('broken')).code).toBe(3)
    rmSync(join(folder, 'evidence/broken.sigstore.json'))
    writeTree(folder, { 'bad.toml': 'version = 2\n' })
    const where = ['scan', 'good', '--offline', '--db', db]
    expect((await run([...where, '--trust', 'bad.toml'], { cwd: folder })).code).toBe(2)
    expect((await run([...where, '--trust', 'nowhere.toml'], { cwd: folder })).code).toBe(2)
    expect((await run([...where, '--evidence', 'evidence'], { cwd: folder })).code).toBe(2)
    expect((await run([...where, '--trust', 'good.toml', '--evidence', 'nowhere'], { cwd: folder })).code).toBe(3)
    expect((await run([...where, '--only', 'provenance'], { cwd: folder })).code).toBe(2)
    expect((await run([...where, '--fail-on', 'provenance'], { cwd: folder })).code).toBe(3)
  })
})
