import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  findSigner,
  loadMlDsa44,
  readAllowedSigners,
  readRevocations,
  readSshPrivateKey,
  signSshSignature,
  Trace,
  verifySshSignature,
} from '@cupel/provenance'
import type { SignerQuery } from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import { bytesOf, casesOf, outcomeOf, stepOf } from './provenance-git-cases.ts'

const mlDsa = await loadMlDsa44()

function verdictOf(armour: string, message: Uint8Array, query: SignerQuery, namespace = 'file') {
  return Trace.run('ssh', 'The signature', (trace) => {
    const signature = verifySshSignature(armour, message, { options: { namespace, mlDsa }, trace })
    return findSigner(signature, { query, trace })
  })
}

/** Every shorter prefix of the decoded signature, in an armour of its own. */
function* truncated(armour: string): Generator<string> {
  const lines = armour.trim().split('\n')
  const bytes = Buffer.from(lines.slice(1, -1).join(''), 'base64')
  for (let length = 0; length < bytes.length; length++)
    yield [lines[0], bytes.subarray(0, length).toString('base64'), lines.at(-1), ''].join('\n')
}

const cases = casesOf('sshsig')
describe.runIf(cases.length > 0)('OpenSSH’s own signatures', () => {
  let right = 0
  it.each(cases)('$id', ({ id, expected, files: [keyFile = '', signatureFile = '', dataFile = ''] }) => {
    const query = { signers: readAllowedSigners(`someone ${bytesOf(keyFile).toString()}`), time: 1 }
    const armour = bytesOf(signatureFile).toString()
    const data = bytesOf(dataFile)
    const variant = id.split('/')[2]
    const verdicts =
      variant === 'truncated'
        ? [...truncated(armour)].map((cut) => verdictOf(cut, data, query, 'unittest'))
        : [
            verdictOf(
              armour,
              variant === 'wrong-data' ? Buffer.concat([data, Buffer.of(1)]) : data,
              query,
              variant === 'wrong-namespace' ? 'git' : 'unittest',
            ),
          ]
    const reasons = new Set(verdicts.map((verdict) => `${stepOf(verdict)}: ${outcomeOf(verdict)}`))
    if (expected === 'PASS') expect([...reasons]).toEqual(['verified: verified'])
    else if (variant === 'wrong-namespace') expect([...reasons]).toEqual(['namespace: policy-not-met'])
    else if (variant === 'wrong-data') expect([...reasons]).toEqual(['signature: signature-invalid'])
    else expect([...reasons]).toEqual(['format: malformed'])
    right += 1
  })
  afterAll(() => console.log(`sshsig: ${right} of ${cases.length} rows right`))
})

const hasKeygen = spawnSync('ssh-keygen', ['-Y', 'none']).error === undefined
if (!hasKeygen) console.warn('skipped: ssh-keygen is not on this machine')

