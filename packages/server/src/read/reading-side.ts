import type { Queryable } from '../store/database.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'

/**
 * So many holders of versions cost as much to meet as the pictures of one project: a holder is three look-ups, and of a project each of
 * a few hundred components is compared with what is asked for.
 */
const HOLDERS_OF_A_PROJECT = 25

/**
 * Whether those who have some versions are to be read from the projects of the viewer, set by set, and not from all who have them. Both
 * give the same. How many have versions of packages that many have is counted ahead, whoever they are; as it only tells what is cheaper, it may
 * be of any age. `versions`: SQL of their ids. null: nothing is counted.
 */
export async function readsOwnSets(
  db: Queryable,
  { viewer }: Picture,
  { versions, parameters }: { readonly versions: string; readonly parameters: Parameters },
): Promise<boolean | null> {
  const { projects } = viewer
  if (projects === null || projects.organisations.length > 0) return null
  const most = parameters.add(HOLDERS_OF_A_PROJECT * projects.ids.length)
  const [row] = await db.query<{ many: boolean; counted: boolean }>(
    `SELECT coalesce(sum(u.projects), 0) > ${most}::int8 AS many,
       EXISTS (SELECT 1 FROM version_use) AS counted FROM version_use u WHERE u.version_id IN (${versions})`,
    parameters.values,
  )
  return row?.counted === true ? row.many : null
}
