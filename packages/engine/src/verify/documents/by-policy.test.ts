import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Step, VerificationReport } from '@cupel/model'
import { afterAll, describe, expect, it } from 'vitest'
import { makeOpenPgp } from '../../../../../test/make-openpgp.ts'
import { verifyLayoutFiles } from '../layout/verify-layout-files.ts'
import { verifyMails } from './verify-mail.ts'
import { verifyStatements } from './verify-statement.ts'

/** Patches, statements and layouts by a trust policy: one that is met, and each way in which it is not. */
const NOW = new Date('2026-03-01T00:00:00Z')
const cwd = mkdtempSync(join(tmpdir(), 'cupel-by-policy-'))
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true })
})

const [ada, bob, eve] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
const pem = (key: KeyObject): string => createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string
for (const [name, { privateKey }] of Object.entries({ ada, bob, eve })) writeFileSync(join(cwd, `${name}.pub`), pem(privateKey))
const pgp = makeOpenPgp()
writeFileSync(join(cwd, 'ada.gpg'), pgp.certificate)

/** A policy with Ada and Bob, as `identity` has them, and one rule. */
function policy(rule: string, identity: Readonly<Record<string, string>> = {}): string {
  const table = (name: string): string => `[[identity]]\nname = "${name}"\n${identity[name] ?? `kind = "key"\nkey = "${name}.pub"`}\n`
  writeFileSync(join(cwd, 'trust.toml'), `version = 1\n${table('ada')}${table('bob')}[[rule]]\nname = "r"\n${rule}\n`)
  return 'trust.toml'
}

/** Exit code, who vouched, and the innermost failure as `path: code`. */
function told({ verdict, items }: VerificationReport): string {
  const [item] = items
  return `${verdict.exitCode} ${item?.vouchedBy.join(',')} ${failure(item?.step)}`
}

function failure(step: Step | undefined, path: readonly string[] = []): string {
  const inner = step?.steps.find(({ outcome }) => outcome === 'failed')
  return inner === undefined ? (step?.code === undefined ? '' : `${path.join('/')}: ${step.code}`) : failure(inner, [...path, inner.id])
}

const BY = 'by = ["ada", "bob"]'
const EXPIRED = { ada: 'kind = "key"\nkey = "ada.pub"\nvalid-until = 2026-02-28' }
const NOT_YET = { ada: 'kind = "key"\nkey = "ada.pub"\nvalid-from = 2026-03-02' }

