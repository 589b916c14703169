import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chooseEvidence } from '@cupel/assess'
import type { ForgeAddress, ReleaseFacts } from '@cupel/assess'
import { downloadReleases, networkTransport, releaseSignatureVerifier } from '@cupel/engine/assess'
import { memoryTree } from '@cupel/source'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { armoured, makeOpenPgp } from '../make-openpgp.ts'

const key = makeOpenPgp()
const APP = Buffer.from('the program')
const FILES: Readonly<Record<string, Buffer>> = {
  'app.tar.gz': APP,
  'app.tar.gz.asc': Buffer.from(armoured('SIGNATURE', key.sign(APP))),
  'bad.tar.gz': Buffer.from('another program'),
  'bad.tar.gz.asc': Buffer.from(armoured('SIGNATURE', key.sign(APP))),
  'junk.zip': APP,
  'junk.zip.sig': Buffer.from('junk'),
}
const seen: { path: string; authorization: string }[] = []
let handler = (_request: IncomingMessage, response: ServerResponse, name: string): void => void response.end(FILES[name] ?? '')
let server: Server
let web = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '' })
    if (request.url?.includes('/attestations/') === true) {
      response.end('{"attestations":[{"bundle":{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}},{"bundle":null},7]}')
      return
    }
    handler(request, response, (request.url ?? '').split('/').at(-1) ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  web = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

function release(names: readonly string[], url = (name: string): string => `${web}/acme/app/releases/download/v1/${name}`): ReleaseFacts {
  const assets = names.map((name) => ({ name, url: url(name), size: FILES[name]?.length ?? 100 }))
  return { tag: 'v1', url: web, target: '', publishedAt: '', assets, signatures: [], immutable: null, attestations: [] }
}

interface Ask {
  readonly maxBytes?: number
  readonly callsLeft?: number
}

async function fetched(facts: ReleaseFacts, { maxBytes = 1_000_000, callsLeft = 0 }: Ask = {}): Promise<ReleaseFacts> {
  seen.length = 0
  const address: ForgeAddress = { kind: 'github', web, api: `${web}/api/v3`, owner: 'acme', name: 'app' }
  const signal = new AbortController().signal
  const project = { name: 'app', url: `${web}/acme/app`, forge: 'github', commit: '' } as const
  const tree = memoryTree({ 'KEYS.asc': armoured('PUBLIC KEY BLOCK', key.certificate) })
  const { releases } = await downloadReleases([facts], {
    maxBytes,
    address,
    verify: releaseSignatureVerifier({ tree, project, now: new Date('2026-01-01T00:00:00Z') }),
    transport: networkTransport({ signal, cacheFolder: null }),
    token: 'tok-secret',
    callsLeft,
    signal,
  })
  return releases[0] as ReleaseFacts
}

describe('files of releases', () => {
  test('a signature is fetched with what it signs, and holds; no token goes along', async () => {
    expect((await fetched(release(['app.tar.gz', 'app.tar.gz.asc', 'other.bin']))).signatures).toMatchObject([
      { file: 'app.tar.gz.asc', over: 'app.tar.gz', verdict: { state: 'verified' } },
    ])
    expect(seen.map(({ path }) => path.split('/').at(-1))).toEqual(['app.tar.gz.asc', 'app.tar.gz'])
    expect(seen.every(({ authorization }) => authorization === '')).toBe(true)
  })

  test.each([
    ['bad.tar.gz', 'bad.tar.gz.asc'],
    ['junk.zip', 'junk.zip.sig'],
  ])('%s with %s does not hold', async (...names) => {
    expect((await fetched(release(names))).signatures).toMatchObject([{ verdict: { state: 'refused' } }])
  })

  test('what is too large, elsewhere or not there stays as it was listed', async () => {
    const names = ['app.tar.gz', 'app.tar.gz.asc']
    expect((await fetched(release(names), { maxBytes: 20 })).signatures).toEqual([])
    expect((await fetched(release(names, (name) => `http://169.254.169.254/${name}`))).signatures).toEqual([])
    expect((await fetched(release(names, (name) => `file:///etc/${name}`))).signatures).toEqual([])
    expect(seen).toEqual([])
    handler = (_, response) => void response.writeHead(404).end()
    expect((await fetched(release(names))).signatures).toEqual([])
    handler = (_, response) => void response.end(Buffer.alloc(2_000_000))
    expect((await fetched(release(names))).signatures).toEqual([])
  })

  test.each([
    'http://127.0.0.1:1/x',
    'http://store.example.org/x',
    'https://10.0.0.1/x',
    'https://intranet/x',
    'https://a.internal/x',
    'https://u:p@store.example.org/x',
    'ftp://x/',
    'x:',
  ])('a redirect to %s is not followed', async (location) => {
    handler = (_, response) => void response.writeHead(302, { location }).end()
    expect((await fetched(release(['app.tar.gz', 'app.tar.gz.asc']))).signatures).toEqual([])
    expect(seen).toHaveLength(1)
  })

  test('redirects in circles end', async () => {
    handler = (_, response) => void response.writeHead(302, { location: '/again' }).end()
    expect((await fetched(release(['app.tar.gz', 'app.tar.gz.asc']))).signatures).toEqual([])
    expect(seen).toHaveLength(5)
  })

  test('attestations are asked for within the calls that are left, and junk among them is no fault', async () => {
    handler = (_, response, name) => void response.end(FILES[name] ?? '')
    const asked = await fetched(release(['app.tar.gz']), { callsLeft: 1 })
    expect(asked.attestations).toMatchObject([{ over: 'app.tar.gz', kind: 'signature', verdict: { state: 'unknown' } }])
    expect(seen.at(-1)).toMatchObject({
      path: expect.stringMatching(/\/attestations\/sha256:[0-9a-f]{64}\?/),
      authorization: 'Bearer tok-secret',
    })
    await fetched(release(['app.tar.gz']), { callsLeft: 0 })
    expect(seen).toEqual([])
  })
})

describe('which files', () => {
  test('provenance before signatures, small before large, nothing that is too large', () => {
    const limits = { maxChoices: 2, maxEvidenceBytes: 1000, maxAssetBytes: 5000 }
    const sized = (entries: Readonly<Record<string, number | null>>): ReleaseFacts => ({
      ...release([]),
      assets: Object.entries(entries).map(([name, size]) => ({ name, url: name, size })),
    })
    const chosen = chooseEvidence(
      sized({ a: 10, b: 4000, c: 9000, 'a.sig': 1, 'b.sig': 1, 'c.sig': 1, 'b.asc': 2000, 'multiple.intoto.jsonl': 1 }),
      limits,
    )
    expect(chosen.map(({ evidence, over }) => [evidence.name, ...over.map(({ name }) => name)])).toEqual([
      ['multiple.intoto.jsonl', 'a', 'b'],
      ['a.sig', 'a'],
    ])
    expect(chooseEvidence(sized({ 'a.sig': 1 }), limits)).toEqual([])
    expect(chooseEvidence(sized({}), limits)).toEqual([])
  })
})
