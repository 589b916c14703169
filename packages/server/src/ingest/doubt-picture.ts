import { lockPictures } from '../match/locks.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { jsonText, storedText } from '../store/stored-text.ts'
import type { StoredProblem } from './upload-problem.ts'

/** Why the picture of a project may be out of date: a newer document that could not be read, or a source that cannot be any more. */
interface Doubt {
  readonly projectId: number
  /** `upload` with the id of the document, or `source` with that of the source. */
  readonly of: readonly ['upload' | 'source', number]
  readonly message: string
}

/** A problem of a snapshot that is about the snapshot's being out of date. */
export interface DoubtProblem extends StoredProblem {
  readonly upload?: number
  readonly source?: number
}

/** SQL: what an upload is that may be what a project consists of; `auto` is not told yet. */
export const INVENTORY_KINDS = `('auto', 'sbom', 'scan')`

/** What a picture lacks while a newer document of its project could not be read. */
export function newerUnread({ name, reason }: { readonly name: string; readonly reason: string }): string {
  return `a newer document${name === '' ? '' : ` (${name})`} could not be read, so this may be out of date: ${reason}`
}

export function doubtProblem([kind, id]: Doubt['of'], message: string): DoubtProblem {
  return { code: 'unreadable', effect: 'incomplete', message: storedText(message).slice(0, 1000), path: '', [kind]: id }
}

interface Current {
  readonly id: number
  readonly problems: readonly DoubtProblem[]
}

/**
 * From now on the project's picture is one that may be out of date: it stays, and counts as incomplete until a document is read again.
 * A project without a picture, or one whose picture is of a later document, is left as it is. In the caller's transaction.
 */
export async function doubtPicture(db: Queryable, services: Pick<Services, 'now' | 'jobs'>, doubt: Doubt): Promise<void> {
  const [kind, id] = doubt.of
  const current = await heldPicture(db, doubt.projectId)
  if (current === null || current.problems.some((problem) => problem[kind] === id)) return
  if (kind === 'upload') {
    const later = await db.query(`SELECT 1 FROM upload WHERE project_id = $1 AND id > $2 AND result ? 'snapshot' LIMIT 1`, [
      doubt.projectId,
      id,
    ])
    if (later.length > 0) return
  }
  const problem = doubtProblem(doubt.of, doubt.message)
  // Of several documents that could not be read the newest tells enough.
  const others = kind === 'upload' ? current.problems.filter(({ upload }) => upload === undefined) : current.problems
  await replaceProblems(db, services, { ...doubt, current, problems: [problem, ...others] })
}

/** The source can be read again: what it gave is up to date. In the caller's transaction. */
export async function trustSource(
  db: Queryable,
  services: Pick<Services, 'now' | 'jobs'>,
  { projectId, source }: { readonly projectId: number; readonly source: number },
): Promise<void> {
  const current = await heldPicture(db, projectId)
  if (current === null || current.problems.every((problem) => problem.source !== source)) return
  const problems = current.problems.filter((problem) => problem.source !== source)
  await replaceProblems(db, services, { projectId, current, problems })
}

async function heldPicture(db: Queryable, projectId: number): Promise<Current | null> {
  await lockPictures(db)
  await db.query('SELECT id FROM project WHERE id = $1 FOR UPDATE', [projectId])
  const [row] = await db.query<Current>('SELECT id::float8 AS id, problems FROM snapshot WHERE project_id = $1 AND until IS NULL', [
    projectId,
  ])
  return row ?? null
}

interface Replacing {
  readonly projectId: number
  readonly current: Current
  readonly problems: readonly DoubtProblem[]
}

/** The same picture with other problems, from now on; what was known before stays in the history. */
async function replaceProblems(
  db: Queryable,
  services: Pick<Services, 'now' | 'jobs'>,
  { projectId, current, problems }: Replacing,
): Promise<void> {
  const now = services.now()
  const incomplete = problems.some(({ effect }) => effect === 'incomplete')
  await db.run('UPDATE snapshot SET until = $2::timestamptz WHERE id = $1', [current.id, now])
  await db.run(
    `INSERT INTO snapshot (project_id, set_id, detail_id, document_id, since, origin, tool, problems, incomplete)
     SELECT project_id, set_id, detail_id, document_id, $2::timestamptz, origin, tool, $3::text::jsonb, $4 FROM snapshot WHERE id = $1`,
    [current.id, now, jsonText(problems), incomplete],
  )
  await policyTouched(db, services, { projects: [projectId] })
}
