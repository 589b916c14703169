import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PolicyReport, ScanReport } from '@cupel/model'
import Ajv2020 from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cupel, ROOT, startCupel } from './cupel.ts'
import { makeDatabase } from './database.ts'
import { CLEAN_LOCK, packageLock, VULNERABLE_LOCK, writeTree } from './project.ts'
import { keyPair } from './signing.ts'

let folder = ''
let db = ''
let shipped = 0

const OWN = `policy: 1
id: own
title: Own
version: 1.0.0
model: ">=1.0 <2.0"
parameters:
  most: { type: int, default: 0, about: findings that are let pass }
rules:
  - id: few
    title: Few findings
    severity: high
    subject: project
    assert: project.findings.filter(f, f.counts).size() <= params.most
    message: \${project.name} has \${project.findings.size()} findings
    remediation: Upgrade.
tests:
  - { rule: few, name: none, given: { project: { findings: [] } }, expect: pass }
  - { rule: few, name: one, given: { project: { findings: [{ counts: true }] } }, expect: fail }
  - { rule: few, name: unseen, given: { project: {} }, expect: unknown }
`
const OVERLAY = 'overlay: 1\nof: ./own.yaml\nparameters: { most: 1000 }\n'

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cupel-test-')))
  db = makeDatabase(folder)
  writeTree(folder, {
    'bad/package-lock.json': VULNERABLE_LOCK,
    'good/package-lock.json': CLEAN_LOCK,
    'own.yaml': OWN,
    'lax.yaml': OVERLAY,
    'wrong.yaml': OWN.replace('params.most', 'params.mots'),
    'configured/cupel.toml': '[gate]\nfail-on = "none"\n[policy]\npacks = ["./own.yaml"]\n',
    'configured/own.yaml': OWN,
    'configured/package-lock.json': VULNERABLE_LOCK,
  })
  for (const name of ['bad', 'good']) {
    const { stdout } = cupel(['scan', join(folder, name), '--db', db, '--offline', '--format', 'json'])
    writeFileSync(join(folder, `${name}.json`), stdout)
  }
  shipped = cupel(['policy', 'list']).stdout.trim().split('\n').length
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const scan = (name: string, ...flags: string[]) =>
  cupel(['scan', join(folder, name), '--db', db, '--offline', '--fail-on', 'none', ...flags], { cwd: folder })
const policy = (...args: string[]) => cupel(['policy', ...args], { cwd: folder })

function schema(name: string): (value: unknown) => boolean {
  const text = readFileSync(join(ROOT, 'docs/schemas', name), 'utf8')
  return new Ajv2020.default({ allErrors: true }).compile(JSON.parse(text) as object)
}

