import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let db: Database
let server: TestApp
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db)
})
afterAll(async () => {
  await server.close()
  await db.close()
})

test('a first look: nobody is logged in and the server wants to be set up', async () => {
  const answer = await server.app.inject('/api/v1/session')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({ account: null, setup: true, csrf: '', permissions: [] })
})

test('a person sees what they may see', async () => {
  const ada = await server.person('Ada', { role: 'admin' })
  const answer = await ada.send('GET', 'projects')
  expect(answer.json()).toMatchObject({ items: [], total: { count: 0, type: 'EXACT' } })
  expect(answer.statusCode).toBe(200)
})
