import type { Queryable } from '../store/database.ts'
import { heldVersions } from './held-versions.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { snapshotDetails } from './snapshot-detail.ts'

/** Of each version, so many projects that have it are asked what it needs: the newest that tells. */
const ASKED_PROJECTS = 3
/** So many projects are asked in one call. */
const MOST_PROJECTS = 30

/** What versions need, directly and further on, as the documents of visible projects that have them tell; left out are those of which none tells. */
export async function needsOf(
  db: Queryable,
  picture: Picture,
  holding: ReadonlyMap<string, readonly number[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const chosen = new Map([...holding].map(([purl, projects]) => [purl, projects.toSorted((a, b) => b - a).slice(0, ASKED_PROJECTS)]))
  const projects = [...new Set([...chosen.values()].flat())].slice(0, MOST_PROJECTS)
  if (projects.length === 0) return new Map()
  const details = await snapshotDetails(db, picture, projects)
  const found = new Map<string, readonly string[]>()
  for (const [purl, of] of chosen) {
    const told = of.map((project) => details.get(project)?.needs(purl) ?? null).find((needs) => needs !== null)
    if (told !== undefined && told !== null) found.set(purl, told)
  }
  return found
}

/** Which visible projects have these versions, and whether advisory data was asked of them; left out are those that none has. */
export async function holders(
  db: Queryable,
  picture: Picture,
  purls: readonly string[],
): Promise<ReadonlyMap<string, { projects: readonly number[]; asked: boolean }>> {
  const parameters = newParameters()
  const held = heldVersions(picture, `pv.purl = ANY(${parameters.add(purls)}::text[])`, parameters)
  // Documents may state different things of one purl: it was asked about when all of these were.
  const rows = await db.query<{ purl: string; asked: boolean; projects: readonly number[] }>(
    `SELECT pv.purl, bool_and(pv.asked = 'asked') AS asked, array_agg(DISTINCT h.project_id) AS projects FROM ${held} h
     JOIN package_version pv ON pv.id = h.version_id GROUP BY 1`,
    parameters.values,
  )
  return new Map(rows.map((row) => [row.purl, row]))
}
