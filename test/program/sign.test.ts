import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCupel } from './cupel.ts'
import { failure, keyPair, run, SIGNER, signingPlace, verdict } from './signing.ts'
import type { SigningPlace } from './signing.ts'

let folder = ''
let place: SigningPlace

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  place = await signingPlace(folder)
  writeFileSync(join(folder, 'app.tgz'), 'what is released')
})
afterAll(async () => {
  await place.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A folder of its own with the artifact in it. */
function work(name: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  writeFileSync(join(path, 'app.tgz'), 'what is released')
  return path
}

describe('cupel sign', () => {
  test('without a key: verifies with cupel and with @sigstore/verify', async () => {
    const cwd = work('keyless')
    const { code, stderr } = await run(['sign', 'app.tgz', ...place.sign], { cwd })
    expect(stderr.replace(place.issuer, 'ISSUER')).toBe(
      `signed as ${SIGNER} by ISSUER (1 log entries, 1 timestamps): app.tgz.sigstore.json\n`,
    )
    expect(code).toBe(0)
    const { report } = await verdict(['verify', 'app.tgz', ...place.verify], { cwd })
    expect(report.verdict).toEqual({ outcome: 'verified', exitCode: 0 })
    expect(report.items[0]?.signers).toMatchObject([{ kind: 'sigstore', subject: SIGNER, issuer: place.issuer }])
    const bundle = bundleFromJSON(JSON.parse(readFileSync(join(cwd, 'app.tgz.sigstore.json'), 'utf8')))
    const root = TrustedRoot.fromJSON(JSON.parse(readFileSync(join(folder, 'sandbox/trusted_root.json'), 'utf8')))
    const signer = new Verifier(toTrustMaterial(root)).verify(toSignedEntity(bundle, Buffer.from('what is released')))
    expect(signer.identity?.subjectAlternativeName).toBe(SIGNER)
  })

  test('by the token of a job, and of SIGSTORE_ID_TOKEN', async () => {
    const services = place.sign.slice(2)
    const cwd = work('ambient')
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: `${place.issuer}/token?api-version=2`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret' }
    expect(await run(['sign', 'app.tgz', ...services, '-b', 'job.json'], { cwd, env })).toMatchObject({ code: 0 })
    const given = { SIGSTORE_ID_TOKEN: place.token }
    expect(await run(['sign', 'app.tgz', ...services, '-b', 'given.json'], { cwd, env: given })).toMatchObject({ code: 0 })
    for (const bundle of ['job.json', 'given.json']) {
      expect(await verdict(['verify', 'app.tgz', '-b', bundle, ...place.verify], { cwd })).toMatchObject({ code: 0 })
    }
    const { code, stderr } = await run(['sign', 'app.tgz'], { cwd })
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('may write id-token') })
  })

  test.each(['P-256', 'P-384', 'P-521', 'ed25519', 'rsa'] as const)('by a %s key, alone and with services', async (kind) => {
    const cwd = work(`key-${kind}`)
    const pair = keyPair(kind)
    writeFileSync(join(cwd, 'key.pem'), pair.private)
    writeFileSync(join(cwd, 'key.pub'), pair.public)
    expect(await run(['sign', 'app.tgz', '--key', 'key.pem'], { cwd })).toMatchObject({ code: 0 })
    const alone = ['verify', 'app.tgz', '--key', 'key.pub']
    expect(await verdict([...alone, '--unlogged'], { cwd })).toMatchObject({ code: 0 })
    expect(await verdict(alone, { cwd })).toMatchObject({ code: 5 })
    const services = place.sign.slice(2)
    expect(await run(['sign', 'app.tgz', '--key', 'key.pem', ...services, '-b', 'logged.json'], { cwd })).toMatchObject({ code: 0 })
    const root = place.verify.slice(4)
    expect(await verdict([...alone, '-b', 'logged.json', ...root], { cwd })).toMatchObject({ code: 0 })
    writeFileSync(join(cwd, 'other.pub'), keyPair(kind).public)
    expect(await verdict(['verify', 'app.tgz', '--key', 'other.pub', '-b', 'logged.json', ...root], { cwd })).toMatchObject({ code: 5 })
  })

  test('opens keys by a passphrase, and says no more of them', async () => {
    const cwd = work('passphrase')
    writeFileSync(join(cwd, 'key.pem'), keyPair('P-256', 'open sesame').private)
    writeFileSync(join(cwd, 'pass'), 'open sesame\n')
    const sign = ['sign', 'app.tgz', '--key', 'key.pem']
    expect(await run([...sign, '--passphrase-file', 'pass'], { cwd })).toMatchObject({ code: 0 })
    expect(await run(sign, { cwd, env: { CUPEL_PASSPHRASE: 'open sesame' } })).toMatchObject({ code: 0 })
    expect((await run(sign, { cwd })).stderr).toBe(
      'cupel: cupel sign needs the passphrase of key.pem\n  give --passphrase-file FILE, or set CUPEL_PASSPHRASE\n',
    )
    expect(await run(sign, { cwd, env: { CUPEL_PASSPHRASE: 'wrong' } })).toMatchObject({
      code: 2,
      stderr: expect.not.stringContaining('wrong"'),
    })
    writeFileSync(join(cwd, 'key.pem'), 'no key')
    expect(await run(sign, { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a private key') })
  })

  test('signs statements only when verifiers could read them', async () => {
    const cwd = work('statement')
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'a', digest: { sha256: '00'.repeat(32) } }],
      predicateType: 'https://x.example/p',
    }
    writeFileSync(join(cwd, 'good.json'), JSON.stringify(statement))
    expect(await run(['sign', 'good.json', '--in-toto', ...place.sign], { cwd })).toMatchObject({ code: 0 })
    writeFileSync(join(cwd, 'bad.json'), JSON.stringify({ ...statement, subject: [] }))
    expect(await run(['sign', 'bad.json', '--in-toto', ...place.sign], { cwd })).toMatchObject({ code: 3 })
    expect(readdirSync(cwd)).toEqual(['app.tgz', 'bad.json', 'good.json', 'good.json.sigstore.json'])
  })

  test('writes nothing when a service refuses, is away, or is of another instance', async () => {
    const cwd = work('refused')
    const refused = await run(['sign', 'app.tgz', '--identity-token', 'a.e30.c', ...place.sign.slice(2)], { cwd })
    expect(refused.code).toBe(5)
    const stranger = await run(['sign', 'app.tgz', ...place.sign.slice(0, 4)], { cwd })
    expect(stranger).toMatchObject({ code: 5, stderr: expect.stringContaining('of one instance') })
    const config = readFileSync(join(folder, 'sandbox/signing_config.json'), 'utf8').replaceAll(place.baseUrl, 'http://127.0.0.1:9')
    writeFileSync(join(cwd, 'away.json'), config)
    const away = await run(['sign', 'app.tgz', '--identity-token', place.token, '--signing-config', 'away.json'], { cwd })
    expect(away).toMatchObject({ code: 3, stderr: expect.stringContaining('cannot ask http://127.0.0.1:9/') })
    expect(readdirSync(cwd)).toEqual(['app.tgz', 'away.json'])
  })

  test('leaves nothing when it is killed, and keeps what it cannot replace', async () => {
    const cwd = work('killed')
    const asked: string[] = []
    const deaf = createServer((request) => void asked.push(request.url ?? ''))
    await new Promise<void>((done) => deaf.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`
    writeFileSync(join(cwd, 'deaf.json'), readFileSync(join(folder, 'sandbox/signing_config.json'), 'utf8').replaceAll(place.baseUrl, url))
    const { child, done } = startCupel(['sign', 'app.tgz', '--identity-token', place.token, '--signing-config', 'deaf.json'], { cwd })
    while (asked.length === 0) await new Promise((next) => setTimeout(next, 20))
    child.kill('SIGKILL')
    await done
    deaf.closeAllConnections()
    deaf.close()
    expect(readdirSync(cwd)).toEqual(['app.tgz', 'deaf.json'])
    mkdirSync(join(cwd, 'out.json'))
    expect(await run(['sign', 'app.tgz', ...place.sign, '-b', 'out.json'], { cwd })).toMatchObject({ code: 2 })
    expect(await run(['sign', 'app.tgz', ...place.sign, '-b', 'no/folder/out.json'], { cwd })).toMatchObject({ code: 2 })
    expect(readdirSync(cwd)).toEqual(['app.tgz', 'deaf.json', 'out.json'])
  })
})

describe('cupel attest', () => {
  test('a predicate about files, counted by evidence kind in a policy', async () => {
    const cwd = work('attest')
    writeFileSync(join(cwd, 'bom.json'), '{"bomFormat":"CycloneDX"}')
    const attest = ['attest', 'app.tgz', '--predicate', 'bom.json', '--type', 'https://cyclonedx.org/bom', ...place.sign]
    expect(await run(attest, { cwd })).toMatchObject({ code: 0 })
    writeFileSync(
      join(cwd, 'trust.toml'),
      `version = 1\n[[identity]]\nname = "us"\nkind = "sigstore"\nissuer = "${place.issuer}"\nsubject = "${SIGNER}"\n[[rule]]\nname = "r"\nfor = ["path:*.tgz"]\nevidence = ["sbom"]\nby = ["us"]\n`,
    )
    expect(await verdict(['verify', 'app.tgz', ...place.verify.slice(4)], { cwd })).toMatchObject({ code: 0 })
    writeFileSync(join(cwd, 'app.tgz'), 'something else')
    expect(await verdict(['verify', 'app.tgz', ...place.verify.slice(4)], { cwd })).toMatchObject({ code: 5 })
    expect(await run([...attest.slice(0, 5), 'no uri', ...place.sign], { cwd })).toMatchObject({ code: 2 })
  })

  test('a summary of a verification, for those who trust the verifier', async () => {
    const cwd = work('vsa')
    const pair = keyPair()
    writeFileSync(join(cwd, 'key.pem'), pair.private)
    writeFileSync(join(cwd, 'key.pub'), pair.public)
    await run(['sign', 'app.tgz', ...place.sign], { cwd })
    const policy = (name: string): string =>
      `version = 1\n[[identity]]\nname = "us"\nkind = "sigstore"\nissuer = "${place.issuer}"\nsubject = "${name}"\n[[rule]]\nname = "r"\nfor = ["path:*.tgz"]\nby = ["us"]\n`
    writeFileSync(join(cwd, 'trust.toml'), policy(SIGNER))
    writeFileSync(join(cwd, 'other.toml'), policy('else@example.com'))
    const attest = [
      'attest',
      'vsa',
      'app.tgz',
      '--verifier',
      'https://v.example/1',
      '--resource',
      'pkg:npm/app@1',
      '--key',
      'key.pem',
      ...place.verify.slice(4),
    ]
    expect(await run([...attest, '--trust', 'other.toml'], { cwd })).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('not verified'),
    })
    expect(await run(attest, { cwd })).toMatchObject({ code: 0 })
    const verify = ['verify', 'vsa', 'app.tgz', '--verifier', 'https://v.example/1', '--key', 'key.pub', '--resource']
    expect(await verdict([...verify, 'pkg:npm/app@1', '--level', 'SLSA_BUILD_LEVEL_0'], { cwd })).toMatchObject({ code: 0 })
    expect(await verdict([...verify, 'pkg:npm/app@2'], { cwd })).toMatchObject({ code: 5 })
    expect(await verdict([...verify, 'pkg:npm/app@1', '--level', 'SLSA_BUILD_LEVEL_3'], { cwd })).toMatchObject({ code: 5 })
  })
})

describe('cupel sign model', () => {
  test('every file under one signature', async () => {
    const cwd = work('models')
    const pair = keyPair()
    writeFileSync(join(cwd, 'key.pem'), pair.private)
    writeFileSync(join(cwd, 'key.pub'), pair.public)
    mkdirSync(join(cwd, 'bert/part'), { recursive: true })
    writeFileSync(join(cwd, 'bert/weights'), 'w'.repeat(5000))
    writeFileSync(join(cwd, 'bert/part/config'), '{}')
    const keyless = ['--signature', 'keyless.sig']
    expect(await run(['sign', 'model', 'bert', '--key', 'key.pem', '--shard-size', '1000'], { cwd })).toMatchObject({ code: 0 })
    expect(await run(['sign', 'model', 'bert', '--ignore', 'model.sig', ...keyless, ...place.sign], { cwd })).toMatchObject({ code: 0 })
    const byKey = ['verify', 'model', 'bert', '--key', 'key.pub']
    const byIdentity = ['verify', 'model', 'bert', ...keyless, ...place.verify]
    const policy = (identity: string, rule = 'for = ["path:bert"]\nevidence = ["model"]'): void =>
      writeFileSync(join(cwd, 'trust.toml'), `version = 1\n[[identity]]\nname = "us"\n${identity}\n[[rule]]\n${rule}\nby = ["us"]\n`)
    const us = `kind = "sigstore"\nissuer = "${place.issuer}"\nsubject = "${SIGNER}"`
    const byPolicy = ['verify', 'model', 'bert', ...place.verify.slice(4)]
    for (const verify of [byKey, byIdentity]) expect(await verdict(verify, { cwd })).toMatchObject({ code: 0 })
    // No piece covers an empty file, so nobody can have signed it.
    writeFileSync(join(cwd, 'bert/part/__init__.py'), '')
    expect(await verdict(byKey, { cwd })).toMatchObject({ code: 5 })
    const pieces = ['sign', 'model', 'bert', '--key', 'key.pem', '--shard-size', '1000', '--signature', 'new.sig']
    expect(await run(pieces, { cwd })).toMatchObject({ code: 5, stderr: expect.stringContaining('no piece would cover it') })
    rmSync(join(cwd, 'bert/part/__init__.py'))
    policy('kind = "key"\nkey = "key.pub"')
    expect(await verdict(byPolicy, { cwd })).toMatchObject({ code: 0, report: { trust: { policy: 'trust.toml' } } })
    expect(await verdict([...byPolicy, ...keyless], { cwd })).toMatchObject({ code: 5 })
    policy(us)
    expect(await verdict([...byPolicy, ...keyless], { cwd })).toMatchObject({ code: 0 })
    expect(await verdict(byPolicy, { cwd })).toMatchObject({ code: 5 })
    policy(us.replace(SIGNER, 'nobody@example.com'))
    const other = await verdict([...byPolicy, ...keyless], { cwd })
    expect(failure(other.report.items[0]?.step)).toBe('trust: signer-mismatch')
    policy(us, 'for = ["path:other"]')
    expect(failure((await verdict([...byPolicy, ...keyless], { cwd })).report.items[0]?.step)).toBe('trust: trust-missing')
    policy(us, 'for = ["path:bert"]\nevidence = ["provenance"]')
    expect(failure((await verdict([...byPolicy, ...keyless], { cwd })).report.items[0]?.step)).toBe('trust: policy-not-met')
    policy(us)
    writeFileSync(join(cwd, 'bert/more'), '')
    writeFileSync(join(cwd, 'bert/part/config'), '{"a":1}')
    expect(await verdict([...byPolicy, ...keyless], { cwd })).toMatchObject({ code: 5 })
    for (const verify of [byKey, byIdentity]) expect(await verdict(verify, { cwd })).toMatchObject({ code: 5 })
  })
})
