import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeOpenPgp } from '../make-openpgp.ts'
import { cupel } from './cupel.ts'
import { failure, verdict } from './signing.ts'

/** Detached signatures made by other tools, judged by one policy. A tool that is not installed here is left out, and said so. */
const has = (program: string): boolean => spawnSync(program, ['-V'], { stdio: 'ignore' }).error === undefined

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  writeFileSync(join(folder, 'app.tgz'), 'what is released')
  writeFileSync(join(folder, 'other.tgz'), 'something else')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function tool(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GNUPGHOME: join(folder, 'gnupg') },
  })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
}

/** A policy with one identity that may sign everything here. */
function policy(identity: string): void {
  writeFileSync(
    join(folder, 'trust.toml'),
    `version = 1\n[[identity]]\nname = "team"\n${identity}\n[[rule]]\nname = "releases"\nfor = ["path:*.tgz"]\nevidence = ["signature"]\nby = ["team"]\n`,
  )
}

async function expectJudged(signature: string, kind: string): Promise<void> {
  const good = await verdict(['verify', 'app.tgz', '-b', signature], { cwd: folder })
  expect(failure(good.report.items[0]?.step)).toBe(': undefined')
  expect(good).toMatchObject({ code: 0, report: { items: [{ vouchedBy: ['team'], signers: [{ kind }] }] } })
  expect(await verdict(['verify', 'other.tgz', '-b', signature], { cwd: folder })).toMatchObject({ code: 5 })
}

