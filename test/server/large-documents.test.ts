import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { preAuthEncoding } from '@cupel/provenance'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DocumentReader } from '../../packages/server/src/ingest/document-reader.ts'
import { ingestUpload, ingestUploads } from '../../packages/server/src/ingest/ingest-uploads.ts'
import { readDocument } from '../../packages/server/src/ingest/read-document.ts'
import type { KeptDocument } from '../../packages/server/src/ingest/read-document.ts'
import { receiveUpload } from '../../packages/server/src/ingest/receive-upload.ts'
import type { Services } from '../../packages/server/src/services.ts'
import { npmBom, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

let shop: Workshop
let org: number
let folder: string
let file: string
let services: Services
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-reading-'))
  file = join(folder, 'reading-thread.mjs')
  const input = join(import.meta.dirname, '..', '..', 'packages', 'server', 'src', 'ingest', 'reading-thread.ts')
  const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent' })
  await bundle.write({ file, format: 'esm', codeSplitting: false })
  mkdirSync(join(folder, 'data'))
  const root = join(import.meta.dirname, '..', '..', 'packages', 'provenance', 'data', 'sigstore-trust.json')
  cpSync(root, join(folder, 'data', 'sigstore-trust.json'))
  shop = await openWorkshop()
  org = await shop.organisation('large')
  services = { ...shop.services, reader: new DocumentReader({ file }) }
})
afterAll(async () => {
  await shop.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Over the size from which documents are read apart. */
const LARGE = 9 * 1024 * 1024

function largeBom(names: readonly string[], padding = 'x'): string {
  const bom = npmBom(names, [['a@1.0.0', 'b@1.0.0']]) as { components: object[] }
  return JSON.stringify({ ...bom, properties: [{ name: 'padding', value: padding.repeat(LARGE / padding.length) }] })
}

async function received(projectId: number, document: string, decides = true): Promise<number> {
  const bytes = Buffer.from(document)
  const { id } = await receiveUpload(services, { projectId, bytes, kind: 'auto', name: 'bom', actor: 'test', decides, origin: 'api' })
  return id
}

/** A thread that never has an answer. */
function endless(): string {
  const path = join(folder, 'endless.mjs')
  writeFileSync(path, 'for (;;);')
  return path
}

async function uploadOf(id: number): Promise<{ kind: string; state: string; problems: { message: string }[] }> {
  const [row] = await shop.db.query<{ kind: string; state: string; problems: { message: string }[] }>(
    'SELECT kind, state, problems FROM upload WHERE id = $1',
    [id],
  )
  return row!
}

function kept(document: string, name = 'bom'): KeptDocument {
  const bytes = Buffer.from(document)
  const trust = { policy: null, body: null, repository: '', seen: NOW, now: NOW }
  return { name, kind: 'auto', body: deflateRawSync(bytes, { level: 1 }), size: bytes.length, maxBytes: 1e8, trust }
}

const NOW = new Date('2026-10-01T00:00:00Z')

test('a large document gives the same set, details and problems read apart and here', async () => {
  const document = largeBom(['a@1.0.0', 'b@1.0.0', 'c@2.0.0'])
  const pictures: unknown[] = []
  for (const one of [services, shop.services]) {
    const project = await shop.project(org, `same-${pictures.length}`)
    const id = await received(project, document)
    await ingestUpload(one, { upload: id })
    expect(await uploadOf(id)).toMatchObject({ kind: 'sbom', state: 'done' })
    pictures.push(
      await shop.db.query('SELECT set_id, detail_id, tool, problems, incomplete FROM snapshot WHERE project_id = $1', [project]),
    )
  }
  expect(pictures[1]).toEqual(pictures[0])
})

test('others get answers while a document is read', async () => {
  const server = createServer((_, answer) => answer.end('here'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = new AbortController()
  const reading = new DocumentReader({ file: endless() }).read(kept('{}'), stop.signal)
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here')
  stop.abort(new Error('enough'))
  await expect(reading).rejects.toThrow('enough')
  server.close()
})

test.each([
  ['a broken text', '{"bomFormat":"CycloneDX","components":[\n\n{]}', 'sbom'],
  ['VEX', JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements: [{ products: [{ '@id': 'pkg:npm/a' }] }] }), 'vex'],
  ['a report of an assessment that is none', '{"schemaVersion":"1.0","reading":"cupel","checks":[],"standards":[]}', 'assessment'],
  ['an attestation', '{"payloadType":"application/vnd.in-toto+json","payload":"","signatures":[]}', 'attestation'],
])('%s is told and refused with the same words', async (_, document, kind) => {
  const here = await readDocument(kept(document))
  expect(here.kind).toBe(kind)
  expect(await services.reader!.read(kept(document))).toEqual(here)
})

test('a large attestation is verified apart with the verdict that it has here', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const subject = ['a.tgz', 'b.tgz'].map((name) => ({ name, digest: { sha256: createHash('sha256').update(name).digest('hex') } }))
  const predicate = { padding: 'x'.repeat(LARGE) }
  const statement = { _type: 'https://in-toto.io/Statement/v1', subject, predicateType: 'https://example.org/v1', predicate }
  const payloadType = 'application/vnd.in-toto+json'
  const payload = Buffer.from(JSON.stringify(statement))
  const sig = sign(null, preAuthEncoding(payloadType, payload), privateKey).toString('base64')
  const envelope = JSON.stringify({ payloadType, payload: payload.toString('base64'), signatures: [{ sig }] })
  const key = String(publicKey.export({ type: 'spki', format: 'pem' }))
  const repository = 'https://git.example/acme/app'
  const body = `version = 1\n[[identity]]\nname = "k"\nkind = "key"\nkey = """${key}"""\n[[rule]]\nfor = ["repo:${repository}"]\nby = ["k"]\n`
  const document = { ...kept(envelope), trust: { policy: 1, body, repository, seen: NOW, now: NOW } }
  const here = await readDocument(document)
  expect(here).toMatchObject({ kind: 'attestation', judged: [{ outcome: 'verified' }, { outcome: 'verified' }] })
  expect(await services.reader!.read(document)).toEqual(here)
  // An upload takes the same way.
  const project = await shop.project(org, 'attested')
  await shop.db.run('UPDATE project SET repository = $2 WHERE id = $1', [project, repository])
  await shop.db.run(
    `INSERT INTO trust_policy (org_id, version, body, digest, created_by, since, round_since, round_done) VALUES ($1, 1, $2, 'd', 't', $3, $3, true)`,
    [org, body, shop.services.now()],
  )
  await ingestUpload(services, { upload: await received(project, envelope) })
  const rows = await shop.db.query('SELECT outcome FROM attestation_verdict WHERE until IS NULL')
  expect(rows).toEqual([{ outcome: 'verified' }, { outcome: 'verified' }])
})

test('one that takes too much memory goes aside with the reason, and the next one has its turn', async () => {
  let used = 0
  const reader = new DocumentReader({ file: endless(), memoryMb: 90, usedBytes: () => (used += 50 * 1024 * 1024) })
  const refused = 'reading it takes more than 90 MB of memory'
  const id = await received(await shop.project(org, 'memory'), largeBom(['a@1.0.0']))
  await ingestUpload({ ...services, reader }, { upload: id })
  expect(await uploadOf(id)).toMatchObject({ state: 'failed', problems: [{ message: refused }] })
  expect(await reader.read(kept('{}'))).toMatchObject({ refused })
})

test('who is told to stop does not wait for a large document, and the next one reads it', async () => {
  const id = await received(await shop.project(org, 'stopped'), largeBom(['a@1.0.0']))
  const stop = new AbortController()
  const failures = ingestUploads({ ...services, reader: new DocumentReader({ file: endless() }) }, [id], { signal: stop.signal })
  while ((await uploadOf(id)).state !== 'running') await new Promise((resolve) => setTimeout(resolve, 5))
  stop.abort(new Error('the worker is stopping'))
  expect((await failures).get(id)?.message).toBe('the worker is stopping')
  expect(await uploadOf(id)).toMatchObject({ state: 'running' })
  await ingestUpload(services, { upload: id })
  expect(await uploadOf(id)).toMatchObject({ state: 'done' })
})

test('a thread that is not there is no fault of the document', async () => {
  const missing = new DocumentReader({ file: join(folder, 'nowhere.mjs') })
  await expect(missing.read(kept('{}'))).rejects.toThrow('nowhere.mjs')
})

test('VEX of somebody who may not decide is refused as such, whatever is wrong with it', async () => {
  const document = JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements: 'x'.repeat(LARGE) })
  const id = await received(await shop.project(org, 'undecided'), document, false)
  await ingestUpload(services, { upload: id })
  expect(await uploadOf(id)).toMatchObject({
    kind: 'vex',
    state: 'failed',
    problems: [{ message: expect.stringContaining('may not do so') as string }],
  })
})
