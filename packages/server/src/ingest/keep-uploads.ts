import { setTimeout as sleep } from 'node:timers/promises'
import { writeAudits } from '../audit/write-audit.ts'
import type { Services } from '../services.ts'
import { inForeground } from '../store/background-work.ts'
import type { Database, Queryable } from '../store/database.ts'
import { storedText } from '../store/stored-text.ts'
import type { ReceivedDocument } from './receive-upload.ts'

/** A document as it is kept. */
export interface PackedUpload extends Omit<ReceivedDocument, 'bytes'> {
  /** SHA-256, hexadecimal. */
  readonly digest: string
  readonly size: number
  /** Deflated. */
  readonly body: Uint8Array
}

export interface ReceivedUpload {
  readonly id: number
  /** SHA-256, hexadecimal. */
  readonly digest: string
}

/** Job queue of uploads. */
export const INGEST_QUEUE = 'ingest'

const MOST_TOGETHER = 32
/** For how long others are waited for, once as many came together. */
const GATHER_MS = 3
/** Larger ones are kept alone, and hold up nobody. */
const MAX_BYTES_TOGETHER = 256 * 1024

interface Waiting {
  readonly services: Services
  readonly upload: PackedUpload
  readonly resolve: (received: ReceivedUpload) => void
  readonly reject: (error: unknown) => void
}

/** Uploads that came while others were being kept. */
const lines = new WeakMap<Database, Waiting[]>()

/**
 * Keeps an upload. Those that come while others are being kept are kept in one transaction: what that costs, above all waiting for the
 * disk, is then paid once. Each in its own where that is refused: what is wrong with one is in the way of none of the others.
 */
export async function keepUpload(services: Services, upload: PackedUpload): Promise<ReceivedUpload> {
  if (upload.body.length > MAX_BYTES_TOGETHER) return keepAlone(services, upload)
  const line = lines.get(services.db)
  if (line !== undefined) return new Promise((resolve, reject) => void line.push({ services, upload, resolve, reject }))
  const waiting: Waiting[] = []
  lines.set(services.db, waiting)
  // Others wait in the line, also when a job began it.
  return inForeground(async () => {
    try {
      return await keepAlone(services, upload)
    } finally {
      void keepLine(services.db, waiting)
    }
  })
}

async function keepAlone(services: Services, upload: PackedUpload): Promise<ReceivedUpload> {
  const [received] = await keepAll(services, [upload])
  if (received === undefined) throw new Error('an upload that was kept has an id')
  return received
}

/** Never rejects. */
async function keepLine(db: Database, line: Waiting[]): Promise<void> {
  let last = 1
  for (;;) {
    // Those who were answered just now are likely to send their next: it would wait for a transaction of the first of them.
    if (last > 1 && line.length < last) await sleep(GATHER_MS)
    const [first] = line
    if (first === undefined) break
    const { services } = first
    const other = line.findIndex((one) => one.services !== services)
    const group = line.splice(0, Math.min(MOST_TOGETHER, other === -1 ? line.length : other))
    last = group.length
    try {
      const received = await keepAll(
        services,
        group.map(({ upload }) => upload),
      )
      for (const [at, { resolve }] of group.entries()) resolve(received[at] as ReceivedUpload)
    } catch (error) {
      for (const { upload, resolve, reject } of group) {
        if (group.length === 1) reject(error)
        else await keepAlone(services, upload).then(resolve, reject)
      }
    }
  }
  lines.delete(db)
}

/** Gives what was received in the order of the uploads. */
async function keepAll(services: Services, uploads: readonly PackedUpload[]): Promise<readonly ReceivedUpload[]> {
  const now = services.now()
  return services.db.transaction(async (transaction) => {
    const ids = await insert(transaction, uploads, now)
    const received = uploads.map(({ digest }, at) => ({ id: ids[at] as number, digest }))
    const jobs = received.map(({ id }) => ({ payload: { upload: id }, key: `upload-${id}` }))
    if (services.jobs.sendEach !== undefined) await services.jobs.sendEach(INGEST_QUEUE, jobs, { transaction })
    else for (const { payload, key } of jobs) await services.jobs.send(INGEST_QUEUE, payload, { transaction, key })
    const entries = uploads.flatMap(({ audited, actor, projectId, digest, kind, name }, at) => {
      if (audited === undefined) return []
      const detail = { upload: ids[at], digest, kind, name }
      return [{ actor, action: 'upload.receive', object: `project:${projectId}`, organisation: audited.organisation, detail }]
    })
    await writeAudits(transaction, now, entries)
    return received
  })
}

/** Gives the ids of the uploads in their order. */
async function insert(db: Queryable, uploads: readonly PackedUpload[], now: Date): Promise<readonly number[]> {
  const documents = [...new Map(uploads.map((upload) => [upload.digest, upload])).values()]
  // Documents in one order, so that two who keep the same ones do not wait for each other; their bytes as one piece, as they are.
  const sorted = documents.sort((a, b) => (a.digest < b.digest ? -1 : 1))
  let end = 0
  const rows = await db.query<{ id: number }>(
    `WITH kept AS (
       INSERT INTO document (digest, size, body, received_at)
       SELECT decode(digest, 'hex'), size, substr($3::bytea, place, length), $5::timestamptz
       FROM unnest($1::text[], $2::int8[], $4::int4[], $6::int4[]) AS x(digest, size, place, length)
       ON CONFLICT (digest) DO UPDATE SET body = coalesce(document.body, excluded.body) RETURNING id, digest
     )
     INSERT INTO upload (project_id, document_id, kind, name, origin, state, created_by, decides, created_at)
     SELECT x.project, kept.id, x.kind, x.name, x.origin, 'queued', x.actor, x.decides, $5::timestamptz
     FROM unnest($7::int4[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::boolean[])
       WITH ORDINALITY AS x(project, digest, kind, name, origin, actor, decides, n)
     JOIN kept ON kept.digest = decode(x.digest, 'hex') ORDER BY x.n
     RETURNING id::int4 AS id`,
    [
      sorted.map(({ digest }) => digest),
      sorted.map(({ size }) => size),
      Buffer.concat(sorted.map(({ body }) => body)),
      sorted.map(({ body }) => (end += body.length) - body.length + 1),
      now,
      sorted.map(({ body }) => body.length),
      uploads.map(({ projectId }) => projectId),
      uploads.map(({ digest }) => digest),
      uploads.map(({ kind }) => kind),
      uploads.map(({ name }) => storedText(name).slice(0, 300)),
      uploads.map(({ origin }) => origin),
      uploads.map(({ actor }) => actor),
      uploads.map(({ decides }) => decides),
    ],
  )
  return rows.map(({ id }) => id)
}
