import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkReleaseFile, readPgpKeyring, Trace, verifyChecksumList, verifyPgpSignature } from '@cupel/provenance'
import type { PgpKeyring } from '@cupel/provenance'
import * as openpgp from 'openpgp'
import { afterAll, describe, expect, it } from 'vitest'
import { outcomeOf } from './provenance-git-cases.ts'

const message = Buffer.from('SHASUMS\n- dash  \nlast line')

function verdictOf(signature: Uint8Array | string, keyring: PgpKeyring, now = new Date(Date.now() + 60_000), text: Uint8Array = message) {
  return Trace.run('pgp', 'The signature', (trace) => verifyPgpSignature(signature, text, { options: { keyring, now }, trace }))
}

describe('OpenPGP.js agrees', () => {
  const config = { ...openpgp.config, rejectCurves: new Set<openpgp.enums.curve>() }
  const kinds: readonly (readonly [string, openpgp.KeyOptions])[] = [
    ['rsa v4', { type: 'rsa', rsaBits: 2048, userIDs: { name: 'Ada' } }],
    ['ecc legacy ed25519 v4', { type: 'ecc', curve: 'ed25519Legacy', userIDs: { name: 'Ada' } }],
    ['nistP256', { type: 'ecc', curve: 'nistP256', userIDs: { name: 'Ada' } }],
    ['nistP384', { type: 'ecc', curve: 'nistP384', userIDs: { name: 'Ada' } }],
    ['nistP521', { type: 'ecc', curve: 'nistP521', userIDs: { name: 'Ada' } }],
    ['curve25519 v4', { type: 'curve25519', userIDs: { name: 'Ada' } }],
    ['curve448 v4', { type: 'curve448', userIDs: { name: 'Ada' } }],
    ['curve25519 v6', { type: 'curve25519', userIDs: { name: 'Ada' }, config: { v6Keys: true } }],
    ['curve448 v6', { type: 'curve448', userIDs: { name: 'Ada' }, config: { v6Keys: true } }],
    ['signing subkey', { type: 'curve25519', userIDs: { name: 'Ada' }, subkeys: [{ sign: true }] }],
  ]
  let right = 0
  it.each(kinds)('%s', async (_, options) => {
    const { privateKey, publicKey } = await openpgp.generateKey({ ...options, format: 'object' } as openpgp.KeyOptions & {
      format: 'object'
    })
    const detached = await openpgp.sign({
      message: await openpgp.createMessage({ binary: message }),
      signingKeys: privateKey,
      detached: true,
      config,
    })
    const keyring = readPgpKeyring(publicKey.armor())
    expect(keyring.problems).toEqual([])
    const verdict = verdictOf(detached as string, keyring)
    expect(outcomeOf(verdict)).toBe('verified')
    expect(keyring.certificates[0]?.primary.key.fingerprint).toBe(publicKey.getFingerprint())
    expect(outcomeOf(verdictOf(detached as string, keyring, undefined, Buffer.from('other')))).toBe('signature-invalid')
    expect(outcomeOf(verdictOf(detached as string, readPgpKeyring()))).toBe('signer-unknown')
    const clear = (await openpgp.sign({
      message: await openpgp.createCleartextMessage({ text: `${'a'.repeat(64)}  file\n` }),
      signingKeys: privateKey,
      config,
    })) as string
    const now = new Date(Date.now() + 60_000)
    const list = Trace.run('list', 'The list', (trace) =>
      verifyChecksumList({ kind: 'cleartext', message: clear }, { openpgp: { keyring, now } }, trace),
    )
    expect([outcomeOf(list), [...(list.value?.entries.keys() ?? [])]]).toEqual(['verified', ['file']])
    right += 1
  })
  afterAll(() => console.log(`openpgp.js: ${right} of ${kinds.length} key kinds agree`))
})

const hasGpg = spawnSync('gpg', ['--version']).status === 0
if (!hasGpg) console.warn('skipped: gpg is not on this machine')

