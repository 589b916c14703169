import { afterAll, beforeAll, expect, test } from 'vitest'
import { upsertAdvisory } from '../../packages/server/src/feed/upsert-advisory.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

let shop: Workshop

beforeAll(async () => {
  shop = await openWorkshop()
  await shop.sync({ npm: { 'GHSA-0': npmRecord('GHSA-0', { nothing: [{ introduced: '0' }] }) } })
})
afterAll(() => shop.close())

test('uploads and advisories at the same time leave every match and every count right', async () => {
  const org = await shop.organisation('crowd')
  const projects = await Promise.all(Array.from({ length: 6 }, (_, at) => shop.project(org, `crowd-${at}`)))
  const index = shop.services.advisories.current()
  const name = (at: number): string => `crowd${at % 10}`
  const uploads = Array.from({ length: 40 }, (_, at) => {
    const packages = Array.from({ length: 6 }, (__, other) => `${name(at * 3 + other)}@${1 + ((at + other) % 3)}.0.0`)
    return shop.upload(projects[at % projects.length]!, npmBom(packages))
  })
  const records = Array.from({ length: 20 }, (_, at) => {
    const fixed = `${2 + (at % 2)}.0.0`
    const record = npmRecord(
      `GHSA-crowd-${at % 12}`,
      { [name(at % 12)]: [{ introduced: '0' }, { fixed }] },
      { modified: `2026-02-${10 + at}T00:00:00Z` },
    )
    return upsertAdvisory(shop.services, record, { orgId: null, index })
  })
  const done = await Promise.all([...uploads, ...records])
  expect(done.slice(0, uploads.length).map((one) => (one as { state: string }).state)).toEqual(uploads.map(() => 'done'))
  const wrong = await shop.db.query(
    `SELECT c.id, k.unknown, k.unmatched, x.n FROM component_set c JOIN set_count k ON k.set_id = c.id
     CROSS JOIN LATERAL (SELECT count(*)::int4 AS n FROM match m WHERE m.version_id = ANY(c.members) AND m.until IS NULL) x
     WHERE EXISTS (SELECT 1 FROM snapshot s WHERE s.set_id = c.id AND s.until IS NULL) AND (k.unknown <> x.n OR k.unmatched <> 0)`,
  )
  expect(wrong).toEqual([])
  const missing = await shop.db.query(
    `SELECT a.osv_id, pv.purl FROM advisory a CROSS JOIN LATERAL jsonb_array_elements(a.facts->'affected') x
     JOIN package_version pv ON pv.subject_id = (x->>'subject')::int4
     WHERE (split_part(pv.version, '.', 1)::int4 < split_part(x->'ranges'->0->'events'->1->>'fixed', '.', 1)::int4)
       <> EXISTS (SELECT 1 FROM match m WHERE m.vulnerability_id = a.vulnerability_id AND m.version_id = pv.id AND m.until IS NULL)`,
  )
  expect(missing).toEqual([])
  const current = await shop.db.query('SELECT project_id, count(*)::int4 AS n FROM snapshot WHERE until IS NULL GROUP BY project_id')
  expect(current).toHaveLength(projects.length)
  expect(current.every((row) => (row as { n: number }).n === 1)).toBe(true)
})
