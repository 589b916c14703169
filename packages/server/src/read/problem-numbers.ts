import type { Queryable } from '../store/database.ts'
import type { FindingRowQuery } from './finding-rows.ts'
import { walksForward } from './finding-source.ts'
import { openOf } from './open-problems.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'
import { problemColumns } from './problem-data.ts'
import type { ProblemData } from './problem-data.ts'
import { readsOwnSets } from './reading-side.ts'

/** What is told of these problems, in this order, by id: counted for them, from whichever side is nearer. Of fewer, where nobody has one any more. */
export async function problemsOf(
  db: Queryable,
  picture: Picture,
  query: FindingRowQuery,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ProblemData>> {
  if (ids.length === 0) return new Map()
  const asked = newParameters()
  const versions = `SELECT m.version_id FROM match m WHERE m.vulnerability_id = ANY(${asked.add(ids)}::int4[]) AND ${holds('m', picture, asked)}`
  const own =
    query.package === undefined && ((await readsOwnSets(db, picture, { versions, parameters: asked })) ?? walksForward(picture, {}))
  const parameters = newParameters()
  const open = openOf(picture, query, { ids, own }, parameters)
  const rows = await db.query<ProblemData>(
    `${problemColumns(false)} FROM vulnerability v ${open} WHERE v.id = ANY(${parameters.add(ids)}::int4[])`,
    parameters.values,
  )
  const found = new Map(rows.map((row) => [row.v_id, row]))
  return new Map(ids.flatMap((id) => (found.has(id) ? [[id, found.get(id) as ProblemData]] : [])))
}
