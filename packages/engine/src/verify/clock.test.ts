import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Sandbox, signWithKey, writeBundle } from '@cupel/provenance'
import type { HttpRequest } from '@cupel/provenance'
import type { Step, VerificationReport } from '@cupel/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBundle } from '../sign/make-bundle.ts'
import { shippedTrust } from './shipped-trust.ts'
import { showTrust } from './tuf/show-trust.ts'
import { updateTrust } from './tuf/update-trust.ts'
import { verifyArtifact } from './verify-artifact.ts'

/** Clocks that are wrong, or that have gone on since. */
const SIGNED = new Date('2026-03-01T12:00:00Z')
const LATER = new Date('2036-03-01T12:00:00Z')
const EARLIER = new Date('2016-03-01T12:00:00Z')

let cwd = ''
let sandbox: Sandbox

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'cupel-clock-'))
  sandbox = new Sandbox({ baseUrl: 'http://127.0.0.1:4000', now: () => SIGNED, random: randomBytes })
  writeFileSync(join(cwd, 'root.json'), sandbox.trustedRoot())
  writeFileSync(join(cwd, 'config.json'), sandbox.signingConfig())
  writeFileSync(join(cwd, 'app.tgz'), 'what is released')
  writeFileSync(join(cwd, 'app.tgz.sigstore.json'), (await sign(SIGNED)).text)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(join(cwd, 'key.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
  const services = { logs: [], timestampAuthorities: [] }
  const toSign = { kind: 'artifact', bytes: readFileSync(join(cwd, 'app.tgz')) } as const
  writeFileSync(join(cwd, 'key.json'), writeBundle(await signWithKey(toSign, { privateKey, services, send, random: randomBytes })))
  const key = 'version = 1\n[[identity]]\nname = "us"\nkind = "key"\nkey = "key.pub"\nvalid-until = 2026-06-30\nvalid-from = 2026-01-01\n'
  writeFileSync(join(cwd, 'trust.toml'), `${key}[[rule]]\nname = "r"\nfor = ["path:*.tgz"]\nby = ["us"]\n`)
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const send = (request: HttpRequest) => Promise.resolve(sandbox.handle(request))

function sign(now: Date): ReturnType<typeof makeBundle> {
  const identityToken = sandbox.token({ sub: 'us', email: 'us@example.com' })
  const files = { signingConfig: 'config.json', trustedRoot: 'root.json' }
  return makeBundle({ kind: 'artifact', bytes: readFileSync(join(cwd, 'app.tgz')) }, { ...files, identityToken, env: {}, cwd, now, send })
}

function keyless(now: Date): Promise<VerificationReport> {
  const identity = { subject: 'us@example.com', issuer: sandbox.issuer.url }
  return verifyArtifact({ artifact: 'app.tgz', evidence: [], trust: { identity, trustedRoot: 'root.json' }, cwd, now })
}

function byKey(now: Date): Promise<VerificationReport> {
  return verifyArtifact({ artifact: 'app.tgz', evidence: ['key.json'], trust: { policy: 'trust.toml', unlogged: true }, cwd, now })
}

function innermost(step: Step | undefined): Step | undefined {
  const failed = step?.steps.find(({ outcome }) => outcome === 'failed')
  return failed === undefined ? step : innermost(failed)
}

describe('a wrong clock', () => {
  it.each([EARLIER, SIGNED, LATER])('says nothing about a signature whose time is witnessed: %s', async (now) => {
    const { verdict, items } = await keyless(now)
    expect(verdict.outcome).toBe('verified')
    expect(items[0]?.times).toEqual([SIGNED.toISOString()])
  })

  it('decides about keys with an end, whose time nobody witnessed', async () => {
    expect((await byKey(SIGNED)).verdict.outcome).toBe('verified')
    for (const [now, field] of [
      [EARLIER, 'valid-from'],
      [LATER, 'valid-until'],
    ] as const) {
      const { verdict, items } = await byKey(now)
      expect(verdict).toEqual({ outcome: 'refused', exitCode: 5 })
      expect(innermost(items[0]?.step)).toMatchObject({ code: 'signer-mismatch', reason: expect.stringContaining(field) })
    }
  })

  it('stops signing with services that are not there yet or no more, and writes nothing', async () => {
    const before = readdirSync(cwd)
    await expect(sign(EARLIER)).rejects.toMatchObject({ code: 'config-invalid', exitCode: 2 })
    expect(readdirSync(cwd)).toEqual(before)
  })

  it('warns of a trust root that is old or of tomorrow', () => {
    expect(showTrust(undefined, { cwd, now: LATER }).warning).toContain('days old')
    expect(showTrust(undefined, { cwd, now: EARLIER }).warning).toContain('yet to come')
  })

  it('is told with every verdict, and is no refusal', async () => {
    const { problems } = await byKey(new Date('2026-12-01T00:00:00Z'))
    expect(problems).toMatchObject([{ effect: 'note', detail: expect.stringContaining('stood by it until 2026-11-20 only') }])
  })

  it.each<[string, number | undefined, string, string | undefined, string]>([
    ['an old root where the user asks for a young one', 30, '', undefined, 'days old, and max-root-age allows 30 days'],
    ['an old root where the policy asks for a young one', undefined, 'max-root-age = "30d"', undefined, 'max-root-age allows 30 days'],
    ['what the policy asks, though the user asks for less', 9999, 'max-root-age = 30', undefined, 'max-root-age allows 30 days'],
    ['a root of unknown age', 30, '', 'root.json', 'nothing says how old the trust root root.json is'],
  ])('refuses %s', async (_, maxRootAge, line, trustedRoot, message) => {
    const policy = readFileSync(join(cwd, 'trust.toml'), 'utf8').replace('version = 1', `version = 1\n${line}`)
    writeFileSync(join(cwd, 'aged.toml'), policy)
    const trust = { policy: 'aged.toml', unlogged: true, ...(maxRootAge && { maxRootAge }), ...(trustedRoot && { trustedRoot }) }
    const now = new Date('2026-12-01T00:00:00Z')
    const verdict = verifyArtifact({ artifact: 'app.tgz', evidence: ['key.json'], trust, cwd, now })
    await expect(verdict).rejects.toMatchObject({ code: 'trust-root-old', exitCode: 5, message: expect.stringContaining(message) })
  })

  it('accepts a root that is young enough', async () => {
    const trust = { policy: 'trust.toml', unlogged: true, maxRootAge: 30 }
    const { verdict } = await verifyArtifact({
      artifact: 'app.tgz',
      evidence: ['key.json'],
      trust,
      cwd,
      now: new Date('2026-09-01T00:00:00Z'),
    })
    // The key of the policy has ended by then; the root has not.
    expect(verdict.exitCode).toBe(5)
  })

  it('says so when an update was lost, and the shipped root counts again', () => {
    const home = process.env['CUPEL_HOME']
    process.env['CUPEL_HOME'] = join(cwd, 'home')
    try {
      mkdirSync(join(cwd, 'home/trust/metadata'), { recursive: true })
      writeFileSync(join(cwd, 'home/trust/updated.json'), JSON.stringify({ updatedAt: '2030-01-01T00:00:00Z' }))
      const lost = showTrust(undefined, { cwd, now: SIGNED })
      expect(lost).toMatchObject({
        name: expect.stringContaining('as shipped'),
        warning: expect.stringContaining('cannot be read any more'),
      })
    } finally {
      if (home === undefined) delete process.env['CUPEL_HOME']
      else process.env['CUPEL_HOME'] = home
    }
  })

  it('lets an expired root be kept to start from, and says that it has expired', async () => {
    const { tufRoot } = shippedTrust(SIGNED)
    writeFileSync(join(cwd, 'tuf.root.json'), tufRoot)
    const update = (now: Date, metadataDir: string): Promise<VerificationReport> =>
      updateTrust({
        metadataDir,
        root: 'tuf.root.json',
        targets: [],
        offline: true,
        env: {},
        cwd,
        now,
        signal: new AbortController().signal,
      })
    const late = await update(new Date('2026-12-01T00:00:00Z'), 'late')
    expect(late).toMatchObject({ verdict: { exitCode: 0 }, summary: { warnings: 1 } })
    expect(late.items[0]?.step.steps.at(-1)).toMatchObject({ outcome: 'warned', code: 'expired', found: '2026-11-20T13:58:18.000Z' })
    expect((await update(SIGNED, 'early')).summary.warnings).toBe(0)
  })
})
