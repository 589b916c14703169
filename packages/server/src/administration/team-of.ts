import type { Static } from 'typebox'
import type { Team } from '../api/contract/administration.ts'
import { invalid, notFound } from '../api/problem-details.ts'
import type { Queryable } from '../store/database.ts'

/** The team with its organisation's id; the organisation decides who may see and change it. */
export async function teamOf(db: Queryable, id: number): Promise<{ team: Static<typeof Team>; organisation: number }> {
  const [row] = await db.query<{ id: number; organisation: string; parent: number | null; slug: string; name: string; org_id: number }>(
    `SELECT t.id, o.slug AS organisation, t.parent_id AS parent, t.slug, t.name, t.org_id
     FROM team t JOIN organisation o ON o.id = t.org_id WHERE t.id = $1`,
    [id],
  )
  if (row === undefined) throw notFound('the team')
  const { org_id, ...team } = row
  return { team, organisation: org_id }
}

/** A parent must be a team of the same organisation, and not the team itself or one below it. */
export async function checkParent(
  db: Queryable,
  organisation: number,
  parent: number | null | undefined,
  team: number | null,
): Promise<void> {
  if (parent == null) return
  const above = await db.query<{ id: number; org_id: number }>(
    `WITH RECURSIVE up AS (SELECT id, parent_id, org_id FROM team WHERE id = $1
       UNION SELECT t.id, t.parent_id, t.org_id FROM team t JOIN up ON t.id = up.parent_id)
     SELECT id, org_id FROM up`,
    [parent],
  )
  if (above.length === 0 || above.some(({ org_id }) => org_id !== organisation)) throw invalid('the parent is no team of the organisation')
  if (above.some(({ id }) => id === team)) throw invalid('a team cannot stand below itself')
}