describe('one policy over signatures of every kind', () => {
  test.skipIf(!has('ssh-keygen'))('SSH', async () => {
    for (const name of ['ssh', 'stranger']) tool('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', name)
    tool('ssh-keygen', '-q', '-Y', 'sign', '-f', 'ssh', '-n', 'file', 'app.tgz')
    const fingerprint = /SHA256:\S+/.exec(spawnSync('ssh-keygen', ['-lf', 'ssh.pub'], { cwd: folder, encoding: 'utf8' }).stdout)?.[0] ?? ''
    const line = readFileSync(join(folder, 'ssh.pub'), 'utf8').trim()
    for (const key of ['ssh.pub', line, fingerprint]) {
      policy(`kind = "ssh"\nsubject = "alice"\nkey = "${key}"`)
      await expectJudged('app.tgz.sig', 'ssh')
    }
    expect(await verdict(['verify', 'app.tgz'], { cwd: folder })).toMatchObject({ code: 0 })
    policy('kind = "ssh"\nkey = "stranger.pub"')
    const { report } = await verdict(['verify', 'app.tgz'], { cwd: folder })
    expect(failure(report.items[0]?.step)).toBe('trust/rule-releases/vouch: signer-mismatch')
    tool('ssh-keygen', '-q', '-Y', 'sign', '-f', 'ssh', '-n', 'git', 'other.tgz')
    policy('kind = "ssh"\nkey = "ssh.pub"')
    const git = await verdict(['verify', 'other.tgz'], { cwd: folder })
    expect(failure(git.report.items[0]?.step)).toContain('evidence/ssh/namespace')
    // Whoever asks for an identity or a key does not get a signature by anybody.
    tool('openssl', 'genpkey', '-algorithm', 'ed25519', '-out', 'k.pem')
    tool('openssl', 'pkey', '-in', 'k.pem', '-pubout', '-out', 'k.pub')
    for (const asked of [
      ['--key', 'k.pub', '--unlogged'],
      ['--identity', 'a', '--issuer', 'b'],
    ]) {
      const { report: other } = await verdict(['verify', 'app.tgz', '-b', 'app.tgz.sig', ...asked], { cwd: folder })
      expect(failure(other.items[0]?.step)).toBe('evidence: signer-mismatch')
    }
    for (const name of ['app', 'other']) rmSync(join(folder, `${name}.tgz.sig`))
  })

  test.skipIf(!has('openssl'))('X.509', async () => {
    for (const name of ['ca', 'stranger']) {
      tool(
        'openssl',
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        `/CN=${name}`,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
      )
    }
    tool('openssl', 'req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=alice', '-keyout', 'alice.key', '-out', 'alice.csr')
    writeFileSync(
      join(folder, 'ext'),
      'subjectAltName=email:alice@example.org\nkeyUsage=digitalSignature\nbasicConstraints=critical,CA:FALSE\n',
    )
    tool(
      'openssl',
      'x509',
      '-req',
      '-in',
      'alice.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-extfile',
      'ext',
      '-out',
      'alice.pem',
    )
    for (const form of ['DER', 'PEM']) {
      const out = `app.${form}`
      tool(
        'openssl',
        'cms',
        '-sign',
        '-binary',
        '-in',
        'app.tgz',
        '-signer',
        'alice.pem',
        '-inkey',
        'alice.key',
        '-outform',
        form,
        '-out',
        out,
      )
      policy('kind = "x509"\nsubject = "alice@example.org"\nroot = "ca.pem"')
      await expectJudged(out, 'x509')
    }
    policy('kind = "x509"\nsubject = "bob@example.org"\nroot = "ca.pem"')
    const bob = await verdict(['verify', 'app.tgz', '-b', 'app.PEM'], { cwd: folder })
    expect(failure(bob.report.items[0]?.step)).toContain('signer-mismatch')
    policy('kind = "x509"\nsubject = "alice@example.org"\nroot = "stranger.pem"')
    const stranger = await verdict(['verify', 'app.tgz', '-b', 'app.PEM'], { cwd: folder })
    expect(failure(stranger.report.items[0]?.step)).toContain('evidence/authority: signer-unknown')
  })

  test.skipIf(!has('openssl'))('X.509 as ACME authorities issue it: for a host, by an intermediate', async () => {
    const host = 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nsubjectAltName=DNS:release.example.org\n'
    const made: readonly (readonly [name: string, issuer: string, extensions: string])[] = [
      ['acme-root', '', 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'],
      ['acme-issuer', 'acme-root', 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,digitalSignature,keyCertSign\n'],
      [
        'acme-any',
        'acme-issuer',
        `${host}certificatePolicies=2.23.140.1.2.1\nauthorityInfoAccess=caIssuers;URI:http://issuer.example/i.crt\n`,
      ],
      ['acme-server', 'acme-issuer', `${host}extendedKeyUsage=serverAuth,clientAuth\n`],
    ]
    for (const [name, issuer, extensions] of made) {
      writeFileSync(join(folder, `${name}.ext`), extensions)
      const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`]
      tool('openssl', 'req', ...key, '-subj', issuer === 'acme-issuer' ? '/' : `/CN=${name}`, '-out', `${name}.csr`)
      const by = issuer === '' ? ['-signkey', `${name}.key`] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
      tool('openssl', 'x509', '-req', '-in', `${name}.csr`, ...by, '-days', '90', '-extfile', `${name}.ext`, '-out', `${name}.pem`)
    }
    const signed = (by: string, ...more: readonly string[]): string => {
      const signing = ['cms', '-sign', '-binary', '-in', 'app.tgz', '-signer', `${by}.pem`, '-inkey', `${by}.key`]
      tool('openssl', ...signing, ...more, '-outform', 'PEM', '-out', 'app.acme')
      return 'app.acme'
    }
    const refusal = async (signature: string): Promise<string> => {
      const { report } = await verdict(['verify', 'app.tgz', '-b', signature], { cwd: folder })
      return failure(report.items[0]?.step)
    }
    policy('kind = "x509"\nsubject = "release.example.org"\nroot = "acme-root.pem"')
    await expectJudged(signed('acme-any', '-certfile', 'acme-issuer.pem'), 'x509')
    expect(await refusal(signed('acme-any'))).toContain('evidence/authority: signer-unknown')
    // A certificate for servers proves who a server is, and signs no documents (RFC 5280 §4.2.1.12).
    expect(await refusal(signed('acme-server', '-certfile', 'acme-issuer.pem'))).toContain('evidence/certificate-use: certificate-invalid')
    policy('kind = "x509"\nsubject = "other.example.org"\nroot = "acme-root.pem"')
    expect(await refusal(signed('acme-any', '-certfile', 'acme-issuer.pem'))).toContain('signer-mismatch')
  })

  test.skipIf(!has('gpg'))('OpenPGP', async () => {
    tool('mkdir', '-m', '700', 'gnupg')
    const gpg = ['--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', '']
    tool('gpg', ...gpg, '--quick-gen-key', 'Alice <alice@example.org>', 'ed25519', 'sign', 'never')
    tool('gpg', ...gpg, '--export', '--armor', '--output', 'alice.asc')
    tool('gpg', ...gpg, '--detach-sign', '--armor', '--output', 'app.asc', 'app.tgz')
    tool('gpg', ...gpg, '--detach-sign', '--output', 'app.gpg', 'app.tgz')
    policy('kind = "openpgp"\nkey = "alice.asc"')
    for (const signature of ['app.asc', 'app.gpg']) await expectJudged(signature, 'openpgp')
  })

  test('minisign and signify', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const head = Buffer.concat([Buffer.from('Ed'), Buffer.from('12345678')])
    const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
    const key = Buffer.concat([head, raw]).toString('base64')
    const signature = sign(null, Buffer.from('what is released'), privateKey)
    const text = `untrusted comment: x\n${Buffer.concat([head, signature]).toString('base64')}\n`
    const comment = 'released today'
    const global = sign(null, Buffer.concat([signature, Buffer.from(comment)]), privateKey).toString('base64')
    writeFileSync(join(folder, 'app.minisig'), `${text}trusted comment: ${comment}\n${global}\n`)
    writeFileSync(join(folder, 'key.pub'), `untrusted comment: x\n${key}\n`)
    policy('kind = "minisign"\nkey = "key.pub"')
    await expectJudged('app.minisig', 'minisign')
    policy(`kind = "minisign"\nkey = "${key}"`)
    await expectJudged('app.minisig', 'minisign')
    writeFileSync(join(folder, 'app.signify'), text)
    policy('kind = "signify"\nkey = "key.pub"')
    await expectJudged('app.signify', 'signify')
  })

  test('keys that cannot be read are no verdict', () => {
    for (const identity of [
      'kind = "ssh"\nkey = "no.pub"',
      'kind = "openpgp"\nkey = "../key.asc"',
      'kind = "x509"\nsubject = "a"\nroot = "app.tgz"',
    ]) {
      policy(identity)
      expect([2, 3]).toContain(cupel(['verify', 'app.tgz', '-b', 'app.minisig'], { cwd: folder }).code)
    }
  })
})

describe('cupel verify release', () => {
  const key = makeOpenPgp()
  const listOf = (content: string): string => `${createHash('sha256').update(content).digest('hex')}  app.tgz\n`
  test.each<[string, (list: Buffer) => Buffer, string, string]>([
    ['a good signature over the right list', key.sign, 'what is released', '0 '],
    ['a list of another file', key.sign, 'something else', '5 file: digest-mismatch'],
    ['a signature over SHA-1', key.signBySha1, 'what is released', '5 list-signature/algorithm: weak-algorithm'],
    ['a signature by somebody else', makeOpenPgp({ fill: 9 }).sign, 'what is released', '5 list-signature/key: signer-unknown'],
  ])('%s', async (_, sign, content, expected) => {
    const list = Buffer.from(listOf(content))
    writeFileSync(join(folder, 'SHASUMS256.txt'), list)
    writeFileSync(join(folder, 'SHASUMS256.txt.sig'), sign(list))
    writeFileSync(join(folder, 'release.gpg'), key.certificate)
    const args = ['verify', 'release', 'SHASUMS256.txt', 'app.tgz', '--signature', 'SHASUMS256.txt.sig', '--keyring', 'release.gpg']
    const { code, report } = await verdict(args, { cwd: folder })
    const refused = report.items.find(({ outcome }) => outcome === 'refused')
    expect(`${code} ${refused === undefined ? '' : failure(refused.step)}`).toBe(expected)
  })

  test.each<[string, string, string]>([
    ['whom a rule names for the file', 'path:app.tgz', '0 '],
    ['nobody for the file', 'path:other.tgz', '5 trust: trust-missing'],
    ['a rule that counts other evidence', 'path:app.tgz"]\nevidence = ["provenance', '5 trust/rule-files/vouch: policy-not-met'],
  ])('by a policy: %s', async (_, pattern, expected) => {
    const list = Buffer.from(listOf('what is released'))
    writeFileSync(join(folder, 'SHASUMS256.txt'), list)
    writeFileSync(join(folder, 'SHASUMS256.txt.sig'), key.sign(list))
    writeFileSync(join(folder, 'release.gpg'), key.certificate)
    const identity = '[[identity]]\nname = "team"\nkind = "openpgp"\nkey = "release.gpg"\n'
    const rule = `[[rule]]\nname = "files"\nfor = ["${pattern}"]\nby = ["team"]\n`
    writeFileSync(join(folder, 'release.toml'), `version = 1\n${identity}${rule}`)
    const args = ['verify', 'release', 'SHASUMS256.txt', 'app.tgz', '--signature', 'SHASUMS256.txt.sig', '--trust', 'release.toml']
    const { code, report } = await verdict(args, { cwd: folder })
    const refused = report.items.find(({ outcome }) => outcome === 'refused')
    expect(`${code} ${refused === undefined ? '' : failure(refused.step)}`).toBe(expected)
    expect(report.items.at(-1)?.vouchedBy).toEqual(code === 0 ? ['team'] : [])
  })

  test('by a policy: a list that somebody else signed, and a policy without such keys', async () => {
    writeFileSync(join(folder, 'SHASUMS256.txt.sig'), makeOpenPgp({ fill: 9 }).sign(readFileSync(join(folder, 'SHASUMS256.txt'))))
    const args = ['verify', 'release', 'SHASUMS256.txt', 'app.tgz', '--signature', 'SHASUMS256.txt.sig', '--trust']
    expect(await verdict([...args, 'release.toml'], { cwd: folder })).toMatchObject({ code: 5 })
    writeFileSync(join(folder, 'empty.toml'), 'version = 1\n')
    expect(cupel([...args, 'empty.toml'], { cwd: folder }).code).toBe(2)
    expect(cupel([...args, 'release.toml', '--keyring', 'release.gpg'], { cwd: folder }).code).toBe(2)
  })
})
