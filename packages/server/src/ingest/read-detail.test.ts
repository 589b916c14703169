import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Component } from '@cupel/model'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { readDetails } from './read-detail.ts'
import { encodeDetail } from './set-detail.ts'

const SETS = { 'o//a': ['b@1', 'z@1', 'c@1'], 'o//b': ['z@1', 'a@1', 'b@1'], 'o//c': ['c@1'] }
let db: Database
let seeded: Seeded
beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, { projects: SETS, vulnerabilities: [] })
  for (const [path, members] of Object.entries(SETS)) {
    const components = purlsOf(members).map(
      (purl) => ({ purl, scopes: ['runtime'], evidence: [], licenses: [], direct: purl.includes('/z@') }) as unknown as Component,
    )
    await db.run(
      `WITH d AS (INSERT INTO set_detail (digest, body) VALUES ($1, $2) RETURNING id)
       UPDATE snapshot SET detail_id = d.id FROM d WHERE project_id = $3`,
      [Buffer.from(path), encodeDetail(components, []), seeded.projects.get(path)],
    )
  }
})
afterAll(() => db.close())

function purlsOf(members: readonly string[]): readonly string[] {
  return members.map((name) => `pkg:npm/${name}`).sort()
}

test('pictures that share versions with those that were read before are told with their own', async () => {
  const rows = await db.query<{ set: number; detail: number; n: number }>(
    'SELECT s.set_id AS set, s.detail_id AS detail, c.n FROM snapshot s JOIN set_count c ON c.set_id = s.set_id ORDER BY s.project_id',
  )
  const wanted = Object.values(SETS).map((members) => ({
    purls: purlsOf(members),
    versions: members.toSorted().map((name) => seeded.versions.get(name)),
    direct: purlsOf(members).map((purl) => purl.includes('/z@')),
  }))
  const told = async (places: readonly number[]): Promise<unknown> =>
    (
      await readDetails(
        db,
        places.flatMap((at) => rows[at] ?? []),
      )
    ).map(({ purls, versions, of }) => ({
      purls,
      versions,
      direct: purls.map((purl) => of(purl)?.direct),
    }))
  expect(await told([0])).toEqual([wanted[0]])
  expect(await told([1, 0, 2])).toEqual([wanted[1], wanted[0], wanted[2]])
})
