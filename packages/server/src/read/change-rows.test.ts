import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Viewer } from '../api/viewer.ts'
import { onlyProjects } from '../api/visible-projects.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { changePage } from './change-rows.ts'
import { overview } from './overview.ts'
import type { Picture } from './picture.ts'

const NOW = new Date('2026-02-01T00:00:00Z')
let db: Database
let seeded: Seeded

beforeAll(async () => {
  db = await openTestDatabase()
  const paths = Array.from({ length: 60 }, (_, at) => `${['one', 'two'][at % 2]}//p${at}`)
  seeded = await seedPortfolio(db, { projects: Object.fromEntries(paths.map((path) => [path, ['a@1.0.0']])), vulnerabilities: [] })
  // Of projects and of organisations; told and not; of this day and earlier ones.
  await db.run(
    `INSERT INTO outbox (at, kind, org_id, project_id, payload, told)
     SELECT $1::timestamptz - i * interval '20 minutes', CASE WHEN i % 3 = 0 THEN 'finding.closed' ELSE 'finding.opened' END, coalesce(p.org_id, 1 + i % 2), p.id, '{}', i % 4 <> 0
     FROM generate_series(1, 400) i LEFT JOIN LATERAL (SELECT id, org_id FROM project WHERE i % 10 <> 0 ORDER BY id OFFSET i % 60 LIMIT 1) p ON true`,
    [NOW],
  )
})
afterAll(() => db.close())

function seen(ids: readonly number[], organisations: readonly number[]): Picture {
  const viewer: Viewer = {
    actor: 'a',
    accountId: 1,
    name: '',
    projects: onlyProjects(ids),
    organisations,
    permissions: new Set(),
    mayIn: () => false,
  }
  return { viewer, at: null, now: NOW }
}

test.each([0, 1, 3, 50, 51])('who sees %i projects hears of these, and of their organisations, and of no others', async (count) => {
  const ids = [...seeded.projects.values()].sort((a, b) => a - b).slice(0, count)
  const news = await db.query<{ id: number; kind: string; project_id: number | null; org_id: number; at: Date }>(
    'SELECT * FROM outbox ORDER BY id DESC',
  )
  const expected = news.filter((one) => (one.project_id === null ? one.org_id === 1 : ids.includes(one.project_id)))
  const listed: number[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await changePage(db, seen(ids, [1]), { limit: 17, ...(cursor === undefined ? {} : { cursor }) })
    expect(page.total).toEqual({ count: expected.length, type: 'EXACT' })
    listed.push(...page.items.map(({ id }) => id))
    cursor = page.next
  }
  expect(listed).toEqual(expected.map(({ id }) => id))
  const today = expected.filter((one) => one.project_id !== null && NOW.getTime() - one.at.getTime() < 86_400_000)
  expect((await overview(db, seen(ids, [1]))).sinceYesterday).toEqual({
    opened: today.filter(({ kind }) => kind === 'finding.opened').length,
    closed: today.filter(({ kind }) => kind === 'finding.closed').length,
  })
})
