import { hash } from 'node:crypto'
import type { AdvisoryIndex } from '@cupel/advisory'
import type { DocumentInventory } from '@cupel/engine/bom'
import { countSet } from '../match/count-sets.ts'
import { lockPictures } from '../match/locks.ts'
import { newsWritten } from '../outbox/tell-news.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { jsonText, storedText } from '../store/stored-text.ts'
import { announcePicture } from './announce-picture.ts'
import { ensureVersions } from './ensure-versions.ts'
import { encodeDetail } from './set-detail.ts'
import { storedProblems } from './upload-problem.ts'

/** A picture of a project: what it consists of, as one document says. */
export interface Picture {
  readonly projectId: number
  /** The upload that it comes from: an older one never replaces a newer one's. */
  readonly uploadId: number
  readonly documentId: number
  readonly origin: string
  readonly inventory: DocumentInventory
}

/** What became of it. */
export interface StoredPicture {
  /** null: a newer upload was read before. */
  readonly snapshot: number | null
  readonly components: number
  readonly unmatched: number
  readonly findings: number
  /** Whether the project's picture is another one now. */
  readonly changed: boolean
}

/**
 * Makes the inventory the project's picture of now. A set and a detail that somebody had before are stored once and nothing is worked
 * out about them again; a picture that is the same as before is no new one.
 */
export async function storePicture(services: Services, picture: Picture, index: () => AdvisoryIndex): Promise<StoredPicture> {
  const components = [...picture.inventory.components].sort((a, b) => (a.purl < b.purl ? -1 : 1))
  const digest = hash('sha256', components.map(({ purl }) => purl).join('\n'), 'hex')
  const body = encodeDetail(components, picture.inventory.graphs)
  const known = await setIdOf(services.db, digest)
  const members = known === null ? [...(await ensureVersions(services, components, index)).values()].sort((a, b) => a - b) : null
  return services.db.transaction(async (transaction) => {
    await lockPictures(transaction)
    const setId = known ?? (await addSet(transaction, digest, members ?? []))
    const detailId = await detailIdOf(transaction, body)
    const stored = await place(transaction, { picture, setId, detailId, now: services.now() })
    if (stored.changed) {
      await newsWritten(transaction, services)
      await policyTouched(transaction, services, { projects: [picture.projectId] })
    }
    return stored
  })
}

async function setIdOf(db: Queryable, digest: string): Promise<number | null> {
  const [row] = await db.query<{ id: number }>(`SELECT id FROM component_set WHERE digest = decode($1, 'hex')`, [digest])
  return row?.id ?? null
}

async function addSet(db: Queryable, digest: string, members: readonly number[]): Promise<number> {
  const [added] = await db.query<{ id: number }>(
    `INSERT INTO component_set (digest, members, n, unmatched) VALUES (decode($1, 'hex'), $2::int4[], $3, 0)
     ON CONFLICT (digest) DO NOTHING RETURNING id`,
    [digest, members, members.length],
  )
  const id = added?.id ?? (await setIdOf(db, digest))
  if (id === null) throw new Error('a set that was stored is there')
  return id
}

async function detailIdOf(db: Queryable, body: Uint8Array): Promise<number> {
  const digest = hash('sha256', body, 'hex')
  const [added] = await db.query<{ id: number }>(
    `INSERT INTO set_detail (digest, body) VALUES (decode($1, 'hex'), $2) ON CONFLICT (digest) DO NOTHING RETURNING id`,
    [digest, body],
  )
  if (added !== undefined) return added.id
  const [row] = await db.query<{ id: number }>(`SELECT id FROM set_detail WHERE digest = decode($1, 'hex')`, [digest])
  if (row === undefined) throw new Error('a detail that was stored is there')
  return row.id
}

interface Placing {
  readonly picture: Picture
  readonly setId: number
  readonly detailId: number
  readonly now: Date
}

interface StateRow {
  readonly id: number | null
  readonly set_id: number | null
  readonly detail_id: number | null
  /** A later upload was read before. */
  readonly newer: boolean
  /** The set is some project's picture of now. */
  readonly used: boolean
}

interface CurrentRow {
  readonly id: number
  readonly set_id: number
  readonly detail_id: number
}

async function place(db: Queryable, { picture, setId, detailId, now }: Placing): Promise<StoredPicture> {
  const { projectId, uploadId, documentId, origin, inventory } = picture
  // One upload of a project at a time; others wait here.
  await db.query('SELECT id FROM project WHERE id = $1 FOR UPDATE', [projectId])
  const [state] = await db.query<StateRow>(
    `SELECT s.id::int4 AS id, s.set_id, s.detail_id,
       EXISTS (SELECT 1 FROM upload WHERE project_id = $1 AND id > $2 AND result ? 'snapshot') AS newer,
       EXISTS (SELECT 1 FROM snapshot WHERE set_id = $3 AND until IS NULL) AS used
     FROM (SELECT 1) one LEFT JOIN snapshot s ON s.project_id = $1 AND s.until IS NULL`,
    [projectId, uploadId, setId],
  )
  const current = state?.id == null ? undefined : (state as CurrentRow)
  if (state?.newer === true) return { ...(await numbersOf(db, setId)), snapshot: null, changed: false }
  // Told with the picture, so that an older upload which is read at the same time knows of it.
  const done = (snapshot: number): Promise<number> =>
    db.run(`UPDATE upload SET result = result || jsonb_build_object('snapshot', $2::int8) WHERE id = $1`, [uploadId, snapshot])
  const problems = jsonText(storedProblems(inventory.problems))
  const incomplete = inventory.problems.some(({ effect }) => effect === 'incomplete')
  const tool = storedText(inventory.format).slice(0, 200)
  if (current?.set_id === setId && current.detail_id === detailId) {
    await db.run(
      `UPDATE snapshot SET problems = $2::text::jsonb, incomplete = $3
       WHERE id = $1 AND (incomplete <> $3 OR problems <> $2::text::jsonb)`,
      [current.id, problems, incomplete],
    )
    await done(current.id)
    return { ...(await numbersOf(db, setId)), snapshot: current.id, changed: false }
  }
  if (state?.used !== true) await countSet(db, setId)
  if (current !== undefined) await db.run('UPDATE snapshot SET until = $2::timestamptz WHERE id = $1', [current.id, now])
  const [row] = await db.query<{ id: number }>(
    `INSERT INTO snapshot (project_id, set_id, detail_id, document_id, since, origin, tool, problems, incomplete)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9) RETURNING id::int4 AS id`,
    [projectId, setId, detailId, documentId, now, origin, tool, problems, incomplete],
  )
  if (row === undefined) throw new Error('an insert without conflict gives its row')
  await done(row.id)
  const before = current === undefined ? null : { snapshot: current.id, set: current.set_id }
  await announcePicture(db, { projectId, before, after: { snapshot: row.id, set: setId }, now })
  return { ...(await numbersOf(db, setId)), snapshot: row.id, changed: true }
}

async function numbersOf(db: Queryable, setId: number): Promise<Pick<StoredPicture, 'components' | 'unmatched' | 'findings'>> {
  const [row] = await db.query<{ components: number; unmatched: number; findings: number }>(
    `SELECT n AS components, unmatched, critical + high + medium + low + unknown + malware AS findings FROM component_set WHERE id = $1`,
    [setId],
  )
  return row ?? { components: 0, unmatched: 0, findings: 0 }
}
