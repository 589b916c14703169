import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import { SANDBOX_FAULTS } from '@cupel/engine/sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cupel } from './cupel.ts'
import { failure, keyPair, run, SIGNER, signingPlace, verdict } from './signing.ts'
import type { SigningPlace } from './signing.ts'

const CONTENT = 'what is released'

let folder = ''
let place: SigningPlace

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  place = await signingPlace(folder)
  writeFileSync(join(folder, 'app.tgz'), CONTENT)
  await run(['sign', 'app.tgz', ...place.sign], { cwd: folder })
})
afterAll(async () => {
  await place.close()
  rmSync(folder, { recursive: true, force: true })
})

function work(name: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  writeFileSync(join(path, 'app.tgz'), CONTENT)
  return path
}

/** Faults that show in what the newest log makes, which is what clients choose. */
const FAULTS = Object.entries(SANDBOX_FAULTS).filter(([, fault]) => !('log' in fault) || fault.log === 2)

describe('cupel verify', () => {
  test.each(FAULTS)('names the step that fails: %s', async (name, { step, code }) => {
    const cwd = work(`fault-${name}`)
    const faulty = await signingPlace(cwd, [name])
    const signed = await run(['sign', 'app.tgz', '--unchecked', ...faulty.sign], { cwd })
    const { report, code: exit } = await verdict(['verify', 'app.tgz', ...faulty.verify], { cwd })
    await faulty.close()
    expect(signed.code).toBe(0)
    expect(failure(report.items[0]?.step)).toBe(`${['evidence', step === 'bundle' ? 'kind' : `bundle/${step}`].join('/')}: ${code}`)
    expect(exit).toBe(5)
  })

  test.each([
    ['truncated', (text: string) => text.slice(0, 500), 'malformed'],
    ['a key twice', (text: string) => text.replace('{', '{"mediaType":"x",'), 'malformed'],
    ['too deep', () => '['.repeat(100_000), 'limit-exceeded'],
    ['another kind', () => '{"a":1}', 'unsupported-version'],
    ['a later version', (text: string) => text.replace('v0.3+json', 'v9.9+json'), 'unsupported-version'],
    [
      'not UTF-8',
      (text: string) => Buffer.concat([Buffer.from(text.slice(0, 9)), Buffer.from([0xff, 0xfe]), Buffer.from(text.slice(9))]),
      'malformed',
    ],
    ['empty', () => '', 'malformed'],
  ] as const)('refuses evidence that is %s', async (_, spoil, code) => {
    const good = readFileSync(join(folder, 'app.tgz.sigstore.json'), 'utf8')
    writeFileSync(join(folder, 'spoilt.json'), spoil(good.trim()))
    const { report, code: exit } = await verdict(['verify', 'app.tgz', '-b', 'spoilt.json', ...place.verify], { cwd: folder })
    expect(failure(report.items[0]?.step)).toBe(`evidence/kind: ${code}`)
    expect(exit).toBe(5)
  })

  test('refuses evidence of any size', async () => {
    writeFileSync(join(folder, 'huge.json'), Buffer.alloc(65_000_000, 0x20))
    expect(await run(['verify', 'app.tgz', '-b', 'huge.json', ...place.verify], { cwd: folder })).toMatchObject({ code: 3 })
    rmSync(join(folder, 'huge.json'))
  })

  test('judges a digest in place of the file', async () => {
    const digest = createHash('sha256').update(CONTENT).digest('hex')
    const args = ['-b', 'app.tgz.sigstore.json', ...place.verify]
    expect(await verdict(['verify', `sha256:${digest}`, ...args], { cwd: folder })).toMatchObject({ code: 0 })
    expect(await verdict(['verify', `sha256:${'0'.repeat(64)}`, ...args], { cwd: folder })).toMatchObject({ code: 5 })
  })

  test('needs somebody to trust', () => {
    expect(cupel(['verify', 'app.tgz'], { cwd: folder })).toMatchObject({ code: 2, stderr: expect.stringContaining('trust init') })
  })

  test('trust init, then lint, then verify', async () => {
    const cwd = work('init')
    writeFileSync(join(cwd, 'app.tgz.sigstore.json'), readFileSync(join(folder, 'app.tgz.sigstore.json')))
    const root = place.verify.slice(4)
    const init = await run(['trust', 'init', 'app.tgz', '-o', 'trust.toml', ...root], { cwd })
    expect(init).toMatchObject({ code: 0, stderr: '1 signers proposed in trust.toml: check that they are who you mean\n' })
    expect(readFileSync(join(cwd, 'trust.toml'), 'utf8')).toContain(`subject = "${SIGNER}"`)
    expect(await run(['trust', 'init', 'app.tgz', '-o', 'trust.toml', ...root], { cwd })).toMatchObject({ code: 2 })
    expect((await run(['trust', 'lint', '--json'], { cwd })).code).not.toBe(2)
    const { report } = await verdict(['verify', 'app.tgz', ...root], { cwd })
    expect(report.verdict.outcome).toBe('verified')
    expect(report.items[0]?.vouchedBy).toHaveLength(1)
    writeFileSync(join(cwd, 'other.tgz'), 'other')
    expect(await verdict(['verify', 'other.tgz', '-b', 'app.tgz.sigstore.json', ...root], { cwd })).toMatchObject({ code: 5 })
  })

  test('writes reports whole or not at all', async () => {
    const cwd = work('reports')
    const args = ['verify', join(folder, 'app.tgz'), ...place.verify]
    expect(await run([...args, '--format', 'html=verdict.html', '--format', 'json=verdict.json'], { cwd })).toMatchObject({
      code: 0,
      stdout: '',
    })
    expect(readFileSync(join(cwd, 'verdict.html'), 'utf8')).toMatch(/^<!doctype html>/i)
    mkdirSync(join(cwd, 'taken'))
    expect(await run([...args, '--format', 'json=taken'], { cwd })).toMatchObject({ code: 2 })
    chmodSync(join(cwd, 'taken'), 0o500)
    expect(readdirSync(cwd).sort()).toEqual(['app.tgz', 'taken', 'verdict.html', 'verdict.json'])
  })
})

