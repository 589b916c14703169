import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { defineJob } from './define-job.ts'
import { openWorkQueue } from './open-work-queue.ts'
import type { WorkQueue } from './work-queue.ts'

const read = defineJob({ queue: 'read', summary: 'reads', concurrency: 2, retries: 1, retryDelaySeconds: 0, run: async () => {} })
let db: Database
let queue: WorkQueue

beforeAll(async () => {
  db = await openTestDatabase()
  const opened = await Promise.all([
    openWorkQueue(db, { definitions: [read] }),
    openWorkQueue(db, { definitions: [read], leaseSeconds: 60 }),
  ])
  queue = opened[1]
})
beforeEach(() => db.run('DELETE FROM pgboss.job'))
afterAll(() => db.close())

async function taken(limit = 10): Promise<readonly unknown[]> {
  return (await queue.take('read', limit)).map(({ payload }) => payload)
}

test('opening the queue again changes nothing, also at the same time', async () => {
  await queue.send('read', { n: 1 })
  await Promise.all([openWorkQueue(db, { definitions: [read] }), openWorkQueue(db, { definitions: [read] })])
  expect(await taken()).toEqual([{ n: 1 }])
})

test('a waiting key is one job; one that runs is followed by a new one; jobs without a key are their own', async () => {
  await queue.send('read', { n: 1 }, { key: 'a' })
  await queue.send('read', { n: 2 }, { key: 'a' })
  await queue.send('read', { n: 3 })
  await queue.send('read', { n: 3 })
  expect(await taken()).toEqual([{ n: 1 }, { n: 3 }, { n: 3 }])
  await queue.send('read', { n: 4 }, { key: 'a' })
  expect(await taken()).toEqual([{ n: 4 }])
  expect(await taken()).toEqual([])
})

test('what is sent is due in the same moment', async () => {
  for (let n = 0; n < 200; n++) {
    await queue.send('read', { n })
    expect(await queue.due(['read'])).toEqual(['read'])
    const [job] = await queue.take('read', 1)
    await queue.release([job!])
    expect(await taken()).toEqual([{ n }])
  }
})

test('a job is stored in the transaction that it is sent in, or not at all', async () => {
  const sent = db.transaction(async (transaction) => {
    await queue.send('read', { n: 1 }, { transaction })
    throw new Error('no')
  })
  await expect(sent).rejects.toThrow('no')
  expect(await queue.due(['read'])).toEqual([])
  await db.transaction((transaction) => queue.send('read', { n: 2 }, { transaction, key: 'b' }))
  expect(await queue.due(['read', 'unknown'])).toEqual(['read'])
  expect(await taken()).toEqual([{ n: 2 }])
})

test('a job for later waits', async () => {
  await queue.send('read', { n: 1 }, { afterSeconds: 3600 })
  expect(await queue.due(['read'])).toEqual([])
  expect(await taken()).toEqual([])
  await db.run("UPDATE pgboss.job SET start_after = now() - interval '1 second'")
  expect(await taken()).toEqual([{ n: 1 }])
})

test('a failed job is tried again, then put aside with its reason, from where it can be tried or dropped', async () => {
  await queue.send('read', { n: 1 })
  const [first] = await queue.take('read', 1)
  expect(first?.attempt).toBe(1)
  await queue.failed(first!, 'no luck, password=hunter2')
  expect(await queue.aside()).toEqual([])
  await db.run("UPDATE pgboss.job SET start_after = now() - interval '1 second'")
  const [second] = await queue.take('read', 1)
  expect(second?.attempt).toBe(2)
  await queue.failed(second!, 'no luck, password=hunter2')
  const [aside] = await queue.aside()
  expect(aside).toMatchObject({ queue: 'read', payload: { n: 1 }, attempts: 2, reason: 'no luck, password=***' })
  expect(await queue.counts()).toMatchObject([{ queue: 'read', waiting: 0, running: 0, aside: 1 }])
  expect(await queue.retryAside('read', aside!.id)).toBe(true)
  expect(await queue.retryAside('read', aside!.id)).toBe(false)
  const [third] = await queue.take('read', 1)
  expect(third?.attempt).toBe(1)
  await queue.failed(third!, 'never', { final: true })
  expect(await queue.aside()).toMatchObject([{ reason: 'never', attempts: 1 }])
  expect(await queue.dropAside('read', third!.id)).toBe(true)
  expect(await queue.aside()).toEqual([])
  expect(await queue.retryAside('read', 'no id')).toBe(false)
})

