import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SANDBOX_FAULTS } from '@cupel/engine/sandbox'
import { TufRepository } from '@cupel/provenance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cupel, ROOT, startCupel } from './cupel.ts'
import { run, SIGNER, signingPlace, verdict } from './signing.ts'

let folder = ''
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('cupel sandbox', () => {
  test('starts, says where it is, signs and verifies by the conformance protocol, and ends when asked', async () => {
    const { child, done } = startCupel(['sandbox', '--out', 'own', '--identity', SIGNER], { cwd: folder, input: null })
    const shown = await new Promise<string>((ready) => {
      let text = ''
      child.stdout?.on('data', (chunk: string) => {
        text += chunk
        if (text.endsWith('ready\n')) ready(text)
      })
    })
    expect(readdirSync(join(folder, 'own')).sort()).toEqual(['signing_config.json', 'token.txt', 'trusted_root.json', 'tuf_root.json'])
    const base = /^OpenID issuer: (.*)\/oidc$/m.exec(shown)?.[1] ?? ''
    writeFileSync(join(folder, 'a.txt'), 'a')
    const own = (name: string): string => join(folder, 'own', name)
    const sigstore = (...args: readonly string[]): number | null =>
      spawnSync(join(ROOT, 'conformance/sigstore'), args, { cwd: folder, stdio: 'ignore' }).status
    const root = ['--trusted-root', own('trusted_root.json')]
    const identity = ['--certificate-identity', SIGNER, '--certificate-oidc-issuer', `${base}/oidc`]
    const token = readFileSync(own('token.txt'), 'utf8')
    const sign = [
      'sign-bundle',
      '--identity-token',
      token,
      '--bundle',
      'a.json',
      ...root,
      '--signing-config',
      own('signing_config.json'),
      'a.txt',
    ]
    expect(sigstore(...sign)).toBe(0)
    expect(sigstore('verify-bundle', '--bundle', 'a.json', ...identity, ...root, 'a.txt')).toBe(0)
    expect(
      sigstore('verify-bundle', '--bundle', 'a.json', '--certificate-identity', 'x', '--certificate-oidc-issuer', 'y', ...root, 'a.txt'),
    ).not.toBe(0)
    child.kill('SIGTERM')
    expect(await done).toMatchObject({ code: 130, stderr: '' })
    expect(sigstore(...sign)).not.toBe(0)
  })

  test('lists its faults, and takes no other', () => {
    const { stdout } = cupel(['sandbox', '--faults'])
    expect(stdout.trim().split('\n')).toHaveLength(Object.keys(SANDBOX_FAULTS).length)
    expect(cupel(['sandbox', '--fault', 'sct-mising'], { cwd: folder })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('sct-missing'),
    })
  })
})