describe('statements', () => {
  /** A COSE_Sign1 message of a short payload (RFC 9052 §4.2). */
  function statement(payload: string, key: KeyObject, detached = false): Buffer {
    const header = Buffer.from('a10127', 'hex')
    const bytes = (value: Uint8Array): Buffer =>
      Buffer.concat([value.length < 24 ? Buffer.of(0x40 + value.length) : Buffer.of(0x58, value.length), value])
    const body = bytes(Buffer.from(payload))
    const signed = Buffer.concat([Buffer.of(0x84, 0x6a), Buffer.from('Signature1'), bytes(header), bytes(Buffer.alloc(0)), body])
    const inside = detached ? Buffer.of(0xf6) : body
    return Buffer.concat([Buffer.of(0xd2, 0x84), bytes(header), Buffer.of(0xa0), inside, bytes(sign(null, signed, key))])
  }
  writeFileSync(join(cwd, 'a.cose'), statement('abc', ada.privateKey))
  writeFileSync(join(cwd, 'eve.cose'), statement('abc', eve.privateKey))
  writeFileSync(join(cwd, 'detached.cose'), statement('abc', ada.privateKey, true))
  writeFileSync(join(cwd, 'app.bin'), 'abc')
  writeFileSync(join(cwd, 'other.bin'), 'abd')
  const verify = (file: string, trust: string, more = {}): Promise<VerificationReport> =>
    verifyStatements({ statements: [file], keys: [], policy: trust, logKeys: [], cwd, now: NOW, ...more })

  it.each<[string, string, string, Readonly<Record<string, string>>, string]>([
    ['whom a rule names', 'a.cose', `for = ["path:*.cose"]\nevidence = ["statement"]\n${BY}`, {}, '0 ada '],
    ['any evidence', 'a.cose', `for = ["path:*.cose"]\n${BY}`, {}, '0 ada '],
    ['no rule', 'a.cose', `for = ["path:*.txt"]\n${BY}`, {}, '5  trust: trust-missing'],
    ['a rule for packages only', 'a.cose', `for = ["pkg:npm/*"]\n${BY}`, {}, '5  trust: trust-missing'],
    [
      'a rule that counts other evidence',
      'a.cose',
      `for = ["path:*.cose"]\nevidence = ["signature"]\n${BY}`,
      {},
      '5  trust: policy-not-met',
    ],
    ['an identity that has ended', 'a.cose', `for = ["path:*.cose"]\n${BY}`, EXPIRED, '5  trust: signer-mismatch'],
    ['an identity that has not begun', 'a.cose', `for = ["path:*.cose"]\n${BY}`, NOT_YET, '5  trust: signer-mismatch'],
    ['somebody whom the rule does not name', 'a.cose', 'for = ["path:*.cose"]\nby = ["bob"]', {}, '5  trust: signer-mismatch'],
    ['a stranger', 'eve.cose', `for = ["path:*.cose"]\n${BY}`, {}, '5  signature: signature-invalid'],
    ['one where two are needed', 'a.cose', `for = ["path:*.cose"]\n${BY}\nthreshold = 2`, {}, '5  trust: threshold-not-met'],
    [
      'one key under two names',
      'a.cose',
      `for = ["path:*.cose"]\n${BY}\nthreshold = 2`,
      { bob: 'kind = "key"\nkey = "ada.pub"' },
      '5  trust: threshold-not-met',
    ],
  ])('by %s', async (_, file, rule, identities, expected) => {
    expect(told(await verify(file, policy(rule, identities)))).toBe(expected)
  })

  it('over a file of its own are about that file', async () => {
    const trust = policy(`for = ["path:*.bin"]\nevidence = ["statement"]\n${BY}`)
    expect(told(await verify('detached.cose', trust, { payload: 'app.bin' }))).toBe('0 ada ')
    expect(told(await verify('detached.cose', trust, { payload: 'other.bin' }))).toBe('5  signature: signature-invalid')
    expect(told(await verify('a.cose', trust))).toBe('5  trust: trust-missing')
    const purl = policy(`for = ["pkg:npm/app"]\n${BY}`)
    expect(told(await verify('a.cose', purl, { purl: 'pkg:npm/app@1.0.0' }))).toBe('0 ada ')
    await expect(verify('a.cose', purl, { purl: 'app' })).rejects.toThrow('--purl')
  })

  it('need somebody to be trusted', async () => {
    rmSync(join(cwd, 'trust.toml'))
    const request = { statements: ['a.cose'], keys: [], logKeys: [], cwd, now: NOW }
    await expect(verifyStatements(request)).rejects.toThrow('whom to trust')
    policy(`for = ["path:*"]\n${BY}`, {
      ada: 'kind = "ssh"\nkey = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"',
      bob: 'kind = "did"\nsubject = "x"',
    })
    await expect(verifyStatements(request)).rejects.toThrow('no identity of kind key')
  })
})