describe('cupel scan --policy', () => {
  test.each([
    ['good', ['--policy', './own.yaml'], 0],
    ['bad', ['--policy', './own.yaml'], 1],
    ['bad', ['--policy', './lax.yaml'], 0],
    ['good', ['--policy', 'freshness'], 3],
    ['good', ['--policy', 'freshness', '--policy-unknown', 'pass'], 0],
    ['bad', ['--policy', 'freshness,./own.yaml'], 1],
    ['good', ['--policy', './wrong.yaml'], 2],
    ['good', ['--policy', './none.yaml'], 2],
    ['good', ['--policy', 'defualt'], 2],
    ['good', ['--policy', ''], 2],
    ['good', ['--policy-unknown', 'pass'], 2],
  ] as const)('%s %j → %i', (name, flags, code) => {
    expect(scan(name, ...flags).code).toBe(code)
  })

  test('the report holds what every rule said, as the schema has it', () => {
    const report = JSON.parse(scan('bad', '--policy', 'default', '--policy', './own.yaml', '--format', 'json').stdout) as ScanReport
    const follows = schema('scan-report-1.0.schema.json')
    expect(follows(report)).toBe(true)
    const own = report.policy?.packs.find(({ id }) => id === 'own')
    expect(own?.rules[0]).toMatchObject({ id: 'few', outcome: 'fail', source: './own.yaml', line: 9 })
    expect(own?.rules[0]?.results[0]?.deciding[0]?.expression).toBe('project.findings.filter(f, f.counts).size() <= params.most')
    expect(report.verdict.reasons).toContain('policy own: 1 rule not kept (few)')
    const plain = JSON.parse(scan('bad', '--format', 'json').stdout) as ScanReport
    expect(plain).not.toHaveProperty('policy')
  })

  test.each([
    ['table', /Policy own 1\.0\.0: not kept/],
    ['markdown', /## ❌ Policy own 1\.0\.0: not kept/],
    ['html', /Policy Own: not kept/],
    ['sarif', /"ruleId": "own\/few"/],
    ['junit', /<testcase classname="cupel\.policy_own" name="few: Few findings"><failure type="high"/],
    ['github', /^::error title=cupel policy\.own few%3A Few findings::/m],
  ])('%s tells of it', (format, pattern) => {
    const run = scan('bad', '--policy', './own.yaml', '--format', format)
    expect(run.stdout).toMatch(pattern)
    expect(run.code).toBe(1)
    expect(scan('good', '--policy', 'freshness', '--format', format).code).toBe(3)
    expect(scan('good', '--policy', './own.yaml', '--format', format).code).toBe(0)
  })

  test('is not passed by what was left out, not read or not looked for', () => {
    const malice = OWN.replace('subject: project', 'subject: finding')
      .replace(/assert: .*/, 'assert: finding.kind != "malware"')
      .replace(/message: .*/, 'message: m')
      .replace(/tests:[^]*/, '')
    writeFileSync(join(folder, 'malice.yaml'), malice)
    expect(scan('bad', '--policy', './malice.yaml').code).toBe(1)
    expect(scan('bad', '--policy', './malice.yaml', '--only', 'vulnerability').code).toBe(3)
    mkdirSync(join(folder, 'half'))
    writeFileSync(join(folder, 'half/package-lock.json'), CLEAN_LOCK)
    writeFileSync(join(folder, 'half/yarn.lock'), 'left-pad@1\n  version "1.3')
    const half = cupel(['scan', join(folder, 'half'), '--db', db, '--offline', '--format', 'json'])
    writeFileSync(join(folder, 'half.json'), half.stdout)
    for (const about of ['component', 'project', 'finding']) {
      const rule = about === 'component' ? 'component.pinned' : `project.${about === 'project' ? 'component' : 'finding'}s.size() < 100`
      writeFileSync(
        join(folder, 'any.yaml'),
        malice
          .replace('subject: finding', `subject: ${about === 'component' ? about : 'project'}`)
          .replace(/assert: .*/, `assert: ${rule}`),
      )
      expect([about, policy('check', 'half.json', '-p', './any.yaml').code]).toEqual([about, 3])
      expect([about, policy('check', 'good.json', '-p', './any.yaml').code]).toEqual([about, 0])
    }
  })

  test('is not passed by what filters hide, and says what they hid', () => {
    const lock = packageLock({ 'acme-server': { version: '1.4.0' }, 'acme-helpful': { version: '1.0.0', dev: true } })
    writeTree(folder, { 'part/package-lock.json': lock, 'part/old/requirements.txt': 'acme-quick==1.0\n' })
    const rule = (when: string) =>
      OWN.replace('subject: project', 'subject: finding')
        .replace(/assert: .*/, `${when}assert: finding.severity == "none"`)
        .replace(/message: .*/, 'message: m')
        .replace(/tests:[^]*/, '')
    writeFileSync(join(folder, 'none.yaml'), rule(''))
    writeFileSync(join(folder, 'shipped.yaml'), rule('when: "!component.development"\n    '))
    const judged = (pack: string, ...flags: string[]) => scan('part', '--policy', pack, ...flags)
    expect(judged('./none.yaml').code).toBe(1)
    const npm = ['--ecosystem', 'npm', '--no-dev', '--exclude', 'old/']
    const run = judged('./none.yaml', ...npm)
    expect(run).toMatchObject({ code: 3, stdout: expect.stringMatching(/findings left out \(development\): not known/) })
    expect(run.stdout).toContain('asked about a part only: 1 component needed only for development and tests left out')
    expect(judged('./none.yaml', '--no-dev', '--exclude', 'old/').code).toBe(3)
    expect(judged('./none.yaml', '--no-dev', '--ecosystem', 'npm').code).toBe(3)
    // What is for development only is none of this rule's.
    rmSync(join(folder, 'part/old'), { recursive: true })
    expect(judged('./shipped.yaml', '--no-dev').code).toBe(0)
    expect(judged('./none.yaml', '--no-dev').code).toBe(3)
    const report = judged('./shipped.yaml', '--no-dev', '--format', 'json').stdout
    expect(schema('scan-report-1.0.schema.json')(JSON.parse(report))).toBe(true)
    writeFileSync(join(folder, 'part.json'), report)
    expect(policy('check', 'part.json', '-p', './none.yaml').code).toBe(3)
    const checked = policy('check', 'part.json', '-p', './shipped.yaml', '--format', 'json', '--attest', 'part-verdict.json')
    expect(checked.code).toBe(0)
    expect(schema('policy-report-1.0.schema.json')(JSON.parse(checked.stdout))).toBe(true)
    const { predicate } = JSON.parse(readFileSync(join(folder, 'part-verdict.json'), 'utf8')) as { predicate: object }
    expect(predicate).toMatchObject({ leftOut: ['1 component needed only for development and tests left out'] })
  })

  test('is refused with evidence that is none', () => {
    expect(scan('good', '--policy', './own.yaml', '--policy-evidence', 'bad.json').code).toBe(3)
    expect(scan('good', '--policy', './own.yaml', '--policy-evidence', 'bad.json').stderr).toContain('no evidence for another scan')
  })

  test('is asked by the configuration too, with paths from there', () => {
    mkdirSync(join(folder, 'configured/inner'))
    const run = cupel(['scan', '..', '--db', db, '--offline'], { cwd: join(folder, 'configured/inner') })
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('Policy own 1.0.0: not kept')
  })

  test('tells of what is wrong with a pack by its line and column', () => {
    expect(scan('good', '--policy', './wrong.yaml').stderr).toContain('./wrong.yaml:13: column 60: params has no field "mots"')
  })
})

describe('cupel policy', () => {
  test('list, show, test and lint of everything shipped', () => {
    const names = (JSON.parse(policy('list', '--json').stdout) as { id: string }[]).map(({ id }) => id)
    expect(names).toEqual(['default', 'freshness', 'known-exploited', 'licence', 'malware', 'osps-baseline', 's2c2f'])
    expect(shipped).toBe(names.length)
    expect(policy('test', '--strict', ...names)).toMatchObject({ code: 0 })
    expect(policy('lint', '--strict', ...names)).toMatchObject({ code: 0, stdout: 'nothing to say against it\n' })
    expect(policy('show', 'licence').stdout).toContain('assert  component.licences.all(l, spdx.allowed(l, params.allowed))')
    expect(policy('model').stdout).toContain('### component')
  })

  test('test fails on what it does not expect, and says what decided', () => {
    writeFileSync(join(folder, 'failing.yaml'), OWN.replace('expect: pass', 'expect: fail'))
    const run = policy('test', './failing.yaml')
    expect(run).toMatchObject({ code: 1 })
    expect(run.stdout).toContain('failing.yaml:17: few, none: expected fail, found pass')
    expect(policy('lint', './failing.yaml').code).toBe(1)
  })

  test('check judges stored reports, and tells what another policy would break', () => {
    expect(policy('check', 'good.json', '-p', './own.yaml').code).toBe(0)
    const both = policy('check', 'good.json', 'bad.json', '-p', './own.yaml', '--format', 'json')
    expect(both.code).toBe(1)
    const report = JSON.parse(both.stdout) as { projects: { name: string; policy: PolicyReport }[] }
    expect(schema('policy-report-1.0.schema.json')(report)).toBe(true)
    expect(report.projects.map(({ policy: { outcome } }) => outcome)).toEqual(['pass', 'fail'])
    const change = policy('check', 'good.json', 'bad.json', '-p', './own.yaml', '--against', './lax.yaml')
    expect(change.stdout).toMatch(/bad: pass → fail\n {2}few: pass → fail; now .*bad\n1 of 2 projects would break\n$/)
    expect(policy('explain', 'few', 'bad.json', '-p', './own.yaml').stdout).toContain(
      'project.findings.filter(f, f.counts).size() <= params.most is false',
    )
  })

  test('a statement about the difference of two policies is refused', () => {
    const run = policy('check', 'good.json', '-p', './own.yaml', '--against', './lax.yaml', '--attest', 'both.json')
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--attest and --against') })
  })

  test('check takes assessments, facts and nothing else', () => {
    writeFileSync(
      join(folder, 'facts.json'),
      JSON.stringify({ facts: { 'pkg:npm/left-pad@1.3.0': { published: '2018-01-01T00:00:00Z' } } }),
    )
    expect(policy('check', 'good.json', 'facts.json', '-p', 'freshness').code).toBe(3)
    writeFileSync(join(folder, 'odd.json'), '{"facts": {"pkg:npm/a@1": {"publishd": "2018"}}}')
    expect(policy('check', 'good.json', 'odd.json')).toMatchObject({ code: 3 })
    writeFileSync(join(folder, 'odd.json'), '{}')
    expect(policy('check', 'odd.json')).toMatchObject({ code: 3 })
    const halved = JSON.parse(readFileSync(join(folder, 'bad.json'), 'utf8')) as { components: object[] }
    writeFileSync(join(folder, 'odd.json'), JSON.stringify({ ...halved, components: [{ purl: 'pkg:npm/a@1' }] }))
    expect(policy('check', 'odd.json', '-p', 'licence').code).toBe(3)
  })

  test('documents of a registry are facts', () => {
    const { components } = JSON.parse(readFileSync(join(folder, 'good.json'), 'utf8')) as ScanReport
    mkdirSync(join(folder, 'documents'))
    writeFileSync(join(folder, 'documents/odd.attestations.json'), '{"attestations": []}')
    for (const { name, version } of components) {
      const document = { name, versions: { [version]: {} }, time: { [version]: '2024-01-01T00:00:00Z' } }
      writeFileSync(join(folder, 'documents', `${name.replace('/', '%2f')}.json`), JSON.stringify(document))
    }
    expect(policy('check', 'good.json', '-p', 'freshness', '--evidence', 'documents').code).toBe(0)
    expect(scan('good', '--policy', 'freshness', '--policy-evidence', join(folder, 'documents')).code).toBe(0)
  })

  test('a verdict is a statement that verifies', () => {
    writeFileSync(join(folder, 'app.tgz'), 'what is released')
    const pair = keyPair()
    writeFileSync(join(folder, 'ci.pem'), pair.private)
    writeFileSync(join(folder, 'ci.pub'), pair.public)
    const made = policy('check', 'bad.json', '-p', './own.yaml', '--attest', 'verdict.json', '--subject', 'app.tgz', '--key', 'ci.pem')
    expect(made.code).toBe(1)
    const verify = cupel(['verify', 'app.tgz', '-b', 'verdict.json', '--key', 'ci.pub', '--unlogged'], { cwd: folder })
    expect(verify.code).toBe(0)
    expect(policy('check', 'bad.json', '-p', './own.yaml', '--attest', 'plain.json', '--subject', 'app.tgz').stderr).toContain('not signed')
    const statement = JSON.parse(readFileSync(join(folder, 'plain.json'), 'utf8')) as Record<string, unknown>
    const { components } = JSON.parse(readFileSync(join(folder, 'bad.json'), 'utf8')) as ScanReport
    const lines = components.map(({ purl, hashes }) => [purl, ...hashes.map((one) => `${one.algorithm}:${one.value}`).sort()].join(' '))
    const inventory = createHash('sha256')
      .update(`${lines.sort().join('\n')}\n`)
      .digest('hex')
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'urn:cupel:predicate:policy-verdict-1.0',
      subject: [{ name: 'app.tgz' }, { name: expect.stringMatching(/bad#inventory$/), digest: { sha256: inventory } }],
      predicate: { verificationResult: 'FAILED', rules: [{ pack: 'own', id: 'few', outcome: 'fail' }] },
    })
  })
})

describe('cupel policy sign', () => {
  test('makes what others pull: signed, served on loopback, pulled by key; never back to an older one', async () => {
    const pair = keyPair()
    writeFileSync(join(folder, 'org.pem'), pair.private)
    writeFileSync(join(folder, 'org.pub'), pair.public)
    writeFileSync(join(folder, 'org.yaml'), OWN)
    const sign = (...more: string[]) => policy('sign', 'org.yaml', '--key', 'org.pem', '--output', 'public', ...more)
    expect(sign()).toMatchObject({ code: 0, stderr: expect.stringMatching(/public\/own-1\.0\.0\.yaml sha256:[0-9a-f]{64}\n$/) })
    writeFileSync(join(folder, 'org.yaml'), OWN.replace('severity: high', 'severity: info'))
    expect(sign()).toMatchObject({ code: 2, stderr: expect.stringContaining('was published with other contents') })
    writeFileSync(join(folder, 'org.yaml'), OWN.replace('version: 1.0.0', 'version: 1.1.0'))
    expect(sign().code).toBe(0)
    writeFileSync(join(folder, 'org.yaml'), OWN.replace('expect: pass', 'expect: fail'))
    expect(sign('--force')).toMatchObject({ code: 2, stderr: expect.stringContaining('expects fail and gets pass') })
    expect(readdirSync(join(folder, 'public')).sort()).toEqual(
      ['1.0.0', '1.1.0'].flatMap((version) => [`own-${version}.yaml`, `own-${version}.yaml.sigstore.json`]),
    )
    const server = createServer(({ url = '' }, answer) => {
      if (url === '/latest.yaml') answer.writeHead(302, { location: '/own-1.1.0.yaml' }).end()
      else answer.end(readFileSync(join(folder, 'public', url.slice(1).replace('latest', 'own-1.1.0'))))
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const pull = (name: string, ...args: string[]) =>
      startCupel(['policy', 'pull', `${from}/${name}`, '-o', 'org-pulled.yaml', '--force', ...args], { cwd: folder }).done
    const byKey = ['--key', 'org.pub', '--unlogged']
    try {
      expect(await pull('own-1.0.0.yaml', ...byKey)).toMatchObject({ code: 0, stderr: expect.stringContaining('signed by key') })
      expect(await pull('latest.yaml', ...byKey)).toMatchObject({ code: 0 })
      const pulled = readFileSync(join(folder, 'org-pulled.yaml'), 'utf8')
      expect(pulled).toBe(OWN.replace('version: 1.0.0', 'version: 1.1.0'))
      expect(await pull('own-1.0.0.yaml', ...byKey)).toMatchObject({ code: 5, stderr: expect.stringContaining('older than the one here') })
      expect(readFileSync(join(folder, 'org-pulled.yaml'), 'utf8')).toBe(pulled)
      expect(policy('check', 'good.json', '-p', './org-pulled.yaml').code).toBe(0)
      const digest = /sha256:[0-9a-f]{64}/.exec(policy('show', './public/own-1.0.0.yaml').stdout)?.[0] ?? ''
      expect(await pull('own-1.0.0.yaml', ...byKey, '--digest', digest)).toMatchObject({ code: 0 })
    } finally {
      server.close()
    }
  })
})

describe('cupel policy pull', () => {
  test('takes a pack by digest or by signature, and nothing else', async () => {
    const pair = keyPair()
    writeFileSync(join(folder, 'team.pem'), pair.private)
    writeFileSync(join(folder, 'team.pub'), pair.public)
    expect(cupel(['sign', 'own.yaml', '--key', 'team.pem'], { cwd: folder }).code).toBe(0)
    const server = createServer(({ url = '' }, answer) => {
      const name = url.slice(1)
      if (['own.yaml', 'own.yaml.sigstore.json', 'lax.yaml'].includes(name)) answer.end(readFileSync(join(folder, name)))
      else answer.writeHead(404).end()
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const pull = (...args: string[]) => startCupel(['policy', 'pull', ...args], { cwd: folder }).done
    try {
      const signed = await pull(`${from}/own.yaml`, '--key', 'team.pub', '--unlogged', '-o', 'pulled.yaml')
      expect(signed).toMatchObject({ code: 0 })
      expect(readFileSync(join(folder, 'pulled.yaml'), 'utf8')).toBe(OWN)
      const digest = /sha256:[0-9a-f]{64}/.exec(signed.stderr)?.[0] ?? ''
      expect(await pull(`${from}/own.yaml`, '--digest', digest, '-o', 'pinned.yaml')).toMatchObject({ code: 0 })
      expect(await pull(`${from}/own.yaml`, '--digest', digest, '-o', 'pinned.yaml')).toMatchObject({ code: 2 })
      expect(await pull(`${from}/own.yaml`, '--digest', `sha256:${'0'.repeat(64)}`, '-o', 'x.yaml')).toMatchObject({ code: 5 })
      expect(
        await pull(`${from}/lax.yaml`, '--key', 'team.pub', '--unlogged', '-b', `${from}/own.yaml.sigstore.json`, '-o', 'x.yaml'),
      ).toMatchObject({ code: 5 })
      writeFileSync(join(folder, 'other.pub'), keyPair().public)
      expect(await pull(`${from}/own.yaml`, '--key', 'other.pub', '--unlogged', '-o', 'x.yaml')).toMatchObject({ code: 5 })
      expect(await pull(`${from}/none.yaml`, '--digest', digest, '-o', 'x.yaml')).toMatchObject({ code: 5 })
      expect(await pull(`${from}/own.yaml`, '-o', 'x.yaml')).toMatchObject({ code: 2 })
      expect(() => readFileSync(join(folder, 'x.yaml'))).toThrow()
    } finally {
      server.close()
    }
  })
})