describe('cupel trust update', () => {
  let server: Server
  let base = ''
  let repository: TufRepository
  const expires = new Date('2999-01-01T00:00:00Z')

  beforeAll(async () => {
    server = createServer((request, response) => {
      const bytes = repository.files.get(decodeURI((request.url ?? '').slice(1)))
      response.writeHead(bytes === undefined ? 404 : 200)
      response.end(bytes)
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => void server.close())

  /** A fresh repository with one target, and a client that has its root. */
  function start(name: string): { readonly update: readonly string[]; readonly dir: string } {
    repository = new TufRepository(expires)
    repository.addTarget('targets', 'some/file.txt', Buffer.from('one'))
    for (const role of ['targets', 'snapshot', 'timestamp']) repository.publish(role)
    const dir = join(folder, name)
    writeFileSync(`${dir}.root.json`, repository.files.get('metadata/1.root.json') ?? '')
    return { dir, update: ['trust', 'update', '--metadata-dir', dir, '--url', `${base}/metadata`, '--target-url', `${base}/targets`] }
  }

  function versions(dir: string): Record<string, number> {
    return Object.fromEntries(
      readdirSync(dir).map((name) => [
        name,
        (JSON.parse(readFileSync(join(dir, name), 'utf8')) as { signed: { version: number } }).signed.version,
      ]),
    )
  }

  test('keeps what its keepers signed, and fetches targets', async () => {
    const { dir, update } = start('plain')
    const root = ['--root', `${dir}.root.json`]
    const fetched = await verdict([...update, ...root, '--target', 'some/file.txt', '--target-dir', `${dir}.targets`])
    expect(fetched.code).toBe(0)
    expect(readFileSync(join(`${dir}.targets`, 'some%2Ffile.txt'), 'utf8')).toBe('one')
    expect(versions(dir)).toEqual({ 'root.json': 1, 'snapshot.json': 2, 'targets.json': 2, 'timestamp.json': 2 })
    expect(await verdict([...update, '--target', 'no/such'])).toMatchObject({ code: 5 })
  })

  test('refuses what is older, expired or unsigned, and keeps what it had', async () => {
    const { dir, update } = start('attacks')
    expect(await verdict([...update, '--root', `${dir}.root.json`])).toMatchObject({ code: 0 })
    const kept = versions(dir)
    const files = new Map(repository.files)
    const attack = async (change: () => void, code: string): Promise<void> => {
      change()
      const { report, code: exit } = await verdict(update)
      expect(JSON.stringify(report.items[0]?.step)).toContain(`"code":"${code}"`)
      expect(exit).toBe(5)
      expect(versions(dir)).toMatchObject({ 'snapshot.json': kept['snapshot.json'] })
      repository.files.clear()
      for (const [path, bytes] of files) repository.files.set(path, bytes)
    }
    await attack(() => {
      repository.get('timestamp').version = 0
      repository.publish('timestamp')
    }, 'rollback')
    await attack(() => {
      repository.get('timestamp').version = 8
      repository.get('timestamp').expires = '2001-01-01T00:00:00Z'
      repository.publish('timestamp')
    }, 'expired')
    await attack(() => {
      const text = files.get('metadata/timestamp.json')?.toString('utf8') ?? ''
      repository.files.set('metadata/timestamp.json', Buffer.from(text.replace('"version":2', '"version":9')))
    }, 'threshold-not-met')
  })

  test('starts from no root but one that is given, and says when nobody answers', async () => {
    const { dir, update } = start('beginnings')
    expect(await run(update)).toMatchObject({ code: 2, stderr: expect.stringContaining('--root FILE') })
    writeFileSync(`${dir}.bad.json`, (repository.files.get('metadata/1.root.json') ?? '').toString().replace('"version":1', '"version":2'))
    expect(await verdict([...update, '--root', `${dir}.bad.json`])).toMatchObject({ code: 5 })
    const away = ['trust', 'update', '--metadata-dir', dir, '--url', 'http://127.0.0.1:9', '--root', `${dir}.root.json`]
    expect(await run(away)).toMatchObject({ code: 3, stderr: expect.stringContaining('cannot ask') })
    expect(await run(['trust', 'update', '--offline'])).toMatchObject({ code: 2 })
  })

  test('speaks the protocol of tuf-conformance', async () => {
    const { dir } = start('protocol')
    const tuf = async (...args: readonly string[]): Promise<number | null> => {
      const { spawn } = await import('node:child_process')
      const child = spawn(join(ROOT, 'conformance/tuf'), ['--metadata-dir', dir, ...args], { stdio: 'ignore' })
      return new Promise((done) => child.on('close', done))
    }
    expect(await tuf('init', `${dir}.root.json`)).toBe(0)
    expect(await tuf('--metadata-url', `${base}/metadata`, 'refresh')).toBe(0)
    const download = ['--target-base-url', `${base}/targets`, '--target-dir', `${dir}.t`, 'download']
    expect(await tuf('--metadata-url', `${base}/metadata`, '--target-name', 'some/file.txt', ...download)).toBe(0)
    expect(await tuf('--metadata-url', `${base}/metadata`, '--target-name', 'other', ...download)).toBe(1)
  })
})

test('a sandbox serves its trust by TUF', async () => {
  const place = await signingPlace(join(folder, 'tuf'))
  const { 'TUF repository': url = '', 'TUF targets': targets = '' } = place.services
  const out = join(folder, 'tuf')
  const update = ['trust', 'update', '--metadata-dir', join(out, 'm'), '--root', join(out, 'sandbox/tuf_root.json'), '--url', url]
  expect(await verdict([...update, '--target-url', targets, '--target', 'trusted_root.json', '--target-dir', out])).toMatchObject({
    code: 0,
  })
  await place.close()
  expect(readFileSync(join(out, 'trusted_root.json'), 'utf8')).toBe(readFileSync(join(out, 'sandbox/trusted_root.json'), 'utf8'))
})

test('a log in tiles: signed, grown, with its entries', async () => {
  const cwd = join(folder, 'log')
  const place = await signingPlace(cwd)
  const mirror = async (name: string): Promise<void> => {
    const get = async (path: string): Promise<Buffer | null> => {
      const response = await fetch(`${place.baseUrl}/rekor2/${path}`)
      return response.ok ? Buffer.from(await response.arrayBuffer()) : null
    }
    const size = Number((await get('checkpoint'))?.toString('utf8').split('\n')[1])
    for (const path of ['checkpoint', `tile/0/000.p/${size}`]) {
      mkdirSync(dirname(join(cwd, name, path)), { recursive: true })
      writeFileSync(join(cwd, name, path), (await get(path)) ?? '')
    }
  }
  const entryOf = (bundle: string): { readonly index: string; readonly body: Buffer } => {
    const [entry] = (JSON.parse(readFileSync(join(cwd, bundle), 'utf8')) as Bundled).verificationMaterial.tlogEntries
    return { index: entry?.inclusionProof.logIndex ?? '', body: Buffer.from(entry?.canonicalizedBody ?? '', 'base64') }
  }
  writeFileSync(join(cwd, 'a.txt'), 'a')
  for (const [bundle, log] of [
    ['one.json', 'old'],
    ['two.json', 'new'],
  ] as const) {
    expect(await run(['sign', 'a.txt', '-b', bundle, ...place.sign], { cwd })).toMatchObject({ code: 0 })
    await mirror(log)
  }
  await place.close()
  const { index, body } = entryOf('one.json')
  writeFileSync(join(cwd, 'entry'), body)
  const { tlogs } = JSON.parse(readFileSync(join(cwd, 'sandbox/trusted_root.json'), 'utf8')) as Logs
  const keys = tlogs.map(({ publicKey }) => `-----BEGIN PUBLIC KEY-----\n${publicKey.rawBytes}\n-----END PUBLIC KEY-----\n`)
  keys.forEach((key, at) => writeFileSync(join(cwd, `log${at}.pub`), key))
  const verify = (log: string, ...args: readonly string[]) => verdict(['verify', 'log', log, '--key', 'log1.pub', ...args], { cwd })
  const grown = await verify('new', '--since', 'old/checkpoint', '--entry', 'entry', '--index', index)
  expect(grown).toMatchObject({ code: 0, report: { items: [{ details: { log: { treeSize: 3 } } }] } })
  expect((await verify('old', '--since', 'new/checkpoint')).code).toBe(5)
  expect(await verify('new', '--entry', 'a.txt', '--index', index)).toMatchObject({ code: 5 })
  expect(await verdict(['verify', 'log', 'new', '--key', 'log0.pub'], { cwd })).toMatchObject({ code: 5 })
})

interface Bundled {
  readonly verificationMaterial: {
    readonly tlogEntries: readonly { readonly canonicalizedBody: string; readonly inclusionProof: { readonly logIndex: string } }[]
  }
}

interface Logs {
  readonly tlogs: readonly { readonly publicKey: { readonly rawBytes: string } }[]
}