describe('layouts', () => {
  function canonical(value: unknown): string {
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, inner]) => `"${key}":${canonical(inner)}`).join(',')}}`
  }
  function layout(
    file: string,
    owners: readonly KeyObject[],
    { expires = '2999-01-01T00:00:00Z', run = [] as readonly string[] } = {},
  ): void {
    const inspect = run.length === 0 ? [] : [{ _type: 'inspection', name: 'i', run, expected_materials: [], expected_products: [] }]
    const signed = { _type: 'layout', expires, readme: '', keys: {}, steps: [], inspect }
    const signatures = owners.map((key) => ({ keyid: 'any', sig: sign(null, Buffer.from(canonical(signed)), key).toString('hex') }))
    writeFileSync(join(cwd, file), JSON.stringify({ signed, signatures }))
  }
  mkdirSync(join(cwd, 'links'))
  layout('root.layout', [ada.privateKey])
  layout('two.layout', [ada.privateKey, bob.privateKey, eve.privateKey])
  layout('twice.layout', [ada.privateKey, ada.privateKey])
  layout('eve.layout', [eve.privateKey])
  layout('unsigned.layout', [])
  layout('old.layout', [ada.privateKey], { expires: '2026-02-01T00:00:00Z' })
  const verify = (file: string, trust: string, more = {}): VerificationReport =>
    verifyLayoutFiles({
      layout: file,
      keys: [],
      policy: trust,
      links: 'links',
      product: 'links',
      parameters: {},
      runInspections: false,
      timeoutMs: 5000,
      cwd,
      now: NOW,
      ...more,
    })

  it.each<[string, string, string, Readonly<Record<string, string>>, string]>([
    ['whom a rule names', 'root.layout', `for = ["path:*.layout"]\nevidence = ["layout"]\n${BY}`, {}, '0 ada '],
    ['two of three who signed', 'two.layout', `for = ["path:*.layout"]\n${BY}\nthreshold = 2`, {}, '0 ada,bob '],
    ['one who signed twice', 'twice.layout', `for = ["path:*.layout"]\n${BY}\nthreshold = 2`, {}, '5  trust: threshold-not-met'],
    ['no rule', 'root.layout', `for = ["path:*.txt"]\n${BY}`, {}, '5  trust: trust-missing'],
    ['a rule that counts other evidence', 'root.layout', `for = ["path:*"]\nevidence = ["link"]\n${BY}`, {}, '5  trust: policy-not-met'],
    ['an identity that has ended', 'root.layout', `for = ["path:*"]\n${BY}`, EXPIRED, '5  trust: signer-mismatch'],
    ['somebody whom the rule does not name', 'root.layout', 'for = ["path:*"]\nby = ["bob"]', {}, '5  trust: signer-mismatch'],
    ['a stranger', 'eve.layout', `for = ["path:*"]\n${BY}`, {}, '5  owners: signer-unknown'],
    ['nobody', 'unsigned.layout', `for = ["path:*"]\n${BY}`, {}, '5  owners: evidence-missing'],
    ['an owner whose layout has ended', 'old.layout', `for = ["path:*"]\n${BY}`, {}, '5  expiry: expired'],
  ])('by %s', (_, file, rule, identities, expected) => {
    expect(told(verify(file, policy(rule, identities)))).toBe(expected)
  })

  it('are followed only after their owners are trusted', () => {
    layout('run.layout', [ada.privateKey], { run: ['touch', join(cwd, 'links', 'ran')] })
    const report = verify('run.layout', policy('for = ["path:*"]\nby = ["bob"]'), { runInspections: true })
    expect(told(report)).toBe('5  trust: signer-mismatch')
    expect(report.items[0]?.step.steps.map(({ id }) => id)).not.toContain('inspections')
    expect(existsSync(join(cwd, 'links', 'ran'))).toBe(false)
  })

  it('are known by package or repository too', () => {
    const trust = policy(`for = ["repo:https://forge.example/acme/app"]\n${BY}`)
    expect(told(verify('root.layout', trust, { subject: { repository: 'https://forge.example/acme/app.git' } }))).toBe('0 ada ')
    expect(told(verify('root.layout', trust, { subject: { repository: 'https://forge.example/acme/other' } }))).toBe(
      '5  trust: trust-missing',
    )
    expect(told(verify('root.layout', trust))).toBe('5  trust: trust-missing')
  })
})

describe('patches by mail', () => {
  const BODY = 'text\n---\ndiff --git a/a b/a\nindex 1..2 100644\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-a\n+b\n'

  /** A patch as patatt signs it: the signature says `i`, the mail says `from`. */
  function mail(
    file: string,
    { from = 'Ada <ada@example.org>', i = 'ada@example.org', algorithm = 'ed25519', make = byKey(ada.privateKey) } = {},
  ): void {
    const bh = createHash('sha256').update(BODY.replaceAll('\n', '\r\n')).digest('base64')
    const start = `v=1; a=${algorithm}-sha256; t=1700000000; l=${BODY.length}; i=${i}; s=default; h=from:subject; bh=${bh}; b=`
    const head = [`from:${from}`, 'subject:a patch', `x-developer-signature:${start}`].join('\r\n')
    const b = make(createHash('sha256').update(head).digest()).toString('base64')
    writeFileSync(join(cwd, file), `From: ${from}\nSubject: a patch\nX-Developer-Signature: ${start}${b}\n\n${BODY}`)
  }
  function byKey(key: KeyObject): (digest: Buffer) => Buffer {
    return (digest) => Buffer.concat([sign(null, digest, key), digest])
  }
  const wire = (...parts: readonly (string | Uint8Array)[]): Buffer =>
    Buffer.concat(
      parts.map((part) => {
        const length = Buffer.alloc(4)
        length.writeUInt32BE(Buffer.from(part).length)
        return Buffer.concat([length, Buffer.from(part)])
      }),
    )
  const sshKey = wire('ssh-ed25519', ada.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
  /** A signature as PROTOCOL.sshsig has it, without armour. */
  function bySsh(digest: Buffer): Buffer {
    const hash = createHash('sha512').update(digest).digest()
    const signature = sign(null, Buffer.concat([Buffer.from('SSHSIG'), wire('patatt', '', 'sha512', hash)]), ada.privateKey)
    const version = Buffer.of(0, 0, 0, 1)
    return Buffer.concat([Buffer.from('SSHSIG'), version, wire(sshKey, 'patatt', '', 'sha512', wire('ssh-ed25519', signature))])
  }
  /** A signature and what it covers in one message (RFC 9580 §10.3). */
  function byPgp(digest: Buffer): Buffer {
    const literal = Buffer.concat([Buffer.from('b\0'), Buffer.alloc(4), digest])
    return Buffer.concat([pgp.sign(digest), Buffer.of(0xc0 | 11, literal.length), literal])
  }
  mail('ada.eml')
  mail('eve.eml', { make: byKey(eve.privateKey) })
  mail('boss.eml', { from: 'Boss <boss@example.org>' })
  mail('liar.eml', { from: 'Boss <boss@example.org>', i: 'boss@example.org' })
  mail('ssh.eml', { algorithm: 'openssh', make: bySsh })
  mail('pgp.eml', { algorithm: 'openpgp', make: byPgp })
  mail('pgp-liar.eml', { algorithm: 'openpgp', make: byPgp, from: 'Boss <boss@example.org>', i: 'boss@example.org' })

  const NAMED = { ada: 'kind = "key"\nsubject = "ada@example.org"\nkey = "ada.pub"' }
  const SSH = { ada: `kind = "ssh"\nsubject = "ada@example.org"\nkey = "ssh-ed25519 ${sshKey.toString('base64')}"` }
  const PRINT = `SHA256:${createHash('sha256').update(sshKey).digest('base64').replace('=', '')}`
  const PGP = { ada: 'kind = "openpgp"\nkey = "ada.gpg"' }
  const verify = (file: string, trust: string, more = {}): VerificationReport =>
    verifyMails({ mails: [file], policy: trust, cwd, now: NOW, ...more })

  it.each<[string, string, string, Readonly<Record<string, string>>, string]>([
    ['whom a rule names', 'ada.eml', `for = ["path:*.eml"]\nevidence = ["mail"]\n${BY}`, NAMED, '0 ada '],
    ['an SSH key', 'ssh.eml', `for = ["path:*.eml"]\n${BY}`, SSH, '0 ada '],
    [
      'an SSH key by its fingerprint',
      'ssh.eml',
      `for = ["path:*.eml"]\n${BY}`,
      { ada: `kind = "ssh"\nsubject = "*@example.org"\nkey = "${PRINT}"` },
      '0 ada ',
    ],
    ['an OpenPGP key', 'pgp.eml', `for = ["path:*.eml"]\n${BY}`, PGP, '0 ada '],
    [
      'an OpenPGP key of that name',
      'pgp.eml',
      `for = ["path:*.eml"]\n${BY}`,
      { ada: `${PGP.ada}\nsubject = "Ada <ada@example.org>"` },
      '0 ada ',
    ],
    ['no rule', 'ada.eml', `for = ["path:*.txt"]\n${BY}`, NAMED, '5  trust: trust-missing'],
    [
      'a rule that counts other evidence',
      'ada.eml',
      `for = ["path:*"]\nevidence = ["signature"]\n${BY}`,
      NAMED,
      '5  trust: policy-not-met',
    ],
    [
      'an identity that has ended',
      'ada.eml',
      `for = ["path:*"]\n${BY}`,
      { ada: `${NAMED.ada}\nvalid-until = 2026-02-28` },
      '5  trust: signer-mismatch',
    ],
    [
      'a key of another name',
      'ada.eml',
      `for = ["path:*"]\n${BY}`,
      { ada: NAMED.ada.replace('ada@', 'bob@') },
      '5  trust: signer-mismatch',
    ],
    ['a key without a name', 'ada.eml', `for = ["path:*"]\n${BY}`, {}, '5  named: signer-mismatch'],
    [
      'one key under two names, of which one says whose it is',
      'ada.eml',
      `for = ["path:*"]\n${BY}`,
      { ...NAMED, bob: 'kind = "key"\nkey = "ada.pub"' },
      '0 ada ',
    ],
    ['a stranger', 'eve.eml', `for = ["path:*"]\n${BY}`, NAMED, '5  signature: signature-invalid'],
    ['an SSH key that nobody knows', 'ssh.eml', `for = ["path:*"]\n${BY}`, NAMED, '5  signature: signer-mismatch'],
    ['an OpenPGP key that nobody knows', 'pgp.eml', `for = ["path:*"]\n${BY}`, NAMED, '5  signature: signer-unknown'],
    ['somebody else than wrote it', 'boss.eml', `for = ["path:*"]\n${BY}`, NAMED, '5  by-author: signer-mismatch'],
    ['somebody who claims to be another', 'liar.eml', `for = ["path:*"]\n${BY}`, NAMED, '5  trust: signer-mismatch'],
    ['an OpenPGP key that claims to be another', 'pgp-liar.eml', `for = ["path:*"]\n${BY}`, PGP, '5  signer: signer-mismatch'],
  ])('by %s', (_, file, rule, identities, expected) => {
    expect(told(verify(file, policy(rule, identities)))).toBe(expected)
  })

  it('may be passed on, and are known by their repository', () => {
    const trust = policy(`for = ["repo:https://forge.example/acme/app"]\n${BY}`)
    const repository = 'https://forge.example/acme/app'
    expect(told(verify('boss.eml', trust, { repository, anyAuthor: true }))).toBe('0 ada ')
    expect(told(verify('boss.eml', trust, { repository }))).toBe('5  by-author: signer-mismatch')
    expect(told(verify('boss.eml', trust, { anyAuthor: true }))).toBe('5  trust: trust-missing')
    // What a rule asks of commits is asked of commits alone.
    const mails = 'for = ["repo:https://forge.example/acme/app"]\nevidence = ["mail"]\nby = ["ada"]\n'
    const commits = '[[rule]]\nname = "c"\nfor = ["repo:https://forge.example/acme/app"]\nevidence = ["commit"]\nby = ["bob"]'
    expect(told(verify('ada.eml', policy(`${mails}${commits}`, NAMED), { repository }))).toBe('0 ada ')
    expect(told(verify('ada.eml', policy(commits.replace('[[rule]]\nname = "c"\n', ''), NAMED), { repository }))).toBe(
      '5  trust: trust-missing',
    )
  })
})
