import { afterAll, beforeAll, expect, test } from 'vitest'
import { refreshAdvisories } from '../../packages/server/src/feed/refresh-advisories.ts'
import { ingestUpload } from '../../packages/server/src/ingest/ingest-uploads.ts'
import { receiveUpload } from '../../packages/server/src/ingest/receive-upload.ts'
import type { UploadKind } from '../../packages/server/src/ingest/receive-upload.ts'
import type { Services } from '../../packages/server/src/services.ts'
import { applyVex } from '../../packages/server/src/triage/apply-vex.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** Documents that are read in another order than they came, or at the same time: what the newest says, or fails to say, counts. */
const CUT_OFF = '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"na'
let shop: Workshop
let org: number

beforeAll(async () => {
  shop = await openWorkshop()
  org = await shop.organisation('order')
})
afterAll(() => shop.close())

async function received(projectId: number, document: string | object, kind: UploadKind = 'auto'): Promise<{ upload: number }> {
  const bytes = Buffer.from(typeof document === 'string' ? document : JSON.stringify(document))
  const { id } = await receiveUpload(shop.services, {
    projectId,
    bytes,
    kind,
    name: 'bom.json',
    actor: 'test',
    decides: true,
    origin: 'api',
  })
  return { upload: id }
}

async function pictureAt(project: number, at: Date): Promise<{ incomplete: boolean; n: number; doubts: number } | undefined> {
  const [row] = await shop.db.query<{ incomplete: boolean; n: number; doubts: number }>(
    `SELECT s.incomplete, c.n, (SELECT count(*)::int4 FROM jsonb_array_elements(s.problems) x WHERE x ? 'upload') AS doubts
     FROM snapshot s JOIN set_count c ON c.set_id = s.set_id WHERE s.project_id = $1 AND s.since <= $2 AND (s.until IS NULL OR s.until > $2)`,
    [project, at],
  )
  return row
}

test.each([false, true])(
  'an older document that is read after a newer one failed is no picture of now (had one before: %s)',
  async (had) => {
    const project = await shop.project(org, `late-${had}`)
    if (had) await shop.upload(project, npmBom(['a@1.0.0']))
    const older = await received(project, npmBom(['b@1.0.0', 'c@1.0.0']))
    const newer = await received(project, CUT_OFF, 'sbom')
    await ingestUpload(shop.services, newer)
    await ingestUpload(shop.services, older)
    expect(await pictureAt(project, shop.services.now())).toEqual({ incomplete: true, n: 2, doubts: 1 })
    // Read again, with one that can be read in between: nothing is in doubt any more.
    await shop.upload(project, npmBom(['b@1.0.0', 'c@1.0.0']))
    expect(await pictureAt(project, shop.services.now())).toEqual({ incomplete: false, n: 2, doubts: 0 })
  },
)

test('that a picture was in doubt on a day stays known when it is not any more', async () => {
  const project = await shop.project(org, 'past')
  await shop.upload(project, npmBom(['a@1.0.0']))
  shop.turn(60_000)
  await shop.upload(project, CUT_OFF, { kind: 'sbom' })
  const doubted = shop.services.now()
  shop.turn(60_000)
  const { result } = await shop.upload(project, npmBom(['a@1.0.0']))
  expect(await pictureAt(project, shop.services.now())).toEqual({ incomplete: false, n: 1, doubts: 0 })
  expect(await pictureAt(project, doubted)).toEqual({ incomplete: true, n: 1, doubts: 1 })
  const [present] = await shop.db.query('SELECT id::int4 AS snapshot FROM snapshot WHERE project_id = $1 AND until IS NULL', [project])
  expect(present).toEqual({ snapshot: result['snapshot'] })
})

test('who held fewer VEX documents against a project does not undo what those with more decided', async () => {
  await shop.sync({ npm: { 'GHSA-1': npmRecord('GHSA-1', { v: [{ introduced: '0' }] }) } })
  await refreshAdvisories(shop.services, null)
  const project = await shop.project(org, 'vex')
  await shop.upload(project, npmBom(['v@1.0.0']))
  const vex = (status: string, day: string, more: object): object => ({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `urn:${status}`,
    author: 'me',
    timestamp: `2026-02-${day}T00:00:00Z`,
    version: 1,
    statements: [{ vulnerability: { name: 'GHSA-1' }, products: [{ '@id': 'pkg:npm/v@1.0.0' }], status, ...more }],
  })
  const closed = (): Promise<readonly unknown[]> =>
    shop.db.query('SELECT status FROM triage WHERE project_id = $1 AND until IS NULL', [project])
  await shop.upload(project, vex('not_affected', '01', { justification: 'component_not_present' }))
  expect(await closed()).toEqual([{ status: 'not-affected' }])
  let later: object | null = vex('affected', '02', { action_statement: 'update' })
  const { db } = shop.services
  const slow: Services = {
    ...shop.services,
    db: {
      ...db,
      async transaction(work, how) {
        const document = later
        later = null
        if (document !== null) await shop.upload(project, document)
        return db.transaction(work, how)
      },
    },
  }
  await applyVex(slow, project, shop.services.advisories.current())
  expect(later).toBeNull()
  expect(await closed()).toEqual([])
})