describe.runIf(hasGpg)('GnuPG agrees', () => {
  const home = mkdtempSync(join(tmpdir(), 'cupel-test-gpg-'))
  const gpg = (args: readonly string[], input: string | Uint8Array = '') =>
    execFileSync('gpg', ['--homedir', home, '--batch', '--quiet', '--no-tty', '--pinentry-mode', 'loopback', '--passphrase', '', ...args], {
      input,
      stdio: 'pipe',
    })
  const make = (name: string, algorithm: string, ...rest: readonly string[]) =>
    gpg(['--quick-generate-key', `${name} <${name}@example.org>`, algorithm, 'sign', 'never', ...rest])
  const detach = (name: string, ...options: readonly string[]) =>
    gpg([...options, '--local-user', `${name}@example.org`, '--detach-sign', '--armor'], message).toString()
  const ring = (name: string) => readPgpKeyring(gpg(['--export', `${name}@example.org`]))
  afterAll(() => {
    spawnSync('gpgconf', ['--homedir', home, '--kill', 'all'])
    rmSync(home, { recursive: true, force: true })
  })

  it.each([
    ['rsa', 'rsa2048', 'SHA224 SHA256 SHA384 SHA512'],
    ['dsa', 'dsa2048', 'SHA256 SHA384 SHA512'],
    ['ed', 'ed25519', 'SHA256 SHA384 SHA512'],
    ['nist', 'nistp256', 'SHA256 SHA384 SHA512'],
    ['nist384', 'nistp384', 'SHA384 SHA512'],
    ['nist521', 'nistp521', 'SHA512'],
    ['brain', 'brainpoolP384r1', 'SHA384 SHA512'],
    ['koblitz', 'secp256k1', 'SHA256 SHA384 SHA512'],
  ])('%s', (name, algorithm, hashes) => {
    make(name, algorithm)
    for (const hash of hashes.split(' ')) expect(outcomeOf(verdictOf(detach(name, '--digest-algo', hash), ring(name)))).toBe('verified')
    expect(outcomeOf(verdictOf(detach(name, '--textmode'), ring(name)))).toBe('verified')
    expect(outcomeOf(verdictOf(gpg(['--local-user', `${name}@example.org`, '--detach-sign'], message), ring(name)))).toBe('verified')
  })

  it('SHA-1 is good with a remark, or refused where asked; MD5 never', () => {
    make('weak', 'rsa2048')
    const sha1 = detach('weak', '--digest-algo', 'SHA1', '--allow-weak-digest-algos')
    const keyring = ring('weak')
    expect([outcomeOf(verdictOf(sha1, keyring)), verdictOf(sha1, keyring).value?.isSha1]).toEqual(['verified', true])
    const strict = Trace.run('pgp', 'The signature', (trace) =>
      verifyPgpSignature(sha1, message, { options: { keyring, now: new Date(Date.now() + 60_000), sha1: 'refuse' }, trace }),
    )
    expect(outcomeOf(strict)).toBe('weak-algorithm')
  })

  it('expiry of keys and signatures, judged when the signature was made', () => {
    gpg(['--faked-system-time', '20200101T000000!', '--quick-generate-key', 'old <old@example.org>', 'ed25519', 'sign', '1y'])
    const early = detach('old', '--faked-system-time', '20200601T000000!')
    const keyring = ring('old')
    expect(verdictOf(early, keyring).value?.isKeyExpired).toBe(true)
    expect(verdictOf(early, keyring, new Date('2020-07-01')).value?.isKeyExpired).toBe(false)
    expect(outcomeOf(verdictOf(early, keyring, new Date('2020-02-01')))).toBe('time-invalid')
    const short = detach('old', '--faked-system-time', '20200601T000000!', '--default-sig-expire', '10d')
    expect(outcomeOf(verdictOf(short, keyring, new Date('2020-06-05')))).toBe('verified')
    expect(outcomeOf(verdictOf(short, keyring, new Date('2020-07-01')))).toBe('expired')
    gpg(['--faked-system-time', '20220101T000000!', '--quick-set-expire', fingerprint('old'), '10y'])
    const late = detach('old', '--faked-system-time', '20220601T000000!')
    expect(outcomeOf(verdictOf(late, keyring))).toBe('time-invalid')
    expect(outcomeOf(verdictOf(late, ring('old')))).toBe('verified')
  })

  it('revocation: compromised means always, superseded means later', () => {
    for (const [name, reason, expected] of [
      ['stolen', '1', 'revoked'],
      ['superseded', '2', 'verified'],
      ['retired', '3', 'verified'],
      ['unsaid', '0', 'revoked'],
    ] as const) {
      gpg(['--faked-system-time', '20200101T000000!', '--quick-generate-key', `${name} <${name}@example.org>`, 'ed25519', 'sign', 'never'])
      const before = detach(name, '--faked-system-time', '20200601T000000!')
      const after = detach(name, '--faked-system-time', '20220601T000000!')
      const answers = `y\n${reason}\n\ny\n`
      const certificate = gpg(
        ['--no-batch', '--command-fd', '0', '--faked-system-time', '20210101T000000!', '--gen-revoke', `${name}@example.org`],
        answers,
      )
      gpg(['--import'], certificate)
      const keyring = ring(name)
      expect([name, outcomeOf(verdictOf(before, keyring)), outcomeOf(verdictOf(after, keyring))]).toEqual([name, expected, 'revoked'])
    }
  })

  it('subkeys sign where they are bound both ways, and keys that only encrypt never', () => {
    gpg(['--quick-generate-key', 'multi <multi@example.org>', 'ed25519', 'cert', 'never'])
    gpg(['--quick-add-key', fingerprint('multi'), 'ed25519', 'sign', 'never'])
    gpg(['--quick-add-key', fingerprint('multi'), 'cv25519', 'encr', 'never'])
    const verdict = verdictOf(detach('multi'), ring('multi'))
    expect([outcomeOf(verdict), verdict.value?.signer.isPrimary]).toEqual(['verified', false])
  })

  it('signed checksum lists, in one text and apart', () => {
    make('release', 'ed25519')
    const content = Buffer.from('the release\n')
    const list = `${digestOf(content)}  cupel-1.0.tgz\n`
    const options = { openpgp: { keyring: ring('release'), now: new Date(Date.now() + 60_000) } }
    const clear = gpg(['--local-user', 'release@example.org', '--clear-sign'], list).toString()
    const apart = gpg(['--local-user', 'release@example.org', '--detach-sign'], list)
    writeFileSync(join(home, 'SHASUMS256.txt'), list)
    for (const evidence of [
      { kind: 'cleartext', message: clear },
      { kind: 'detached', list: readFileSync(join(home, 'SHASUMS256.txt')), signature: apart },
    ] as const) {
      const outcome = (file: Parameters<typeof checkReleaseFile>[1]) =>
        outcomeOf(
          Trace.run('release', 'The release', (trace) => checkReleaseFile(verifyChecksumList(evidence, options, trace), file, trace)),
        )
      expect(outcome({ name: 'cupel-1.0.tgz', content })).toBe('verified')
      expect(outcome({ name: 'cupel-1.0.tgz', content: Buffer.from('another') })).toBe('digest-mismatch')
      expect(outcome({ name: 'cupel-1.1.tgz', content })).toBe('subject-mismatch')
    }
    const outcome = (text: string) =>
      outcomeOf(Trace.run('release', 'The release', (trace) => verifyChecksumList({ kind: 'cleartext', message: text }, options, trace)))
    expect(outcome(`x\n${clear}`)).toBe('malformed')
    expect(outcome(`${clear}${'b'.repeat(64)}  cupel-1.0.tgz\n`)).toBe('malformed')
    expect(outcome(clear.replace('cupel-1.0', 'cupel-2.0'))).toBe('signature-invalid')
    expect(outcome(clear.replace('Hash: SHA', 'Comment: SHA'))).toBe('malformed')
    // A signature over the list does not cover its signed copy, a common mistake.
    const wrong = { kind: 'detached', list: Buffer.from(clear), signature: apart } as const
    expect(outcomeOf(Trace.run('release', 'The release', (trace) => verifyChecksumList(wrong, options, trace)))).toBe('signature-invalid')
  })

  function fingerprint(name: string): string {
    const listed = gpg(['--with-colons', '--list-keys', `${name}@example.org`]).toString()
    return /^fpr:+([0-9A-F]+):/m.exec(listed)?.[1] ?? ''
  }

  function digestOf(content: Uint8Array): string {
    return createHash('sha256').update(content).digest('hex')
  }
})