test('a worker that gives no sign loses its jobs, one that does keeps them, and a lost lease cannot be renewed', async () => {
  await queue.send('read', { n: 1 })
  await queue.send('read', { n: 2 })
  const [dead, alive] = await queue.take('read', 2)
  await db.run("UPDATE pgboss.job SET started_on = started_on - interval '2 minutes'")
  expect(await queue.renew([alive!])).toEqual(new Set([alive!.id]))
  await queue.expire()
  expect(await queue.renew([dead!, alive!])).toEqual(new Set([alive!.id]))
  await db.run("UPDATE pgboss.job SET start_after = now() - interval '1 second' WHERE state = 'retry'")
  const [again] = await queue.take('read', 2)
  expect(again).toMatchObject({ id: dead!.id, attempt: 2 })
  // The first holder is not the second one.
  expect(await queue.renew([dead!])).toEqual(new Set())
  expect(await queue.renew([again!])).toEqual(new Set([again!.id]))
  await queue.done('read', [again!, alive!])
  expect(await queue.counts()).toEqual([])
})

test('a worker that is killed every time is noticed: the job goes aside', async () => {
  await queue.send('read', { n: 1 })
  for (let death = 0; death < 2; death++) {
    await db.run("UPDATE pgboss.job SET start_after = now() - interval '1 second'")
    expect(await queue.take('read', 1)).toHaveLength(1)
    await db.run("UPDATE pgboss.job SET started_on = now() - interval '2 minutes'")
    await queue.expire()
  }
  expect(await queue.aside()).toMatchObject([{ attempts: 2, reason: expect.stringContaining('no sign of life') as string }])
})

test('what is handed back does not count as a try', async () => {
  await queue.send('read', { n: 1 })
  const [job] = await queue.take('read', 1)
  await queue.release([job!])
  expect(await queue.renew([job!])).toEqual(new Set())
  expect(await queue.take('read', 1)).toMatchObject([{ id: job!.id, attempt: 1 }])
})

test('a clock that was set back leaves no job in the future', async () => {
  for (let n = 0; n < 3; n++) await queue.send('read', { n }, { afterSeconds: n === 2 ? 60 : 0 })
  await queue.take('read', 1)
  await db.run(`UPDATE pgboss.job SET created_on = created_on + interval '1 year', start_after = start_after + interval '1 year',
    started_on = started_on + interval '1 year'`)
  await queue.expire()
  expect(await taken()).toEqual([{ n: 1 }])
  const [later] = await db.query<{ seconds: number }>(
    "SELECT extract(epoch FROM start_after - now())::int4 AS seconds FROM pgboss.job WHERE state = 'created'",
  )
  expect(later?.seconds).toBeGreaterThan(50)
  expect(later?.seconds).toBeLessThanOrEqual(60)
})

test('the embedded store, opened by a new process, holds nothing for one that is gone; a server may', async () => {
  await queue.send('read', { n: 1 })
  await queue.take('read', 1)
  await openWorkQueue(db, { definitions: [read] })
  expect(await queue.counts()).toMatchObject([{ running: 1 }])
  await openWorkQueue({ ...db }, { definitions: [read] })
  expect(await queue.counts()).toMatchObject([db.engine === 'embedded' ? { waiting: 1, running: 0 } : { waiting: 0, running: 1 }])
})

test('two workers never take one job', async () => {
  for (let n = 0; n < 40; n++) await queue.send('read', { n })
  const got = await Promise.all(Array.from({ length: 8 }, () => queue.take('read', 5)))
  expect(new Set(got.flat().map(({ id }) => id)).size).toBe(40)
})
