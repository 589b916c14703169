import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoAssessments } from '../demo/demo-assessments.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let db: Database
let server: TestApp
let root: TestPerson
let member: TestPerson
let component: string
let seeded: Awaited<ReturnType<typeof seedPortfolio>>
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db)
  seeded = await seedPortfolio(db, {
    projects: { 'acme//shop': ['left@1.0.0'], 'beta//site': ['left@1.0.0', 'own@1.0.0'] },
    vulnerabilities: [{ shown: 'CVE-2026-1', severity: 'high', affects: ['left@1.0.0'] }],
  })
  root = await server.person('Root', { role: 'admin' })
  member = await server.person('In', { role: 'admin', organisation: seeded.orgs.get('acme') ?? 0 })
  component = `components/${await packageId('left')}`
})
afterAll(async () => {
  await server.close()
  await db.close()
})

async function packageId(name: string): Promise<number> {
  const [row] = await db.query<{ id: number }>('SELECT id FROM package WHERE name = $1', [name])
  return row?.id as number
}

const REPORT = demoAssessments().find(({ packages = [] }) => packages.includes('pkg:npm/express'))?.report ?? Buffer.from('')

function handIn(person: TestPerson, to: string, report: Uint8Array = REPORT) {
  return person.send('POST', `${to}/assessment`, {
    payload: Buffer.from(report),
    headers: { 'content-type': 'application/octet-stream' },
  })
}

test('an assessment of the repository behind a package is shown to whoever sees the package, in lists and among weak points', async () => {
  expect((await member.send('GET', `${component}/assessment`)).json()).toMatchObject({ since: null, checks: [] })
  const answer = await handIn(root, component)
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({ score: 9, repository: 'https://github.com/expressjs/express', assessment: { score: 9 } })
  const view = (await member.send('GET', `${component}/assessment`)).json<{ score: number; checks: object[]; history: object[] }>()
  expect(view.score).toBe(9)
  expect(view.checks.length).toBeGreaterThan(10)
  const { items } = (await member.send('GET', 'weak-points')).json<{ items: { package: { name: string }; score: number | null }[] }>()
  expect(items.map(({ package: { name }, score }) => [name, score])).toEqual([['left', 9]])
  // The same judgement again is no new one.
  expect((await handIn(root, component)).statusCode).toBe(200)
  expect((await db.query('SELECT 1 FROM assessment')).length).toBe(1)
})

test('it is refused from whoever does not speak for the server, for what is no report, of no repository, and of a package that is not there', async () => {
  expect((await handIn(member, component)).statusCode).toBe(403)
  expect((await member.send('GET', `components/${await packageId('own')}/assessment`)).statusCode).toBe(404)
  expect((await handIn(root, 'components/999999')).statusCode).toBe(404)
  const nowhere = { ...(JSON.parse(Buffer.from(REPORT).toString()) as object), project: { name: 'file://x', url: '', commit: '' } }
  for (const report of ['{}', 'no', JSON.stringify(nowhere)])
    expect([report.slice(0, 9), (await handIn(root, component, Buffer.from(report))).statusCode]).toEqual([report.slice(0, 9), 400])
})

test('a decision stands among the changes at once, also when it is taken back, and is no news for subscriptions', async () => {
  const [vulnerability] = await db.query<{ id: number }>('SELECT id FROM vulnerability')
  const project = seeded.projects.get('acme//shop')
  const made = await root.send('PUT', 'triage', { payload: { project, vulnerability: vulnerability?.id, status: 'affected' } })
  expect(made.statusCode).toBe(200)
  await root.send('DELETE', `triage/${made.json<{ id: number }>().id}`)
  const { items } = (await member.send('GET', 'changes')).json<{ items: { kind: string; project: { id: number }; text: string }[] }>()
  expect(items.slice(0, 2).map(({ kind, project: { id }, text }) => [kind, id, text])).toEqual([
    ['triage.ended', project, 'affected (Root)'],
    ['triage.set', project, 'affected (Root)'],
  ])
  expect(await db.query("SELECT 1 FROM outbox WHERE kind LIKE 'triage.%' AND NOT told")).toEqual([])
})