describe.runIf(hasKeygen)('ssh-keygen agrees', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-test-ssh-'))
  const run = (args: readonly string[], input = '') => execFileSync('ssh-keygen', args, { cwd: folder, input, stdio: 'pipe' }).toString()
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const message = Buffer.from('a message\n')
  const types: readonly (readonly [name: string, ...args: string[]])[] = [
    ['rsa', '-t', 'rsa', '-b', '2048'],
    ['ed25519', '-t', 'ed25519'],
    ['p256', '-t', 'ecdsa', '-b', '256'],
    ['p384', '-t', 'ecdsa', '-b', '384'],
    ['p521', '-t', 'ecdsa', '-b', '521'],
  ]
  run(['-q', '-t', 'ed25519', '-N', '', '-f', 'ca'])
  for (const [name, ...args] of types) {
    run(['-q', ...args, '-N', '', '-f', name])
    run(['-q', '-s', 'ca', '-I', `id-${name}`, '-n', 'ada@example.org,bob', '-V', '20200101Z:20300101Z', '-z', '7', `${name}.pub`])
  }
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(types)('its signatures verify here, ours there: %s', (name) => {
    const signers = readAllowedSigners(`ada@example.org namespaces="file" ${read(`${name}.pub`)}`)
    const theirs = run(['-q', '-Y', 'sign', '-f', name, '-n', 'file'], message.toString())
    expect(verdictOf(theirs, message, { signers, time: 1 }).value?.principals).toEqual(['ada@example.org'])
    for (const hash of ['sha256', 'sha512'] as const) {
      const ours = signSshSignature(message, readSshPrivateKey(read(name)), { namespace: 'file', hash })
      writeFileSync(join(folder, 'ours.sig'), ours)
      writeFileSync(join(folder, 'signers'), `ada@example.org ${read(`${name}.pub`)}`)
      expect(run(['-Y', 'verify', '-f', 'signers', '-I', 'ada@example.org', '-n', 'file', '-s', 'ours.sig'], message.toString())).toContain(
        'Good "file" signature',
      )
    }
  })

  it.each(types)('encrypted private keys: %s', (name, ...args) => {
    run(['-q', ...args, '-N', 'a pass phrase', '-a', '2', '-f', `${name}.locked`])
    const signers = readAllowedSigners(`ada ${read(`${name}.locked.pub`)}`)
    const key = readSshPrivateKey(read(`${name}.locked`), { passphrase: 'a pass phrase' })
    expect(outcomeOf(verdictOf(signSshSignature(message, key, { namespace: 'file' }), message, { signers, time: 1 }))).toBe('verified')
    expect(() => readSshPrivateKey(read(`${name}.locked`), { passphrase: 'another' })).toThrow('passphrase')
    expect(() => readSshPrivateKey(read(`${name}.locked`))).toThrow('encrypted')
  })

  it.each(types)('certificates: %s', (name) => {
    const armour = run(['-q', '-Y', 'sign', '-f', `${name}-cert.pub`, '-n', 'file'], message.toString())
    const authority = (principals: string, options = 'cert-authority') => readAllowedSigners(`${principals} ${options} ${read('ca.pub')}`)
    const within = Date.UTC(2025, 0, 1) / 1000
    const outcome = (query: SignerQuery) => outcomeOf(verdictOf(armour, message, query))
    expect(verdictOf(armour, message, { signers: authority('*@example.org'), time: within }).value?.principals).toEqual(['ada@example.org'])
    expect(outcome({ signers: authority('*'), time: within, principal: 'bob' })).toBe('verified')
    expect(outcome({ signers: authority('*'), time: within, principal: 'eve' })).toBe('signer-mismatch')
    expect(outcome({ signers: authority('*,!ada*,!bob'), time: within })).toBe('signer-mismatch')
    expect(outcome({ signers: authority('*'), time: Date.UTC(2019, 0, 1) / 1000 })).toBe('time-invalid')
    expect(outcome({ signers: authority('*'), time: Date.UTC(2031, 0, 1) / 1000 })).toBe('time-invalid')
    expect(outcome({ signers: authority('*', ''), time: within })).toBe('signer-unknown')
    expect(outcome({ signers: readAllowedSigners(`ada cert-authority ${read(`${name}.pub`)}`), time: within })).toBe('signer-unknown')
  })

  it('revocation lists', () => {
    const query = (name: string, revoked: Uint8Array) => {
      const signers = readAllowedSigners(`ada ${read(`${name}.pub`)}\n* cert-authority ${read('ca.pub')}`)
      return { signers, time: Date.UTC(2025, 0, 1) / 1000, revocations: readRevocations(revoked) }
    }
    const sign = (file: string) => run(['-q', '-Y', 'sign', '-f', file, '-n', 'file'], message.toString())
    const plain = Object.fromEntries(types.map(([name]) => [name, sign(name)]))
    const certified = Object.fromEntries(types.map(([name]) => [name, sign(`${name}-cert.pub`)]))
    const outcomes = (file: string) => {
      const revoked = readFileSync(join(folder, file))
      return types.map(([name]) =>
        [plain, certified].map((made) => outcomeOf(verdictOf(made[name] as string, message, query(name, revoked)))).join(' '),
      )
    }
    const specs: readonly (readonly [file: string, text: string, expected: (name: string) => string])[] = [
      [
        'keys',
        `${read('rsa.pub')}${read('p384.pub')}`,
        (name) => (name === 'rsa' || name === 'p384' ? 'revoked revoked' : 'verified verified'),
      ],
      ['serial', 'serial: 7\n', () => 'verified revoked'],
      ['serials', 'serial: 3-9\nserial: 20\nserial: 22\nserial: 24\n', () => 'verified revoked'],
      ['other', 'serial: 8\nserial: 100-200\n', () => 'verified verified'],
      ['ids', 'id: id-p256\n', (name) => (name === 'p256' ? 'verified revoked' : 'verified verified')],
      ['sha1', `sha1: ${read('ed25519.pub')}`, (name) => (name === 'ed25519' ? 'revoked revoked' : 'verified verified')],
      ['sha256', `sha256: ${read('ed25519.pub')}`, (name) => (name === 'ed25519' ? 'revoked revoked' : 'verified verified')],
      ['authority', read('ca.pub'), () => 'verified revoked'],
    ]
    for (const [file, text, expected] of specs) {
      writeFileSync(join(folder, `${file}.spec`), text)
      run(['-q', '-k', '-f', `${file}.krl`, '-s', 'ca.pub', `${file}.spec`])
      expect([file, outcomes(`${file}.krl`)]).toEqual([file, types.map(([name]) => expected(name))])
    }
    expect(outcomes('keys.spec')).toEqual(outcomes('keys.krl'))
    const krl = readFileSync(join(folder, 'serials.krl'))
    for (let length = 0; length < krl.length; length++)
      expect(() => readRevocations(krl.subarray(0, length)).reasonFor).not.toThrow(TypeError)
  })
})
