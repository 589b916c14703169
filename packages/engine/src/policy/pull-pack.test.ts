import { createHash, generateKeyPairSync } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CupelError } from '@cupel/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attestFiles } from '../sign/attest-files.ts'
import type { SignerRequest } from '../sign/make-bundle.ts'
import { isOlderPack } from './is-older-pack.ts'
import { loadPacks } from './load-packs.ts'
import { pullPack } from './pull-pack.ts'
import type { PulledPack, PullRequest } from './pull-pack.ts'
import { signPack } from './sign-pack.ts'

const NOW = new Date('2030-06-01T00:00:00Z')
let folder = ''
let signer: SignerRequest

const pack = (version: string, more = '') => `policy: 1
id: own
title: t
version: ${version}
model: "1.0"
rules:
  - { id: r, title: t, severity: high, subject: project, assert: project.complete, message: m, remediation: r }
${more}tests:
  - { rule: r, name: complete, given: { project: { complete: true } }, expect: pass }
  - { rule: r, name: incomplete, given: { project: { complete: false } }, expect: fail }
  - { rule: r, name: unseen, given: {}, expect: unknown }
`

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  write('team.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
  write('team.pub', publicKey.export({ type: 'spki', format: 'pem' }) as string)
  signer = {
    key: { file: 'team.pem' },
    env: {},
    cwd: folder,
    now: NOW,
    send: () => Promise.reject(new Error('nobody is asked')),
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string | Uint8Array): void {
  writeFileSync(join(folder, name), text)
}

const pull = (from: string, more: Partial<PullRequest> = { trust: { key: 'team.pub', unlogged: true } }): Promise<PulledPack> =>
  pullPack({ from, cwd: folder, now: NOW, signal: new AbortController().signal, ...more })

async function refusal(run: () => Promise<unknown>): Promise<string> {
  try {
    await run()
    return ''
  } catch (error) {
    if (error instanceof CupelError) return `${error.exitCode} ${error.message}`
    throw error
  }
}

describe('a pack', () => {
  it('that is signed and published is what is pulled, by key and by digest', async () => {
    write('own.yaml', pack('1.0.0'))
    const signed = await signPack({ ...signer, pack: 'own.yaml' })
    expect(signed).toMatchObject({
      id: 'own',
      version: '1.0.0',
      digest: `sha256:${createHash('sha256').update(pack('1.0.0')).digest('hex')}`,
    })
    mkdirSync(join(folder, 'public'))
    expect(signed.fileName).toBe('own-1.0.0.yaml')
    write('public/own-1.0.0.yaml', signed.text)
    write('public/own-1.0.0.yaml.sigstore.json', signed.bundle.text)
    const pulled = await pull('public/own-1.0.0.yaml')
    expect(pulled).toMatchObject({ text: pack('1.0.0'), id: 'own', version: '1.0.0', digest: signed.digest, fileName: 'own.yaml' })
    expect(pulled.signers).toEqual([expect.stringMatching(/^key /)])
    expect((await pull('public/own-1.0.0.yaml', { digest: signed.digest })).signers).toEqual([])
    expect(loadPacks(['public/own-1.0.0.yaml'], { cwd: folder })[0]?.digest).toBe(signed.digest)
  })

  it.each([
    ['a type that is wrong', pack('1.0.0').replace('project.complete', 'project.complet'), /no field "complet"/],
    ['tests that fail', pack('1.0.0').replace('expect: pass', 'expect: fail'), /expects fail and gets pass/],
    [
      'an exception that has ended',
      pack('1.0.0', 'exceptions: [{ rule: r, subject: x, owner: o, reason: r, expires: 2020-01-01 }]\n'),
      /ended on 2020-01-01/,
    ],
    [
      'a mapping that is none',
      pack('1.0.0').replace('remediation: r }', 'remediation: r, mappings: { ssdf: [XX.1] } }'),
      /ssdf has no "XX\.1"/,
    ],
    ['bytes that are no text', Buffer.concat([Buffer.from(`${pack('1.0.0')}# `), Buffer.from([0xff, 0x0a])]), /UTF-8/],
  ])('with %s is not signed', async (_, text, reason) => {
    write('bad.yaml', text)
    const said = await refusal(() => signPack({ ...signer, pack: 'bad.yaml' }))
    expect(said).toMatch(/^2 bad\.yaml/)
    expect(said).toMatch(reason)
  })
})

describe('pulling', () => {
  it('says why a signature is not taken, and what to do', async () => {
    write('signed.yaml', pack('1.0.0'))
    write('signed.yaml.sigstore.json', (await signPack({ ...signer, pack: 'signed.yaml' })).bundle.text)
    const said = await refusal(() => pull('signed.yaml', { trust: { key: 'team.pub' } }))
    expect(said).toMatch(/^5 signed\.yaml is refused: its signature is not by whom you trust: .*no entry of a transparency log/)
    write('signed.yaml', pack('1.0.1'))
    expect(await refusal(() => pull('signed.yaml'))).toMatch(/not by whom you trust: ./)
  })

  it('takes a statement about a pack for no signature of it', async () => {
    write('rejected.yaml', pack('1.0.0', '# do not use\n'))
    write('predicate.json', '{"result": "rejected"}')
    const attested = (predicateType: string) =>
      attestFiles({ ...signer, files: ['rejected.yaml'], predicate: 'predicate.json', predicateType })
    write('rejected.yaml.sigstore.json', (await attested('https://example.org/review/v1')).text)
    expect(await refusal(() => pull('rejected.yaml'))).toMatch(/^5 .*says something about it/)
  })

  it.each([
    ['a changed pack', (text: string) => text.replace('severity: high', 'severity: info')],
    ['one with another line end', (text: string) => text.replace('\n', '\r\n')],
    ['one with a byte order mark', (text: string) => `\ufeff${text}`],
  ])('refuses %s', async (_, change) => {
    write('moved.yaml', change(pack('1.0.0')))
    copyFileSync(join(folder, 'public/own-1.0.0.yaml.sigstore.json'), join(folder, 'moved.yaml.sigstore.json'))
    expect(await refusal(() => pull('moved.yaml'))).toMatch(/^5 /)
  })

  it('hands out no bytes that are no text', async () => {
    const bytes = Buffer.concat([Buffer.from(`${pack('1.0.0')}# `), Buffer.from([0xff, 0x0a])])
    write('odd.yaml', bytes)
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    expect(await refusal(() => pull('odd.yaml', { digest }))).toMatch(/^5 .*UTF-8/)
    expect(await refusal(async () => loadPacks(['odd.yaml'], { cwd: folder }))).toMatch(/^2 .*UTF-8/)
  })

  it('knows what is older than what is here', async () => {
    const pulled = await pull('public/own-1.0.0.yaml')
    for (const [version, older] of [
      ['1.0.0', false],
      ['0.9.9', false],
      ['1.0.1', true],
      ['10.0.0', true],
    ] as const)
      expect([version, isOlderPack(pulled, pack(version))]).toEqual([version, older])
    expect(isOlderPack(pulled, pack('2.0.0').replace('id: own', 'id: other'))).toBe(false)
    expect(isOlderPack(pulled, 'what is no pack')).toBe(false)
  })
})
