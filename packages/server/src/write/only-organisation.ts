import { invalid, notFound } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Queryable } from '../store/database.ts'

/** The organisation with this name, or the only one that the viewer knows when none is named. */
export async function onlyOrganisation(db: Queryable, { organisations }: Viewer, slug: string | undefined): Promise<number> {
  const rows = await db.query<{ id: number }>(
    'SELECT id FROM organisation WHERE ($1::int4[] IS NULL OR id = ANY($1::int4[])) AND ($2::text IS NULL OR slug = $2) ORDER BY id LIMIT 2',
    [organisations, slug ?? null],
  )
  const [first] = rows
  if (first === undefined) throw notFound('the organisation')
  if (rows.length > 1) throw invalid('there is more than one organisation: name one')
  return first.id
}
