import type { Queryable } from '../store/database.ts'
import type { UploadKind } from './receive-upload.ts'

/** An upload with its document, which whoever claimed it is to read. */
export interface ClaimedUpload {
  readonly id: number
  readonly projectId: number
  readonly documentId: number
  readonly kind: UploadKind
  readonly name: string
  readonly origin: string
  readonly decides: boolean
  /** Deflated; null: it was let go. */
  readonly body: Uint8Array | null
  /** Of the document, unpacked. */
  readonly size: number
  /** How often it was claimed, this time too. */
  readonly attempts: number
}

/** What uploads that are to be read look like before they are claimed. */
interface WaitingUpload {
  readonly id: number
  readonly size: number
  readonly attempts: number
  readonly done: boolean
}

/** Documents that are read together have no more bytes than this in sum. */
export const MAX_TOGETHER_BYTES = 8 * 1024 * 1024

/** Uploads that are read together. */
export interface UploadGroup {
  readonly uploads: readonly number[]
  /** It is one document, and larger than those that are read with others. */
  readonly large: boolean
}

/** Uploads of a job in the groups in which they are to be read, and those that were read before. */
export interface UploadGroups {
  readonly groups: readonly UploadGroup[]
  readonly done: readonly number[]
}

/**
 * Which uploads may be read together. What was begun before is read alone: whoever read it then may have died of it, and would take
 * the others along.
 */
export async function groupUploads(db: Queryable, uploads: readonly number[]): Promise<UploadGroups> {
  const rows = await db.query<WaitingUpload>(
    `SELECT u.id::int4 AS id, d.size::float8 AS size, coalesce((u.result->>'attempts')::int4, 0) AS attempts, u.state = 'done' AS done
     FROM upload u JOIN document d ON d.id = u.document_id WHERE u.id = ANY($1::int8[]) AND u.state <> 'failed' ORDER BY u.id`,
    [uploads],
  )
  const waiting = rows.filter(({ done }) => !done)
  const alone = waiting.filter(({ attempts }) => attempts > 0).sort((a, b) => a.attempts - b.attempts)
  return {
    groups: [...filled(waiting.filter(({ attempts }) => attempts === 0)), ...alone.map(groupOf)],
    done: rows.filter(({ done }) => done).map(({ id }) => id),
  }
}

function groupOf({ id, size }: WaitingUpload): UploadGroup {
  return { uploads: [id], large: size > MAX_TOGETHER_BYTES }
}

function filled(uploads: readonly WaitingUpload[]): readonly UploadGroup[] {
  const groups: number[][] = []
  let room = 0
  for (const { id, size } of uploads.filter((one) => one.size <= MAX_TOGETHER_BYTES)) {
    const last = size > room ? undefined : groups.at(-1)
    if (last === undefined) groups.push([id])
    else last.push(id)
    room = (last === undefined ? MAX_TOGETHER_BYTES : room) - size
  }
  return [...groups.map((ids) => ({ uploads: ids, large: false })), ...uploads.filter(({ size }) => size > MAX_TOGETHER_BYTES).map(groupOf)]
}

/** Takes uploads for reading; those that somebody has read meanwhile are left out. */
export async function claimUploads(db: Queryable, uploads: readonly number[]): Promise<readonly ClaimedUpload[]> {
  const rows = await db.query<ClaimedUpload>(
    `UPDATE upload u SET state = 'running', result = u.result || jsonb_build_object('attempts', coalesce((u.result->>'attempts')::int4, 0) + 1)
     FROM document d WHERE u.id = ANY($1::int8[]) AND u.state IN ('queued', 'running') AND d.id = u.document_id
     RETURNING u.id::int4 AS id, u.project_id AS "projectId", u.document_id AS "documentId", u.kind, u.name, u.origin, u.decides, d.body,
       d.size::float8 AS size, (u.result->>'attempts')::int4 AS attempts`,
    [uploads],
  )
  return rows.toSorted((a, b) => a.id - b.id)
}