describe('cupel verify layout', () => {
  test('steps, rules and inspections', async () => {
    const cwd = work('layout')
    const owner = keyPair()
    const builder = keyPair()
    writeFileSync(join(cwd, 'owner.pub'), owner.public)
    writeFileSync(join(cwd, 'builder.pem'), builder.private)
    mkdirSync(join(cwd, 'src'))
    mkdirSync(join(cwd, 'dist'))
    writeFileSync(join(cwd, 'src/a'), 'source')
    const attest = ['attest', 'run', '--step', 'build', '--key', 'builder.pem', '-m', 'src', '-p', 'dist', '-d', 'links', '--']
    expect(await run([...attest, 'cp', 'src/a', 'dist/b'], { cwd })).toMatchObject({ code: 0 })
    expect(await run([...attest, 'false'], { cwd })).toMatchObject({ code: 1 })
    const keyid = createHash('sha256').update(spki(builder.public)).digest('hex')
    expect(readdirSync(join(cwd, 'links'))).toEqual([`build.${keyid.slice(0, 8)}.link`])
    const layout = (run: readonly string[] | null): object => ({
      _type: 'layout',
      expires: '2999-01-01T00:00:00Z',
      readme: '',
      keys: { [keyid]: { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyval: { public: builder.public } } },
      steps: [
        {
          _type: 'step',
          name: 'build',
          pubkeys: [keyid],
          threshold: 1,
          expected_command: [],
          expected_materials: [
            ['ALLOW', 'src/*'],
            ['DISALLOW', '*'],
          ],
          expected_products: [
            ['CREATE', 'dist/b'],
            ['DISALLOW', '*'],
          ],
        },
      ],
      inspect: run === null ? [] : [{ _type: 'inspection', name: 'check', run, expected_materials: [], expected_products: [] }],
    })
    const write = (name: string, command: readonly string[] | null): void => {
      const signed = layout(command)
      const sig = sign('sha256', canonical(signed), owner.private).toString('hex')
      const keyId = createHash('sha256').update(spki(owner.public)).digest('hex')
      writeFileSync(join(cwd, name), JSON.stringify({ signed, signatures: [{ keyid: keyId, sig }] }))
    }
    write('plain.layout', null)
    const verify = (file: string, ...more: readonly string[]) =>
      verdict(['verify', 'layout', file, '--key', 'owner.pub', '--links', 'links', '--product', 'dist', ...more], { cwd })
    expect(await verify('plain.layout')).toMatchObject({ code: 0 })
    writeFileSync(join(cwd, 'other.pub'), builder.public)
    expect(await verdict(['verify', 'layout', 'plain.layout', '--key', 'other.pub', '--links', 'links'], { cwd })).toMatchObject({
      code: 5,
    })
    const byPolicy = async (pattern: string, key = 'owner.pub'): Promise<string> => {
      const identity = `[[identity]]\nname = "owner"\nkind = "key"\nkey = "${key}"\n`
      const rule = `[[rule]]\nfor = ["${pattern}"]\nevidence = ["layout"]\nby = ["owner"]\n`
      writeFileSync(join(cwd, 'layout.toml'), `version = 1\n${identity}${rule}`)
      const { code, report } = await verdict(['verify', 'layout', 'plain.layout', '--trust', 'layout.toml', '--links', 'links'], { cwd })
      expect(report.items[0]?.vouchedBy).toEqual(code === 0 ? ['owner'] : [])
      return `${code} ${failure(report.items[0]?.step)}`
    }
    expect(await byPolicy('path:*.layout')).toBe('0 : undefined')
    expect(await byPolicy('path:other')).toBe('5 trust: trust-missing')
    expect(await byPolicy('path:*.layout', 'other.pub')).toBe('5 owners: signer-unknown')
    const both = ['verify', 'layout', 'plain.layout', '--trust', 'layout.toml', '--key', 'owner.pub', '--links', 'links']
    expect(cupel(both, { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('a verdict has one basis') })
    expect(cupel(['verify', 'layout', 'plain.layout'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('--trust FILE') })
    write('inspected.layout', ['sh', '-c', `test -f b && ! touch ${join(cwd, 'escaped')} && touch inside && ! wget http://127.0.0.1`])
    expect(failure((await verify('inspected.layout')).report.items[0]?.step)).toBe('inspections: evidence-missing')
    const confined = cupel(
      ['verify', 'layout', 'inspected.layout', '--key', 'owner.pub', '--links', 'links', '--product', 'dist', '--run-inspections'],
      { cwd },
    )
    // Where the system cannot confine it, it is refused and not run.
    expect([0, 5]).toContain(confined.code)
    expect(readdirSync(cwd)).not.toContain('escaped')
    expect(readdirSync(join(cwd, 'dist'))).toEqual(['b'])
    write('slow.layout', ['sleep', '30'])
    expect((await verify('slow.layout', '--run-inspections', '--inspection-timeout', '1')).code).toBe(5)
  })
})

describe('cupel verify slsa', () => {
  test('provenance by a builder’s key', async () => {
    const cwd = work('slsa')
    const builder = keyPair()
    writeFileSync(join(cwd, 'builder.pem'), builder.private)
    writeFileSync(join(cwd, 'builder.pub'), builder.public)
    const predicate = {
      buildDefinition: {
        buildType: 'https://ci.example/type/v1',
        externalParameters: { workflow: { repository: 'https://github.com/acme/app', ref: 'refs/tags/v1.2.3', path: 'build.yml' } },
        resolvedDependencies: [{ uri: 'git+https://github.com/acme/app@refs/tags/v1.2.3', digest: { gitCommit: '0'.repeat(40) } }],
      },
      runDetails: { builder: { id: 'https://ci.example/builder' } },
    }
    writeFileSync(join(cwd, 'predicate.json'), JSON.stringify(predicate))
    const attest = [
      'attest',
      'app.tgz',
      '--predicate',
      'predicate.json',
      '--type',
      'https://slsa.dev/provenance/v1',
      '--key',
      'builder.pem',
    ]
    expect(await run([...attest, ...place.sign.slice(2)], { cwd })).toMatchObject({ code: 0 })
    const verify = (...args: readonly string[]) =>
      verdict(['verify', 'slsa', 'app.tgz', '--key', 'builder.pub', ...place.verify.slice(4), ...args], { cwd })
    const good = await verify('--source-uri', 'github.com/acme/app', '--builder-id', 'https://ci.example/builder')
    expect(failure(good.report.items[0]?.step)).toBe(': undefined')
    expect(good.code).toBe(0)
    const cases = [
      ['build/source', ['--source-uri', 'github.com/acme/other', '--builder-id', 'https://ci.example/builder']],
      ['build/builder', ['--source-uri', 'github.com/acme/app', '--builder-id', 'https://ci.example/another']],
      ['build/builder', ['--source-uri', 'github.com/acme/app']],
    ] as const
    for (const [step, args] of cases) expect(failure((await verify(...args)).report.items[0]?.step)).toContain(`${step}: `)

    // Several: every one is shown, one that holds is enough, and why the others do not is told.
    const [bundle = ''] = readdirSync(cwd).filter((name) => name.startsWith('app.tgz.'))
    writeFileSync(join(cwd, 'other.json'), JSON.stringify({ payloadType: 'x', payload: '', signatures: [{ sig: 'AA==' }] }))
    const several = ['-p', 'other.json', '-p', bundle, '--source-uri', 'github.com/acme/app', '--builder-id', 'https://ci.example/builder']
    const { code, report } = await verify(...several)
    expect(code).toBe(0)
    expect(report.items[0]?.step).toMatchObject({ found: `held: ${bundle}`, steps: [{ outcome: 'not-applicable' }, { outcome: 'passed' }] })
    const text = await run(['verify', 'slsa', 'app.tgz', '--key', 'builder.pub', ...place.verify.slice(4), ...several], { cwd })
    expect(text.stdout).toContain('skip the provenance in other.json vouches for it: ')
    expect((await verify(...several.slice(0, -2), '--source-branch', 'x')).report.items[0]?.step.steps).toHaveLength(2)
  })
})

test('cupel verify credential with lists of what was revoked', async () => {
  const cwd = work('status')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const issuer = `did:jwk:${Buffer.from(JSON.stringify(publicKey.export({ format: 'jwk' }))).toString('base64url')}`
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const write = (name: string, typ: string, claims: object, by = privateKey): void => {
    const message = `${part({ alg: 'EdDSA', typ, kid: `${issuer}#0` })}.${part(claims)}`
    writeFileSync(join(cwd, name), `${message}.${sign(null, Buffer.from(message), by).toString('base64url')}\n`)
  }
  const [list, tokens] = ['https://status.example/1', 'https://status.example/2']
  const credential = (name: string, index: number, more: object = {}): void => {
    const credentialStatus = {
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(index),
      statusListCredential: list,
    }
    write(name, 'vc+jwt', { issuer, credentialSubject: {}, credentialStatus, ...more })
  }
  const bits = Buffer.alloc(16_384)
  bits[0] = 0x10
  const encodedList = `u${gzipSync(bits).toString('base64url')}`
  const statuses = { id: list, issuer, credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList } }
  write('list.jwt', 'vc+jwt', statuses)
  write('forged.jwt', 'vc+jwt', statuses, generateKeyPairSync('ed25519').privateKey)
  const made = { sub: tokens, iat: 1_700_000_000, status_list: { bits: 1, lst: deflateSync(Buffer.from([4])).toString('base64url') } }
  write('tokens.jwt', 'statuslist+jwt', made)
  credential('good.jwt', 2)
  credential('revoked.jwt', 3)
  credential('both.jwt', 2, { status: { status_list: { uri: tokens, idx: 2 } } })
  const verify = async (file: string, ...lists: readonly string[]): Promise<string> => {
    const flags = lists.flatMap((one) => ['--status-list', one])
    const { code, report } = await verdict(['verify', 'credential', file, '--issuer', issuer, ...flags], { cwd })
    return `${code} ${failure(report.items.at(-1)?.step)}`
  }
  expect(await verify('good.jwt', 'list.jwt')).toBe('0 : undefined')
  expect(await verify('revoked.jwt', 'list.jwt')).toBe('5 status: revoked')
  expect(await verify('revoked.jwt')).toMatch(/^3 /)
  expect(await verify('good.jwt', 'tokens.jwt')).toMatch(/^3 /)
  expect(await verify('good.jwt', 'forged.jwt')).toMatch(/^5 /)
  expect(await verify('both.jwt', 'list.jwt')).toMatch(/^3 /)
  expect(await verify('both.jwt', 'list.jwt', 'tokens.jwt')).toBe('5 status: revoked')
  expect((await run(['verify', 'credential', 'good.jwt', '--issuer', issuer, '--status-list', 'none.jwt'], { cwd })).code).toBe(3)
})

test('cupel verify credential and statement', async () => {
  const cwd = work('documents')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const jwk = Buffer.from(JSON.stringify(publicKey.export({ format: 'jwk' }))).toString('base64url')
  const issuer = `did:jwk:${jwk}`
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const credential = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    issuer,
    credentialSubject: { id: 'did:example:1' },
  }
  const write = (name: string, claims: object): void => {
    const message = `${part({ alg: 'EdDSA', typ: 'vc+jwt', kid: `${issuer}#0` })}.${part({ ...credential, ...claims })}`
    writeFileSync(join(cwd, name), `${message}.${sign(null, Buffer.from(message), privateKey).toString('base64url')}\n`)
  }
  write('good.jwt', {})
  write('ended.jwt', { validUntil: '2001-01-01T00:00:00Z' })
  const verify = (file: string, by = issuer) => verdict(['verify', 'credential', file, '--issuer', by], { cwd })
  expect(await verify('good.jwt')).toMatchObject({ code: 0, report: { items: [{ signers: [{ kind: 'did', subject: issuer }] }] } })
  expect(failure((await verify('ended.jwt')).report.items[0]?.step)).toContain('expired')
  expect(failure((await verify('good.jwt', 'did:example:other')).report.items[0]?.step)).toContain('signer-mismatch')
  const byPolicy = async (subject: string, pattern = 'path:*.jwt') => {
    const identity = `[[identity]]\nname = "i"\nkind = "did"\nsubject = "${subject}"\n`
    const rule = `[[rule]]\nfor = ["${pattern}"]\nevidence = ["credential"]\nby = ["i"]\n`
    writeFileSync(join(cwd, 'did.toml'), `version = 1\n${identity}${rule}`)
    const { code, report } = await verdict(['verify', 'credential', 'good.jwt', '--trust', 'did.toml'], { cwd })
    return `${code} ${failure(report.items[0]?.step)}`
  }
  expect(await byPolicy(issuer)).toBe('0 : undefined')
  expect(await byPolicy('did:example:other')).toBe('5 trust: signer-mismatch')
  expect(await byPolicy(issuer, 'path:*.json')).toBe('5 trust: trust-missing')
  expect((await run(['verify', 'credential', 'good.jwt'], { cwd })).code).toBe(2)
  writeFileSync(join(cwd, 'good.jwt'), readFileSync(join(cwd, 'good.jwt'), 'utf8').replace('.ey', '.fy'))
  expect(await verify('good.jwt')).toMatchObject({ code: 5 })
  writeFileSync(join(cwd, 'key.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
  // A COSE_Sign1 message (RFC 9052 §4.2) of a payload of three bytes, by hand: the headers are {1: -8} and {}.
  const header = Buffer.from('a10127', 'hex')
  const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
  const bytes = (value: Buffer): Buffer =>
    Buffer.concat([value.length < 24 ? Buffer.from([0x40 + value.length]) : Buffer.from([0x58, value.length]), value])
  const signed = Buffer.concat([Buffer.from([0x84]), text('Signature1'), bytes(header), bytes(Buffer.alloc(0)), bytes(Buffer.from('abc'))])
  const cose = Buffer.concat([
    Buffer.from([0xd2, 0x84]),
    bytes(header),
    Buffer.from([0xa0]),
    bytes(Buffer.from('abc')),
    bytes(sign(null, signed, privateKey)),
  ])
  writeFileSync(join(cwd, 'good.cose'), cose)
  writeFileSync(join(cwd, 'bad.cose'), Buffer.from(cose.toString('latin1').replace('abc', 'abd'), 'latin1'))
  const statement = (file: string, ...args: readonly string[]) =>
    verdict(['verify', 'statement', file, '--key', 'key.pub', ...args], { cwd })
  expect(await statement('good.cose')).toMatchObject({ code: 0 })
  expect(await statement('bad.cose')).toMatchObject({ code: 5 })
  expect(failure((await statement('good.cose', '--log-key', 'key.pub')).report.items[0]?.step)).toContain('evidence-missing')
  const judged = async (pattern: string, ...args: readonly string[]): Promise<string> => {
    const identity = '[[identity]]\nname = "issuer"\nkind = "key"\nkey = "key.pub"\n'
    writeFileSync(
      join(cwd, 'cose.toml'),
      `version = 1\n${identity}[[rule]]\nfor = ["${pattern}"]\nevidence = ["statement"]\nby = ["issuer"]\n`,
    )
    const { code, report } = await verdict(['verify', 'statement', 'good.cose', '--trust', 'cose.toml', ...args], { cwd })
    return `${code} ${report.items[0]?.vouchedBy.join()} ${failure(report.items[0]?.step)}`
  }
  expect(await judged('path:*.cose')).toBe('0 issuer : undefined')
  expect(await judged('path:*.jwt')).toBe('5  trust: trust-missing')
  expect(await judged('pkg:npm/app', '--purl', 'pkg:npm/app@1.0.0')).toBe('0 issuer : undefined')
  expect((await run(['verify', 'statement', 'good.cose', '--trust', 'cose.toml', '--purl', 'app'], { cwd })).code).toBe(2)
  expect((await run(['verify', 'statement', 'good.cose', '--trust', 'cose.toml', '--key', 'key.pub'], { cwd })).code).toBe(2)
  expect((await run(['verify', 'mail', 'good.cose', '--trust', 'cose.toml', '--keyring', '.'], { cwd })).code).toBe(2)
  expect((await run(['verify', 'mail', 'good.cose'], { cwd })).code).toBe(2)
  expect(failure((await verdict(['verify', 'mail', 'good.cose', '--trust', 'cose.toml'], { cwd })).report.items[0]?.step)).toMatch(
    /^(?:mail|header): /,
  )
})

/** The SPKI bytes of a PEM. */
function spki(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
}

/** JSON with sorted keys and without spaces, for objects of texts, numbers and lists. */
function canonical(value: unknown): Buffer {
  const write = (one: unknown): string => {
    if (Array.isArray(one)) return `[${one.map(write).join(',')}]`
    if (typeof one !== 'object' || one === null) return typeof one === 'string' ? `"${one.replace(/[\\"]/g, '\\$&')}"` : String(one)
    const entries = Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, inner]) => `"${key}":${write(inner)}`).join(',')}}`
  }
  return Buffer.from(write(value))
}
