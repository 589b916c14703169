import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { defineJob, JobRefused } from '../jobs/define-job.ts'
import type { JobDefinition } from '../jobs/define-job.ts'
import { openWorkQueue } from '../jobs/open-work-queue.ts'
import type { WorkQueue } from '../jobs/work-queue.ts'
import type { Services } from '../services.ts'
import type { Database } from '../store/database.ts'
import { silentLog } from '../testing/silent-log.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { startWorker } from './start-worker.ts'
import type { WorkerOptions } from './start-worker.ts'

let db: Database
let run: JobDefinition['run']
const work = defineJob({
  queue: 'work',
  summary: 'works',
  concurrency: 3,
  retries: 1,
  retryDelaySeconds: 0,
  run: (...given) => run(...given),
})
const tick = defineJob({
  queue: 'tick',
  summary: 'ticks',
  concurrency: 1,
  retries: 0,
  everySeconds: 3600,
  run: (...given) => run(...given),
})
let queue: WorkQueue
let services: Services

beforeAll(async () => {
  db = await openTestDatabase()
  queue = await openWorkQueue(db, { definitions: [work, tick] })
  services = { db, now: () => new Date('2026-01-01T00:00:00Z'), random: (bytes) => new Uint8Array(bytes), log: silentLog, jobs: queue }
})
beforeEach(() => db.run('DELETE FROM pgboss.job'))
afterAll(() => db.close())

function started(options: Partial<WorkerOptions> = {}): ReturnType<typeof startWorker> {
  return startWorker(services, { queue, definitions: [work], pollMs: 10, renewMs: 10, drainMs: 200, graceMs: 100, ...options })
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 6000 && !(await holds()); tries++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(await holds()).toBe(true)
}

test('jobs run, no more than allowed at once, and are gone when done', async () => {
  const seen: unknown[] = []
  let now = 0
  let most = 0
  run = async (_, payload) => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setTimeout(resolve, 5))
    now--
    seen.push(payload['n'])
  }
  const worker = started({ concurrency: 2 })
  for (let n = 0; n < 12; n++) await queue.send('work', { n })
  await until(() => seen.length === 12)
  await worker.stop()
  expect(new Set(seen).size).toBe(12)
  expect(most).toBe(2)
  expect(await queue.counts()).toEqual([])
})

test('a job that fails is tried again; a poisoned one goes aside with its reason and holds up nobody', async () => {
  const attempts: Record<string, number> = {}
  run = async (_, { name }) => {
    attempts[String(name)] = (attempts[String(name)] ?? 0) + 1
    if (name === 'refused') throw new JobRefused('this can never be read')
    if (name === 'poison' || attempts[String(name)] === 1) throw new Error(`no: ${String(name)}`)
  }
  for (const name of ['once', 'poison', 'refused']) await queue.send('work', { name })
  const worker = started()
  await until(async () => (await queue.counts()).every(({ waiting, running }) => waiting + running === 0) && attempts['poison'] === 2)
  await worker.stop()
  expect(attempts).toEqual({ once: 2, poison: 2, refused: 1 })
  const aside = (await queue.aside()).map(({ payload, reason, attempts: tries }) => [payload['name'], reason, tries])
  expect(aside.toSorted()).toEqual([
    ['poison', 'no: poison', 2],
    ['refused', 'this can never be read', 1],
  ])
})

test('stopping waits for what runs, and hands back what does not end', async () => {
  let ended = false
  run = async (_, { slow }, signal) => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (slow !== true) return void (ended = true)
    await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
  }
  await queue.send('work', { slow: true })
  await queue.send('work', {})
  await queue.send('work', { slow: true, deaf: true })
  const worker = started()
  await until(async () => (await queue.counts())[0]?.running === 3)
  await worker.stop()
  expect(ended).toBe(true)
  expect(await queue.take('work', 5)).toMatchObject([{ attempt: 1 }, { attempt: 1 }])
})

test('a lease that ran out stops the job here', async () => {
  let reason = ''
  run = (_, __, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reason = (signal.reason as Error).message
        reject(signal.reason as Error)
      })
    })
  await queue.send('work', {})
  const worker = started()
  await until(async () => (await queue.counts())[0]?.running === 1)
  await db.run('UPDATE pgboss.job SET retry_count = retry_count + 1')
  await until(() => reason === 'the lease of this job ran out')
  await worker.stop()
})

test('jobs that cost less together run as one, and those that were tried before alone', async () => {
  const seen: (readonly unknown[])[] = []
  const many = defineJob({
    ...work,
    concurrency: 1,
    retries: 3,
    together: {
      most: 8,
      run: (_, payloads) => {
        const names = payloads.map(({ name }) => name)
        seen.push(names)
        if (names.includes('crash') && names.length > 1) return Promise.reject(new Error('all of it failed'))
        return Promise.resolve(
          names.map((name) => (name === 'poison' ? new Error('no') : name === 'refused' ? new JobRefused('never') : null)),
        )
      },
    },
  })
  for (const name of ['a', 'poison', 'b', 'refused']) await queue.send('work', { name })
  const worker = started({ definitions: [many] })
  await until(async () => (await queue.counts()).every(({ waiting, running }) => waiting + running === 0))
  for (const name of ['c', 'crash', 'd']) await queue.send('work', { name })
  await until(async () => (await queue.counts()).every(({ waiting, running }) => waiting + running === 0))
  await worker.stop()
  const first = seen.filter((names) => names.includes('a')).flat()
  expect(first.filter((name) => name === 'a')).toHaveLength(1)
  // Whoever was in a group that failed is tried alone, and is done there.
  const tried = seen.filter((names) => names.length === 1).flat()
  for (const name of ['c', 'crash', 'd']) expect(seen.flat().filter((one) => one === name).length, name).toBeLessThanOrEqual(2)
  expect(tried.filter((name) => name === 'poison').length).toBeGreaterThanOrEqual(1)
  expect((await queue.aside()).map(({ payload, reason }) => [payload['name'], reason]).toSorted()).toEqual([
    ['poison', 'no'],
    ['refused', 'never'],
  ])
})

test('what is sent while some run together gathers, until a poll finds that they take long', async () => {
  const seen: (readonly unknown[])[] = []
  let finish: () => void = () => {}
  const slow = new Promise<void>((resolve) => void (finish = resolve))
  const many = defineJob({
    ...work,
    concurrency: 2,
    together: {
      most: 8,
      async run(_, payloads) {
        seen.push(payloads.map(({ name }) => name))
        if (payloads[0]?.['name'] === 'slow') await slow
        return payloads.map(() => null)
      },
    },
  })
  await queue.send('work', { name: 'slow' })
  const worker = started({ definitions: [many], pollMs: 300 })
  await until(() => seen.length === 1)
  for (const name of ['a', 'b', 'c']) await queue.send('work', { name })
  await until(() => seen.length === 2)
  finish()
  await worker.stop()
  expect(seen.map((names) => names.toSorted())).toEqual([['slow'], ['a', 'b', 'c']])
})

test('what comes round is sent again, once, however many workers', async () => {
  let ticks = 0
  run = () => Promise.resolve(void ticks++)
  const workers = [started({ definitions: [tick] }), started({ definitions: [tick] })]
  await until(() => ticks >= 1)
  await until(async () => (await queue.counts())[0]?.waiting === 1)
  await Promise.all(workers.map((worker) => worker.stop()))
  expect(ticks).toBeLessThanOrEqual(2)
  expect(await queue.due(['tick'])).toEqual([])
})
