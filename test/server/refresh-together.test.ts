import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { refreshAdvisories } from '../../packages/server/src/feed/refresh-advisories.ts'
import { ingestUpload } from '../../packages/server/src/ingest/ingest-uploads.ts'
import { receiveUpload } from '../../packages/server/src/ingest/receive-upload.ts'
import type { Services } from '../../packages/server/src/services.ts'
import type { Database } from '../../packages/server/src/store/database.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** Workers each have advisory data of their own: what the newest brings is not taken away by another that is at it at the same time. */
const ALL = [{ introduced: '0' }]
const TESTS = 8
const OLD = { 'GHSA-old': npmRecord('GHSA-old', { old: ALL }) }
const NEW = {
  ...OLD,
  ...Object.fromEntries(
    Array.from({ length: TESTS }, (_, at) => [`GHSA-${at}`, npmRecord(`GHSA-${at}`, { [`fresh-${at}`]: ALL, [`later-${at}`]: ALL })]),
  ),
}

let shop: Workshop
let second: Workshop
/** The worker with the older data, and the one with the newer. */
let older: Services
let newer: Services
let project: number
let ids = 0
let run = -1

beforeAll(async () => {
  shop = await openWorkshop()
  await shop.sync({ npm: OLD })
  second = await openWorkshop()
  second.turn(3_600_000)
  await second.sync({ npm: NEW })
  shop.turn(2 * 3_600_000)
  const random = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(++ids)
  older = { ...shop.services, random }
  newer = { ...shop.services, random, advisories: second.services.advisories }
})
afterAll(async () => {
  await second.close()
  await shop.close()
})
beforeEach(async () => {
  const known = "DELETE FROM setting WHERE key ~ 'advisory'"
  await shop.db.script(known)
  await refreshAdvisories(older, null)
  await shop.db.script(known)
  run++
  project = await shop.project(await shop.organisation(`acme-${run}`), 'shop')
  await read(older, project, ['old@1.0.0', `fresh-${run}@1.0.0`])
})

async function read(services: Services, projectId: number, packages: readonly string[]): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(npmBom(packages)))
  const sent = { projectId, bytes, kind: 'auto', name: 'bom.json', actor: 'test', decides: true, origin: 'api' } as const
  await ingestUpload(services, { upload: (await receiveUpload(services, sent)).id })
}

/** A store in which, before one of its transactions, something else happens. */
function interrupted(db: Database, turn: number, happens: () => Promise<unknown>): Database {
  let count = 0
  return {
    ...db,
    async transaction(work, options) {
      if (++count === turn) await happens()
      return db.transaction(work, options)
    },
  }
}

test.each([1, 2])('one with older data that begins before transaction %i of one with newer data', async (turn) => {
  await shop.db.run('UPDATE subject SET digest = NULL')
  let did: boolean | null = null
  const db = interrupted(shop.db, turn, async () => (did = await refreshAdvisories(older, null)))
  expect(await refreshAdvisories({ ...newer, db }, null)).toBe(true)
  expect(did).toBe(false)
  expect(await refreshAdvisories(older, null)).toBe(false)
  expect(await shop.findings(project)).toEqual([`GHSA-${run} pkg:npm/fresh-${run}@1.0.0`, 'GHSA-old pkg:npm/old@1.0.0'])
})

test('one that lost its turn in a long silence writes nothing any more', async () => {
  await shop.db.run('UPDATE subject SET digest = NULL')
  const db = interrupted(shop.db, 1, async () => {
    await shop.db.run(
      "UPDATE setting SET value = value || jsonb_build_object('at', now() - interval '5 minutes') WHERE key = 'advisory-turn'",
    )
    expect(await refreshAdvisories(newer, null)).toBe(true)
  })
  expect(await refreshAdvisories({ ...older, db }, null)).toBe(false)
  expect(await shop.findings(project)).toEqual([`GHSA-${run} pkg:npm/fresh-${run}@1.0.0`, 'GHSA-old pkg:npm/old@1.0.0'])
  // Nobody is at it any more.
  expect(await shop.db.query("SELECT 1 FROM setting WHERE key = 'advisory-turn'")).toEqual([])
})

test('a package that another worker stores meanwhile is asked of the newer data too', async () => {
  const other = await shop.project(await shop.organisation(`other-${run}`), 'other')
  const db = interrupted(shop.db, 2, () => read(older, other, [`later-${run}@1.0.0`]))
  expect(await refreshAdvisories({ ...newer, db }, null)).toBe(true)
  expect(await shop.findings(other)).toEqual([`GHSA-${run} pkg:npm/later-${run}@1.0.0`])
})

test.each([1, 2])(
  'a package that is stored when the store was just brought up to newer data, before transaction %i, counts as not asked',
  async (turn) => {
    const other = await shop.project(await shop.organisation(`other-${run}`), 'other')
    const db = interrupted(shop.db, turn, () => refreshAdvisories(newer, null))
    await read({ ...older, db }, other, [`later-${run}@1.0.0`])
    const unmatched = async (): Promise<unknown> =>
      shop.db.query(
        'SELECT c.unmatched FROM snapshot s JOIN set_count c ON c.set_id = s.set_id WHERE s.project_id = $1 AND s.until IS NULL',
        [other],
      )
    expect(await unmatched()).toEqual([{ unmatched: 1 }])
    expect(await refreshAdvisories(newer, null)).toBe(true)
    expect(await unmatched()).toEqual([{ unmatched: 0 }])
    expect(await shop.findings(other)).toEqual([`GHSA-${run} pkg:npm/later-${run}@1.0.0`])
  },
)
