import type { Queryable } from '../store/database.ts'

/** What is to be taken from the numbers of an organisation and added to them, of one project. */
export interface PictureSide {
  readonly project: number
  readonly organisation: number
  /** The project is gone, with what was said of it: what it counted for is not known any more. */
  readonly isGone: boolean
  /** Versions, sorted. */
  readonly before: readonly number[]
  readonly after: readonly number[]
}

/** A project as it is counted, and as it is to be; null: not at all. */
export interface PendingProject {
  readonly project: number
  readonly gone: boolean
  readonly old_org: number | null
  readonly old_set: number | null
  readonly org: number | null
  readonly set: number | null
}

/**
 * Projects whose picture of now is not the one that is counted: other pictures, first ones, projects put away, gone or of another
 * organisation; at most so many, and whether there are more.
 */
export async function pendingProjects(
  db: Queryable,
  limit: number,
): Promise<{ readonly rows: readonly PendingProject[]; readonly more: boolean }> {
  const found = await db.query<PendingProject>(
    `SELECT coalesce(c.project_id, p.id) AS project, c.org_id AS old_org, c.set_id AS old_set, p.org_id AS org, p.set_id AS set,
       NOT EXISTS (SELECT 1 FROM project x WHERE x.id = coalesce(c.project_id, p.id)) AS gone
     FROM (SELECT p.id, p.org_id, s.set_id FROM project p JOIN snapshot s ON s.project_id = p.id AND s.until IS NULL WHERE p.archived_at IS NULL) p
     FULL JOIN counted_picture c ON c.project_id = p.id
     WHERE (c.org_id, c.set_id) IS DISTINCT FROM (p.org_id, p.set_id) LIMIT $1`,
    [limit + 1],
  )
  return { rows: found.slice(0, limit), more: found.length > limit }
}

/** With what they have and had. */
export async function pictureSides(db: Queryable, rows: readonly PendingProject[]): Promise<readonly PictureSide[]> {
  const sets = await membersOf(db, [...new Set(rows.flatMap(({ old_set, set }) => [old_set ?? [], set ?? []].flat()))])
  return rows.flatMap((row) => sidesOf(row, sets))
}

/** What a project is counted with from now on; null: not at all. */
export interface CountedPicture {
  readonly project: number
  readonly organisation: number | null
  readonly set: number | null
}

/** From here on these are counted. */
export async function writeCounted(db: Queryable, counted: readonly CountedPicture[]): Promise<void> {
  if (counted.length === 0) return
  const [present, absent] = [counted.filter(({ set }) => set !== null), counted.filter(({ set }) => set === null)]
  if (absent.length > 0)
    await db.run('DELETE FROM counted_picture WHERE project_id = ANY($1::int4[])', [absent.map(({ project }) => project)])
  await db.run(
    `INSERT INTO counted_picture (project_id, org_id, set_id) SELECT * FROM unnest($1::int4[], $2::int4[], $3::int4[])
     ON CONFLICT (project_id) DO UPDATE SET org_id = excluded.org_id, set_id = excluded.set_id`,
    [present.map(({ project }) => project), present.map(({ organisation }) => organisation), present.map(({ set }) => set)],
  )
}

function sidesOf(
  { project, gone, old_org, old_set, org, set }: PendingProject,
  sets: ReadonlyMap<number, readonly number[]>,
): PictureSide[] {
  const [before, after] = [sets.get(old_set ?? 0) ?? [], sets.get(set ?? 0) ?? []]
  if (org === old_org && org !== null) return [{ project, organisation: org, isGone: gone, before, after }]
  return [
    ...(old_org === null ? [] : [{ project, organisation: old_org, isGone: gone, before, after: [] }]),
    ...(org === null ? [] : [{ project, organisation: org, isGone: gone, before: [], after }]),
  ]
}

/** The versions of each of these sets, sorted. */
export async function membersOf(db: Queryable, sets: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
  if (sets.length === 0) return new Map()
  const rows = await db.query<{ id: number; members: readonly number[] }>(
    'SELECT id, members FROM component_set WHERE id = ANY($1::int4[])',
    [sets],
  )
  return new Map(rows.map(({ id, members }) => [id, members]))
}
