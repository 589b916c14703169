import type { Component, Hash } from '@cupel/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Services } from '../services.ts'
import type { Database } from '../store/database.ts'
import { osvIndex } from '../testing/osv-index.ts'
import { silentLog } from '../testing/silent-log.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { ensureVersions } from './ensure-versions.ts'
import { keyedComponents } from './named-version.ts'
import { SeenVersions } from './seen-versions.ts'

let db: Database
let services: Services
beforeAll(async () => {
  db = await openTestDatabase()
  services = {
    db,
    now: () => new Date('2026-03-01T00:00:00Z'),
    random: (bytes) => new Uint8Array(bytes),
    log: silentLog,
    jobs: { send: async () => {} },
  }
})
afterAll(() => db.close())

function component(name: string, told: Partial<Component> = {}): Component {
  const purl = `pkg:npm/${name}@1.0.0`
  return { purl, name, version: '1.0.0', ecosystem: 'npm', scopes: [], direct: null, evidence: [], licenses: [], hashes: [], ...told }
}

const sha256 = (letter: string): Hash => ({ algorithm: 'sha256', value: letter.repeat(64) })

async function ensure(components: readonly Component[]): Promise<ReadonlyMap<string, number>> {
  const index = await osvIndex([])
  return ensureVersions(services, [keyedComponents(components)], async () => index)
}

async function stored(name: string): Promise<unknown> {
  const [row] = await db.query(
    `SELECT id, licences, (SELECT array_agg(left(value, 2) ORDER BY value) FROM version_hash WHERE version_id = v.id) AS hashes
     FROM package_version v WHERE purl = $1`,
    [`pkg:npm/${name}@1.0.0`],
  )
  return row
}

test('a version keeps its id, and what later documents tell of it is added, however often it was met', async () => {
  const id = (await ensure([component('a')])).get('pkg:npm/a@1.0.0')
  const tellings: readonly Partial<Component>[] = [
    {},
    { hashes: [sha256('b')] },
    {},
    { licenses: ['MIT'] },
    { licenses: ['Apache-2.0'], hashes: [sha256('c'), { algorithm: 'sha1', value: 'd'.repeat(40) }] },
    { hashes: [sha256('b')] },
    { hashes: [{ algorithm: 'sha512', value: 'not a digest' }] },
  ]
  for (const told of tellings)
    for (let time = 0; time < 2; time++) expect((await ensure([component('a', told)])).get('pkg:npm/a@1.0.0')).toBe(id)
  expect(await stored('a')).toEqual({ id, licences: ['MIT'], hashes: ['bb', 'cc', 'dd', 'no'] })
})

test('a hash that somebody made up does not keep the true one from being kept, however alike they are', async () => {
  const [told, true_] = ['0', 'e'].map((first) => ({ algorithm: 'sha256', value: `${first}${'f'.repeat(63)}` }) as const)
  await ensure([component('poisoned', { hashes: [told as Hash] })])
  await ensure([component('poisoned', { hashes: [true_ as Hash] })])
  expect(await stored('poisoned')).toMatchObject({ hashes: ['0f', 'ef'] })
})

test('what was to be stored and was not is not remembered', async () => {
  const transaction = db.transaction.bind(db)
  const failing: Database = {
    ...db,
    transaction: async (work, options) => transaction(async (inner) => (await work(inner), Promise.reject(new Error('no'))), options),
  }
  const index = await osvIndex([])
  const parts = [keyedComponents([component('lost')])]
  await expect(ensureVersions({ ...services, db: failing }, parts, async () => index)).rejects.toThrow('no')
  expect(await stored('lost')).toBeUndefined()
  const ids = await ensure([component('lost')])
  expect(await stored('lost')).toMatchObject({ id: ids.get('pkg:npm/lost@1.0.0') })
})

test('only the latest are remembered, and nothing of a server that others write to', () => {
  const embedded: Database = { ...db, engine: 'embedded' }
  const seen = SeenVersions.of(embedded) as SeenVersions
  expect(SeenVersions.of(embedded)).toBe(seen)
  expect(SeenVersions.of({ ...db, engine: 'postgresql' })).toBeNull()
  const version = { id: 1, licensed: true, hashes: '0' }
  seen.add('asked for', version)
  for (let at = 0; at < 200_000; at++) {
    seen.add(`other ${at}`, version)
    if (at % 1000 === 0) expect(seen.get('asked for')).toBe(version)
  }
  expect(seen.get('other 0')).toBeUndefined()
  expect(seen.get('other 199999')).toBe(version)
})
