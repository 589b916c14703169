import { lockPictures } from '../match/locks.ts'
import { newsWritten } from '../outbox/tell-news.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import { standingsTouched } from '../standings/standings-touched.ts'
import type { Queryable } from '../store/database.ts'
import { jsonText } from '../store/stored-text.ts'
import { announcePictures } from './announce-pictures.ts'
import type { PictureChange } from './announce-pictures.ts'
import { doubtProblem, INVENTORY_KINDS, newerUnread } from './doubt-picture.ts'
import type { DoubtProblem } from './doubt-picture.ts'
import { ensureDetails } from './ensure-details.ts'
import type { EncodedDetail } from './ensure-details.ts'
import { ensureSets } from './ensure-sets.ts'
import type { MemberSet, StoredSet } from './ensure-sets.ts'
import type { StoredProblem } from './upload-problem.ts'

/** A picture of a project: what it consists of, as one document says. */
export interface Picture {
  readonly projectId: number
  /** The upload that it comes from: an older one never replaces a newer one's. */
  readonly uploadId: number
  readonly documentId: number
  readonly origin: string
  readonly tool: string
  readonly set: MemberSet
  readonly detail: EncodedDetail
  readonly problems: readonly StoredProblem[]
  readonly incomplete: boolean
}

/**
 * Makes pictures those of now of their projects, no two of one project, and their uploads done: all or nothing. A set and a detail that
 * somebody had before are stored once and nothing is worked out about them again; a picture that is the same as before is no new one.
 */
export async function storePictures(services: Services, pictures: readonly Picture[]): Promise<void> {
  if (pictures.length === 0) return
  await services.db.transaction(async (transaction) => {
    await lockPictures(transaction)
    const now = services.now()
    const states = await heldProjects(transaction, pictures)
    // A project that is gone took its uploads along.
    const living = pictures.filter(({ projectId }) => states.has(projectId))
    const sets = await ensureSets(
      transaction,
      living.map(({ set }) => set),
    )
    const details = await ensureDetails(
      transaction,
      living.map(({ detail }) => detail),
    )
    const placed = living.map((picture) => placedOf(picture, { states, sets, details }))
    const told = await refreshProblems(
      transaction,
      placed.filter(({ fate }) => fate === 'same'),
      now,
    )
    await policyTouched(transaction, services, { projects: [...told.keys()] })
    const changes = await replace(
      transaction,
      placed.filter(({ fate }) => fate === 'new'),
      now,
    )
    await finishUploads(transaction, placed, {
      snapshots: new Map([...told, ...changes.map(({ projectId, after }) => [projectId, after.snapshot] as const)]),
      now,
    })
    if (changes.length === 0) return
    await announcePictures(transaction, changes, now)
    await newsWritten(transaction, services)
    await standingsTouched(transaction, services)
    await policyTouched(transaction, services, { projects: changes.map(({ projectId }) => projectId) })
  })
}

/** The picture that a project has. */
interface ProjectState {
  readonly snapshot: number | null
  readonly setId: number | null
  readonly detailId: number | null
  /** A later upload was read before. */
  readonly newer: boolean
  /** A later upload that could not be read. */
  readonly unread: { readonly id: number; readonly name: string; readonly reason: string } | null
}

interface Placed {
  readonly picture: Picture
  /** What the picture lacks, which may be more than what its document does. */
  readonly problems: readonly DoubtProblem[]
  readonly incomplete: boolean
  readonly state: ProjectState
  readonly set: StoredSet
  readonly detailId: number
  /** `late`: a newer upload was read before. */
  readonly fate: 'late' | 'same' | 'new'
}

function placedOf(
  picture: Picture,
  {
    states,
    sets,
    details,
  }: {
    readonly states: ReadonlyMap<number, ProjectState>
    readonly sets: ReadonlyMap<string, StoredSet>
    readonly details: ReadonlyMap<string, number>
  },
): Placed {
  const [state, set, detailId] = [states.get(picture.projectId), sets.get(picture.set.digest), details.get(picture.detail.digest)]
  if (state === undefined || set === undefined || detailId === undefined) throw new Error('what was stored just now is there')
  const same = state.setId === set.id && state.detailId === detailId
  const { unread } = state
  const doubts = unread === null ? [] : [doubtProblem(['upload', unread.id], newerUnread(unread))]
  const lacks = { problems: [...doubts, ...picture.problems], incomplete: picture.incomplete || doubts.length > 0 }
  return { picture, ...lacks, state, set, detailId, fate: state.newer ? 'late' : same ? 'same' : 'new' }
}

/** Other pictures of these projects wait from here on. Taken in one order, so that nobody waits for each other. */
async function heldProjects(db: Queryable, pictures: readonly Picture[]): Promise<ReadonlyMap<number, ProjectState>> {
  const projects = pictures.map(({ projectId }) => projectId)
  await db.query('SELECT id FROM project WHERE id = ANY($1::int4[]) ORDER BY id FOR UPDATE', [projects])
  const rows = await db.query<ProjectState & { project: number }>(
    `SELECT p.id AS project, s.id::int4 AS snapshot, s.set_id AS "setId", s.detail_id AS "detailId",
       EXISTS (SELECT 1 FROM upload u WHERE u.project_id = p.id AND u.id > x.upload AND u.result ? 'snapshot') AS newer,
       (SELECT jsonb_build_object('id', u.id, 'name', u.name, 'reason', coalesce(u.problems->0->>'message', '')) FROM upload u
        WHERE u.project_id = p.id AND u.id > x.upload AND u.state = 'failed' AND u.kind IN ${INVENTORY_KINDS} ORDER BY u.id DESC LIMIT 1) AS unread
     FROM unnest($1::int4[], $2::int8[]) AS x(project, upload) JOIN project p ON p.id = x.project
     LEFT JOIN snapshot s ON s.project_id = p.id AND s.until IS NULL`,
    [projects, pictures.map(({ uploadId }) => uploadId)],
  )
  return new Map(rows.map(({ project, ...state }) => [project, state]))
}

