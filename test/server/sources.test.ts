import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFileSync, statSync } from 'node:fs'
import { ingestUpload } from '../../packages/server/src/ingest/ingest-uploads.ts'
import { reachHost } from '../../packages/server/src/sources/reach-host.ts'
import { readSource } from '../../packages/server/src/sources/read-source.ts'
import { scheduleSources } from '../../packages/server/src/sources/schedule-sources.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

let shop: Workshop
let org: number
let folder: string
let server: Server
let url: string
let requests = 0

beforeAll(async () => {
  shop = await openWorkshop()
  await shop.sync({ npm: { 'GHSA-0': npmRecord('GHSA-0', { left: [{ introduced: '0' }] }) } })
  org = await shop.organisation('sources')
  folder = mkdtempSync(join(tmpdir(), 'cupel-sources-'))
  // The dumb protocol of git: its files, served as they are.
  server = createServer((request, response) => {
    requests++
    const path = join(folder, 'served.git', decodeURIComponent((request.url ?? '').split('?')[0] ?? ''))
    try {
      if (!statSync(path).isFile()) throw new Error('no file')
      response.writeHead(200).end(readFileSync(path))
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(async () => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
  await shop.close()
})

async function source(
  kind: string,
  location: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<{ id: number; project: number }> {
  const project = await shop.project(org, `${kind}-${Math.floor(shop.jobs.length)}-${location.length}-${Object.keys(more).join('')}`)
  const [row] = await shop.db.query<{ id: number }>(
    'INSERT INTO source (project_id, kind, location, every_minutes, assess, due_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id',
    [project, kind, location, more['every'] ?? 60, more['assess'] ?? false, shop.services.now()],
  )
  return { id: row!.id, project }
}

async function uploads(project: number): Promise<readonly { id: number; name: string; origin: string }[]> {
  return shop.db.query('SELECT id::int4 AS id, name, origin FROM upload WHERE project_id = $1 ORDER BY id', [project])
}

const row = async (id: number) =>
  (
    await shop.db.query<{ state: string; failures: number; reason: string }>('SELECT state, failures, reason FROM source WHERE id = $1', [
      id,
    ])
  )[0]!

test('a folder’s documents are taken once each, and only when they hold still', async () => {
  const watched = join(folder, 'drop')
  mkdirSync(join(watched, 'inner'), { recursive: true })
  const { id, project } = await source('folder', watched)
  const put = (text: string, time: number): void => {
    writeFileSync(join(watched, 'bom.json'), text)
    utimesSync(join(watched, 'bom.json'), time, time)
  }
  put(JSON.stringify(npmBom(['left@1.0.0'])).slice(0, 40), 1000)
  writeFileSync(join(watched, '.hidden'), 'x')
  await readSource(shop.services, { source: id })
  put(JSON.stringify(npmBom(['left@1.0.0'])), 1001)
  await readSource(shop.services, { source: id })
  expect(await uploads(project)).toEqual([])
  await readSource(shop.services, { source: id })
  await readSource(shop.services, { source: id })
  expect(await uploads(project)).toMatchObject([{ name: 'bom.json', origin: 'folder' }])
  put(JSON.stringify(npmBom(['left@2.0.0'])), 1002)
  await readSource(shop.services, { source: id })
  await readSource(shop.services, { source: id })
  expect(await uploads(project)).toHaveLength(2)
  expect(await row(id)).toMatchObject({ failures: 0, reason: '' })
  writeFileSync(join(watched, 'other.json'), JSON.stringify(npmBom(['right@1.0.0'])))
  await readSource(shop.services, { source: id })
  await readSource(shop.services, { source: id })
  expect(await row(id)).toMatchObject({ failures: 1, reason: expect.stringContaining('bom.json, other.json are 2 inventories') as string })
  // One that is cut off is handed in, to be refused with its reason, and is in the way of no other.
  writeFileSync(join(watched, 'other.json'), '{"bomFormat":"CycloneDX","x":')
  await readSource(shop.services, { source: id })
  await readSource(shop.services, { source: id })
  expect((await uploads(project)).map(({ name }) => name)).toEqual(['bom.json', 'bom.json', 'other.json', 'other.json'])
  expect(await row(id)).toMatchObject({ failures: 0, reason: '' })
  rmSync(join(watched, 'other.json'))
  await readSource(shop.services, { source: id })
  expect(await row(id)).toMatchObject({ failures: 0, reason: '' })
  rmSync(watched, { recursive: true })
  await readSource(shop.services, { source: id })
  expect(await row(id)).toMatchObject({ failures: 1, reason: expect.stringContaining('ENOENT') as string })
})

function git(...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main', ...args], {
    cwd: join(folder, 'work'),
    encoding: 'utf8',
  })
}

function publish(version: string): string {
  const lock = {
    name: 'app',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': { name: 'app', dependencies: { left: version } }, 'node_modules/left': { version } },
  }
  writeFileSync(join(folder, 'work', 'package-lock.json'), JSON.stringify(lock))
  git('add', '.')
  git('commit', '-q', '-m', version)
  git('push', '-q', '../served.git', 'HEAD:refs/heads/main')
  execFileSync('git', ['update-server-info'], { cwd: join(folder, 'served.git') })
  return git('rev-parse', 'HEAD').trim()
}

test('a repository is read when it has moved, and asked once when it has not', async () => {
  mkdirSync(join(folder, 'work'))
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', join(folder, 'served.git')])
  git('init', '-q')
  const first = publish('1.0.0')
  // The dumb protocol has no shallow clones; with an assessment the history comes too.
  const { id, project } = await source('git', url, { assess: true })
  await readSource(shop.services, { source: id })
  expect(await row(id)).toEqual({ state: first, failures: 0, reason: '' })
  expect((await uploads(project)).map(({ name }) => name)).toEqual([`${first}.scan.json`, `${first}.assessment.json`])
  for (const one of await uploads(project)) await ingestUpload(shop.services, { upload: one.id })
  expect(await shop.findings(project)).toEqual(['GHSA-0 pkg:npm/left@1.0.0'])
  expect(await shop.db.query('SELECT repository, commit, until FROM assessment WHERE project_id = $1', [project])).toMatchObject([
    { commit: first, until: null },
  ])
  const before = requests
  await readSource(shop.services, { source: id })
  expect(requests - before).toBeLessThanOrEqual(2)
  expect(await uploads(project)).toHaveLength(2)
  const second = publish('2.0.0')
  await readSource(shop.services, { source: id })
  expect((await row(id)).state).toBe(second)
  expect(await uploads(project)).toHaveLength(4)
  // Weeks later nothing was committed, and the assessment is made again.
  for (const one of await uploads(project)) await ingestUpload(shop.services, { upload: one.id })
  shop.turn(29 * 86_400_000)
  await readSource(shop.services, { source: id })
  expect((await uploads(project)).slice(4).map(({ name }) => name)).toEqual([`${second}.assessment.json`])
})

test.each([
  'http://127.0.0.1/x.git',
  'https://127.0.0.1/x.git',
  'https://localhost/x.git',
  'https://[::1]/x',
  'ssh://git@10.0.0.1/x',
  'file:///etc',
  '/etc',
  'ext::sh -c x',
  'https://user:secret@example.org/x',
])('nothing is cloned from %s where private networks are not allowed', async (location) => {
  await expect(reachHost(location, { privateNetwork: false, offline: false })).rejects.toMatchObject({
    type: expect.stringMatching(/address-refused|not-reached/) as string,
  })
})

test('whose turn it is, is set out once, a few a host, and the next turn is not the same for all', async () => {
  await shop.db.run('DELETE FROM source')
  for (let at = 0; at < 10; at++) await source('git', `https://forge.example/${at}${'x'.repeat(at)}`, { [`n${at}`]: 1 })
  for (let at = 0; at < 2; at++) await source('git', `https://other.example/${at}${'y'.repeat(at)}`, { [`m${at}`]: 1 })
  let byte = 0
  const services = { ...shop.services, random: () => Uint8Array.of((byte = (byte + 97) % 256)) }
  expect(await scheduleSources(services)).toBe(6)
  expect(await scheduleSources(services)).toBe(4)
  expect(await scheduleSources(services)).toBe(2)
  expect(await scheduleSources(services)).toBe(0)
  const due = await shop.db.query<{ minutes: number }>(
    'SELECT extract(epoch FROM due_at - attempted_at)::float8 / 60 AS minutes FROM source',
  )
  expect(Math.min(...due.map(({ minutes }) => minutes))).toBeGreaterThanOrEqual(54)
  expect(Math.max(...due.map(({ minutes }) => minutes))).toBeLessThanOrEqual(66)
  expect(new Set(due.map(({ minutes }) => minutes)).size).toBeGreaterThan(5)
})
