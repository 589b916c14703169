import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { ForgeAddress, ReleaseFacts } from '@cupel/assess'
import { downloadReleases, networkTransport, releaseSignatureVerifier } from '@cupel/engine/assess'
import { memoryTree } from '@cupel/source'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

const folder = sharedPath('provenance/sigstore-conformance')
/** The repository whose workflow signed the suite's good bundles. */
const SIGNER = 'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon'
let server: Server
let web = ''
let bundle: Buffer = Buffer.alloc(0)

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? ''
    if (path.includes('/attestations/')) response.end(`{"attestations":[{"bundle":${bundle.toString('utf8')}}]}`)
    else response.end(path.endsWith('.sigstore.json') ? bundle : readFileSync(join(folder ?? '', 'a.txt')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  web = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

async function verdicts(names: readonly string[], { url = SIGNER, callsLeft = 0 } = {}): Promise<readonly string[]> {
  const assets = names.map((name) => ({ name, url: `${web}/${name}`, size: 10 }))
  const release: ReleaseFacts = {
    tag: 'v1',
    url: web,
    target: '',
    publishedAt: '',
    assets,
    signatures: [],
    immutable: null,
    attestations: [],
  }
  const address: ForgeAddress = { kind: 'github', web, api: web, owner: 'acme', name: 'app' }
  const signal = new AbortController().signal
  const project = { name: 'app', url, forge: 'github', commit: '' } as const
  const { releases } = await downloadReleases([release], {
    maxBytes: 1_000_000,
    address,
    verify: releaseSignatureVerifier({ tree: memoryTree({}), project, now: new Date('2026-06-01T00:00:00Z') }),
    transport: networkTransport({ signal, cacheFolder: null }),
    token: '',
    callsLeft,
    signal,
  })
  return [...(releases[0]?.signatures ?? []), ...(releases[0]?.attestations ?? [])].map(({ verdict }) => verdict.state)
}

describe.skipIf(folder === null)('Sigstore’s conformance bundles as files of a release and as attestations', () => {
  test('only good ones of the project’s own workflow verify', async () => {
    // Cases with a root of their own are about that root.
    const has = (name: string, file: string): boolean => existsSync(join(folder ?? '', name, file))
    const cases = readdirSync(folder ?? '').filter((name) => has(name, 'bundle.sigstore.json') && !has(name, 'trusted_root.json'))
    const verified: string[] = []
    for (const name of cases) {
      bundle = readFileSync(join(folder ?? '', name, 'bundle.sigstore.json'))
      const asFile = await verdicts(['a.txt', 'a.txt.sigstore.json'])
      const asAttestation = await verdicts(['a.txt'], { callsLeft: 1 })
      if (asFile.includes('verified') || asAttestation.includes('verified')) verified.push(name)
      expect([name, asFile.includes('verified')]).toEqual([name, asAttestation.includes('verified')])
      // Of another project the same bundle proves nothing.
      expect([name, await verdicts(['a.txt', 'a.txt.sigstore.json'], { url: 'https://github.com/acme/app' })]).not.toContain('verified')
      // What GitHub keeps beside a release never makes it worse.
      expect([name, asAttestation.includes('refused')]).toEqual([name, false])
    }
    console.log(`release bundles: ${verified.length} of ${cases.length} verified:`, verified)
    expect(verified.filter((name) => name.endsWith('_fail'))).toEqual([])
    expect(verified.length).toBeGreaterThanOrEqual(3)
  })
})
