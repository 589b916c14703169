import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '@cupel/server'
import type { Database } from '@cupel/server'
import pg from 'pg'
import { receiveUpload } from '../../packages/server/src/ingest/receive-upload.ts'
import { openWorkQueue } from '../../packages/server/src/jobs/open-work-queue.ts'
import { JOBS } from '../../packages/server/src/jobs/registry.ts'
import type { WorkQueue } from '../../packages/server/src/jobs/work-queue.ts'
import { migrate } from '../../packages/server/src/store/migrate.ts'
import { silentLog } from '../../packages/server/src/testing/silent-log.ts'
import { startCupel } from './cupel.ts'
import type { Started } from './cupel.ts'

/** 50 for the long form. */
const RUNS = Math.max(1, Math.floor(Number(process.env['CUPEL_FAULT_RUNS'] ?? 2)))
const UPLOADS = 6
const COMPONENTS = 400
const SERVER = process.env['CUPEL_TEST_DATABASE_URL'] ?? ''
const NAME = `cupel_kill_${randomBytes(4).toString('hex')}`

let db: Database
let queue: WorkQueue
let url: string

beforeAll(async () => {
  if (SERVER === '') return
  await asAdmin(`CREATE DATABASE ${NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'`)
  url = Object.assign(new URL(SERVER), { pathname: `/${NAME}` }).href
  db = await openDatabase({ url, log: silentLog })
  await migrate(db, new Date())
  queue = await openWorkQueue(db, { definitions: JOBS })
  await db.run("INSERT INTO organisation (slug, name, created_at) VALUES ('acme', 'Acme', now())")
  await db.run("INSERT INTO account (name, created_at) VALUES ('somebody', now())")
  await db.run(
    "INSERT INTO role_grant (account_id, role, org_id, created_at) SELECT a.id, 'viewer', o.id, now() FROM account a, organisation o",
  )
  await db.run("INSERT INTO subscription (account_id, kinds, created_at) SELECT id, '{snapshot.changed}', now() FROM account")
})
afterAll(async () => {
  if (SERVER === '') return
  await db.close()
  await asAdmin(`DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`)
})

async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: SERVER })
  await admin.connect()
  try {
    await admin.query(sql)
  } finally {
    await admin.end()
  }
}

let documents = 0

/** What a client was told is kept: each for a project of its own, all with versions that the others have and one that none has. */
async function acknowledged(): Promise<number> {
  const number = ++documents
  const [project] = await db.query<{ id: number }>(
    'INSERT INTO project (org_id, slug, name, created_at) SELECT id, $1, $1, now() FROM organisation RETURNING id',
    [`project-${number}`],
  )
  const names = [...Array.from({ length: COMPONENTS }, (_, at) => `part-${Math.ceil(number / UPLOADS)}-${at}`), `own-${number}`]
  const components = names.map((name) => ({ type: 'library', name, version: '1.0.0', purl: `pkg:npm/${name}@1.0.0`, 'bom-ref': name }))
  const bytes = Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }))
  const services = { db, jobs: queue, now: () => new Date(), random: randomBytes, log: silentLog }
  const sent = { projectId: project?.id ?? 0, bytes, kind: 'auto', name: 'bom.json', actor: 'test', decides: true, origin: 'api' } as const
  return (await receiveUpload(services, sent)).id
}

async function startedWorker(): Promise<Started> {
  const worker = startCupel(['worker', '--offline'], { env: { CUPEL_DATABASE_URL: url } })
  await new Promise<void>((resolve, reject) => {
    worker.child.stdout?.on('data', (text: string) => void (text.includes('ready\n') && resolve()))
    void worker.done.then(({ stderr }) => reject(new Error(`the worker ended: ${stderr}`)))
  })
  return worker
}

async function held(): Promise<number> {
  const [row] = await db.query<{ n: number }>("SELECT count(*)::int4 AS n FROM pgboss.job WHERE name = 'ingest' AND state = 'active'")
  return row?.n ?? 0
}

/** The time of a lease passes: who held these jobs is believed dead. */
async function leasesEnd(): Promise<void> {
  await db.run("UPDATE pgboss.job SET started_on = started_on - interval '10 minutes' WHERE state = 'active'")
  await queue.expire()
  await pausesEnd()
}

/** Nobody waits for the pause before a retry. */
async function pausesEnd(): Promise<void> {
  await db.run("UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'")
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const jobs = await db.query('SELECT name, state::text, retry_count, start_after > now() AS later, output FROM pgboss.job ORDER BY name')
  throw new Error(`${what}: ${JSON.stringify(await open())} ${JSON.stringify(jobs)}`)
}

async function open(): Promise<readonly { readonly id: number; readonly state: string }[]> {
  return db.query<{ id: number; state: string }>("SELECT id::int4 AS id, state FROM upload WHERE state <> 'done' ORDER BY id")
}

/** A pause of the same series each time, so that a failure can be repeated. */
function* pauses(): Generator<number, never> {
  for (let state = 20_260_102; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    yield state / 2_147_483_648
  }
}

test(
  `a worker killed ${RUNS} times while it holds uploads: none is lost, and nothing is told twice`,
  async (context) => {
    if (SERVER === '') {
      console.log('skipped: workers share a PostgreSQL server, and CUPEL_TEST_DATABASE_URL names none')
      context.skip()
    }
    const random = pauses()
    const promised: number[] = []
    let worker = await startedWorker()
    let killed = 0
    for (let tries = 0; killed < RUNS && tries < RUNS * 6; tries++) {
      for (let at = 0; at < UPLOADS; at++) promised.push(await acknowledged())
      await until(async () => (await held()) > 0 || (await open()).length === 0, 'no job was taken')
      await new Promise((resolve) => setTimeout(resolve, random.next().value * 120))
      worker.child.kill('SIGKILL')
      await worker.done
      if ((await held()) > 0) killed++
      await leasesEnd()
      worker = await startedWorker()
      await until(
        async () => (await open()).length === 0,
        `an upload that was acknowledged was never read: ${JSON.stringify(await open())}`,
      )
    }
    const silent =
      "NOT EXISTS (SELECT 1 FROM outbox WHERE NOT told) AND NOT EXISTS (SELECT 1 FROM pgboss.job WHERE name IN ('ingest', 'tell-news') AND state <= 'active' AND start_after <= now())"
    await until(async () => {
      await pausesEnd()
      return (await db.query<{ silent: boolean }>(`SELECT ${silent} AS silent`))[0]?.silent === true
    }, 'the news was never told')
    worker.child.kill('SIGTERM')
    expect((await worker.done).code).toBe(0)
    const [counts] = await db.query(
      `SELECT (SELECT count(*) FROM upload WHERE state = 'done')::int4 AS uploads, (SELECT count(*) FROM snapshot)::int4 AS pictures,
         (SELECT count(*) FROM snapshot s JOIN set_count c ON c.set_id = s.set_id WHERE c.n = ${COMPONENTS + 1} AND s.until IS NULL)::int4 AS whole,
         (SELECT count(*) FROM outbox WHERE kind = 'snapshot.changed')::int4 AS news, (SELECT sum(events) FROM notification)::int4 AS told,
         (SELECT count(*) FROM pgboss.job WHERE state = 'failed')::int4 AS aside`,
    )
    const all = promised.length
    expect(counts).toEqual({ uploads: all, pictures: all, whole: all, news: all, told: all, aside: 0 })
    expect(killed).toBe(RUNS)
    console.log(`kill -9 of a worker: ${killed} while it held uploads, ${all} acknowledged, all read once`)
  },
  600_000 + RUNS * 60_000,
)
