import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyAudit } from '../audit/verify-audit.ts'
import { openWorkQueue } from '../jobs/open-work-queue.ts'
import { JOBS } from '../jobs/registry.ts'
import type { Services } from '../services.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { silentLog } from '../testing/silent-log.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { documentBytes } from './document-bytes.ts'
import { receiveUpload } from './receive-upload.ts'

let db: Database
let services: Services
let project: number
beforeAll(async () => {
  db = await openTestDatabase()
  project = (await seedPortfolio(db, { projects: { 'org//one': [] }, vulnerabilities: [] })).projects.get('org//one') as number
  const jobs = await openWorkQueue(db, { definitions: JOBS })
  services = { db, now: () => new Date('2026-03-01T00:00:00Z'), random: (count) => randomBytes(count), log: silentLog, jobs }
})
afterAll(() => db.close())

function receive(text: string, { to = project, by = services } = {}): Promise<{ readonly id: number; readonly digest: string }> {
  const document = {
    projectId: to,
    bytes: Buffer.from(text),
    kind: 'auto',
    name: 'bom\0.json',
    actor: 'me',
    decides: true,
    origin: 'api',
  } as const
  return receiveUpload(by, { ...document, audited: { organisation: 1 } })
}

test('what comes at the same time is kept together, and none takes another down', async () => {
  const other = { ...services, now: () => new Date('2026-03-02T00:00:00Z') }
  const sent = Array.from({ length: 40 }, (_, at) =>
    receive(at % 10 === 0 ? 'the same' : `document ${at}`, { to: at % 7 === 3 ? 9999 : project, by: at % 5 === 4 ? other : services }),
  )
  const settled = await Promise.allSettled(sent)
  for (const [at, { status }] of settled.entries()) expect(status, `upload ${at}`).toBe(at % 7 === 3 ? 'rejected' : 'fulfilled')
  const ids = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []))
  expect(new Set(ids).size).toBe(34)
  const rows = await db.query<{ id: number; text: string; name: string }>(
    `SELECT u.id::int4 AS id, encode(d.digest, 'hex') AS text, u.name FROM upload u JOIN document d ON d.id = u.document_id ORDER BY u.id`,
  )
  const digests = new Map(settled.flatMap((one) => (one.status === 'fulfilled' ? [[one.value.id, one.value.digest] as const] : [])))
  expect(new Map(rows.map(({ id, text }) => [id, text]))).toEqual(digests)
  expect(rows[0]?.name).toBe('bom.json')
  const [counts] = await db.query('SELECT (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM audit) AS audited')
  expect(counts).toEqual({ documents: new Set(digests.values()).size, audited: 34 })
  const jobs = await db.query<{ upload: number }>(
    `SELECT (data->>'upload')::int4 AS upload FROM pgboss.job WHERE name = 'ingest' ORDER BY 1`,
  )
  expect(jobs.map(({ upload }) => upload)).toEqual(ids.toSorted((a, b) => a - b))
  expect(await verifyAudit(db)).toMatchObject({ entries: 34, whole: true })
})

test('of a large document the head is there at once and the rest when it is asked for', () => {
  const whole = Buffer.concat([Buffer.from('{"bomFormat":'), randomBytes(200_000), Buffer.alloc(9_000_000, 'x')])
  const claimed = {
    id: 1,
    projectId: 1,
    name: 'bom.json',
    body: deflateRawSync(whole),
    size: whole.length,
  } as unknown as Parameters<typeof documentBytes>[0]
  const bytes = documentBytes({ ...claimed, maxBytes: 1e8 })
  expect(bytes.size).toBe(whole.length)
  for (const [offset, length] of [
    [0, 8],
    [0, 65_536],
    [10, 70_000],
    [0, whole.length],
    [whole.length - 5, 100],
  ] as const)
    expect(Buffer.from(bytes.read(offset, length)).equals(whole.subarray(offset, offset + length)), `${offset}, ${length}`).toBe(true)
  expect(() => documentBytes({ ...claimed, maxBytes: 1e6 })).toThrow('larger than')
  expect(() => documentBytes({ ...claimed, maxBytes: 1e8, body: null })).toThrow('let go')
})