/**
 * Projects of which something else could not be read than before get the same picture anew, with that: what was known before stays in
 * the history. Gives the snapshots by project.
 */
async function refreshProblems(db: Queryable, placed: readonly Placed[], now: Date): Promise<ReadonlyMap<number, number>> {
  if (placed.length === 0) return new Map()
  const values = [
    placed.map(({ state }) => state.snapshot),
    placed.map(({ problems }) => jsonText(problems)),
    placed.map(({ incomplete }) => incomplete),
  ]
  const ended = await db.query<{ id: number }>(
    `UPDATE snapshot s SET until = $4::timestamptz FROM unnest($1::int8[], $2::text[], $3::boolean[]) AS x(id, problems, incomplete)
     WHERE s.id = x.id AND (s.incomplete <> x.incomplete OR s.problems <> x.problems::jsonb) RETURNING s.id::int4 AS id`,
    [...values, now],
  )
  if (ended.length === 0) return new Map()
  const rows = await db.query<{ id: number; project_id: number }>(
    `INSERT INTO snapshot (project_id, set_id, detail_id, document_id, since, origin, tool, problems, incomplete)
     SELECT s.project_id, s.set_id, s.detail_id, s.document_id, $4::timestamptz, s.origin, s.tool, x.problems::jsonb, x.incomplete
     FROM unnest($1::int8[], $2::text[], $3::boolean[]) AS x(id, problems, incomplete) JOIN snapshot s ON s.id = x.id
     WHERE s.id = ANY($5::int8[]) RETURNING id::int4 AS id, project_id`,
    [...values, now, ended.map(({ id }) => id)],
  )
  return new Map(rows.map(({ id, project_id }) => [project_id, id]))
}

/** Ends the pictures that projects have and begins the new ones. */
async function replace(db: Queryable, placed: readonly Placed[], now: Date): Promise<readonly PictureChange[]> {
  if (placed.length === 0) return []
  await db.run('UPDATE snapshot SET until = $2::timestamptz WHERE id = ANY($1::int8[])', [
    placed.flatMap(({ state }) => (state.snapshot === null ? [] : [state.snapshot])),
    now,
  ])
  const rows = await db.query<{ id: number; project_id: number }>(
    `INSERT INTO snapshot (project_id, set_id, detail_id, document_id, since, origin, tool, problems, incomplete)
     SELECT project_id, set_id, detail_id, document_id, $9::timestamptz, origin, tool, problems::jsonb, incomplete
     FROM unnest($1::int4[], $2::int4[], $3::int4[], $4::int4[], $5::text[], $6::text[], $7::text[], $8::boolean[])
       AS x(project_id, set_id, detail_id, document_id, origin, tool, problems, incomplete)
     RETURNING id::int4 AS id, project_id`,
    [
      placed.map(({ picture }) => picture.projectId),
      placed.map(({ set }) => set.id),
      placed.map(({ detailId }) => detailId),
      placed.map(({ picture }) => picture.documentId),
      placed.map(({ picture }) => picture.origin),
      placed.map(({ picture }) => picture.tool),
      placed.map(({ problems }) => jsonText(problems)),
      placed.map(({ incomplete }) => incomplete),
      now,
    ],
  )
  const snapshots = new Map(rows.map(({ id, project_id }) => [project_id, id]))
  return placed.map(({ picture: { projectId, set: given }, state, set }) => ({
    projectId,
    before: state.snapshot === null || state.setId === null ? null : { snapshot: state.snapshot, set: state.setId },
    after: { snapshot: snapshots.get(projectId) ?? 0, set: set.id, members: given.members },
  }))
}

const LATE: StoredProblem = {
  code: 'left-out',
  effect: 'note',
  path: '',
  message: 'a newer document of the project was read before this one',
}

/** In the transaction of the pictures, so that an older upload which is read at the same time knows of them. */
async function finishUploads(
  db: Queryable,
  placed: readonly Placed[],
  { snapshots, now }: { readonly snapshots: ReadonlyMap<number, number>; readonly now: Date },
): Promise<void> {
  const results = placed.map(({ picture: { projectId }, state, set: { components, findings, unmatched }, fate }) => {
    const numbers = { components, findings, unmatched }
    if (fate === 'late') return numbers
    return { ...numbers, snapshot: snapshots.get(projectId) ?? state.snapshot }
  })
  await db.run(
    `UPDATE upload u SET state = 'done', kind = 'sbom', result = x.result::jsonb, problems = x.problems::jsonb, finished_at = $4::timestamptz
     FROM unnest($1::int8[], $2::text[], $3::text[]) AS x(id, result, problems) WHERE u.id = x.id`,
    [
      placed.map(({ picture }) => picture.uploadId),
      results.map((result) => JSON.stringify(result)),
      placed.map(({ picture, fate }) => jsonText(fate === 'late' ? [...picture.problems, LATE] : picture.problems)),
      now,
    ],
  )
}
