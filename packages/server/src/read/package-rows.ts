import type { Static } from 'typebox'
import type { PackageRow } from '../api/contract/knowledge.ts'
import { notFound } from '../api/problem-details.ts'
import type { Database, Queryable } from '../store/database.ts'
import { pageOfFound, rankedPage } from './kept-ranking.ts'
import { decodeCursor } from './cursor.ts'
import type { CursorValue } from './cursor.ts'
import { readsForward } from './finding-source.ts'
import { heldVersions } from './held-versions.ts'
import { countColumns } from './open-counts.ts'
import { countsOfHeld } from './package-counts.ts'
import { packageRow, seenAssessment } from './package-data.ts'
import type { PackageData, PackageRowQuery } from './package-data.ts'
import { packageNames, packageTotal } from './package-names.ts'
import { limitOf } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds, momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { readsOwnSets } from './reading-side.ts'
import { findPackages, standingPackages, widePackages } from './standing-packages.ts'
import { fromStandings } from './standing-scope.ts'
import { mostUsedPackages } from './used-packages.ts'
import { weakestPackages } from './weakest-packages.ts'

/**
 * GET /components, /weak-points: packages that visible projects have, by name, number of projects or risk. From the standings where they
 * answer; else but by name the list is counted out first and its order kept for a minute, and the numbers of a page are counted for it.
 */
export async function packagePage(db: Database, picture: Picture, query: PackageRowQuery) {
  const list = `packages:${query.sort ?? 'name'}`
  const after = decodeCursor(list, query.cursor, 2)
  const page =
    (await fromStandings(db, picture, async (transaction, scope) => {
      const { found, total } = await findPackages(transaction, scope, { store: db, picture, query, after })
      const ids = shownOf(found, query)
      const wide = await widePackages(transaction, scope, ids)
      // Few have the others, so they are counted.
      const others = ids.filter((id) => !wide.includes(id))
      const rows = [
        ...(await standingPackages(transaction, picture, { ids: wide, organisations: scope.organisations })),
        ...(await packageRows(transaction, picture, others)),
      ]
      return { found, total, rows, asOf: scope.asOf }
    })) ?? (await countedOut(db, picture, query, after))
  const rows = new Map(page.rows.map((row) => [row.id, row]))
  const items = shownOf(page.found, query).flatMap((id) => rows.get(id) ?? [])
  return pageOfFound(page.found, query, { list, asOf: page.asOf, total: page.total, items: items.map(packageRow) })
}

function shownOf(found: readonly { readonly id: number }[], query: PackageRowQuery): readonly number[] {
  return found.slice(0, limitOf(query)).map(({ id }) => id)
}

async function countedOut(db: Database, picture: Picture, query: PackageRowQuery, after: readonly CursorValue[] | null) {
  const sql = query.sort === 'projects' ? mostUsedPackages(picture, query) : query.sort === 'risk' ? weakestPackages(picture, query) : null
  const found =
    sql === null
      ? await packageNames(db, picture, query, after)
      : await rankedPage(db, picture, { sql, after, limit: limitOf(query), looksUp: readsForward(picture) })
  const rows = await packageRows(db, picture, shownOf(found, query))
  return { found, total: await packageTotal(db, picture, query), rows, asOf: momentOf(picture) }
}

async function packageRows(db: Queryable, picture: Picture, ids: readonly number[]): Promise<readonly PackageData[]> {
  if (ids.length === 0) return []
  const probe = newParameters()
  const versions = `SELECT pv.id FROM package_version pv WHERE pv.package_id = ANY(${probe.add(ids)}::int4[])`
  const own = (await readsOwnSets(db, picture, { versions, parameters: probe })) ?? readsForward(picture)
  const parameters = newParameters()
  const asked = `${parameters.add(ids)}::int4[]`
  const held = heldVersions(picture, `pv.package_id = ANY(${asked})`, parameters, own)
  const counts = countsOfHeld(picture, ids, 'counted', parameters)
  return db.query<PackageData>(
    `WITH held AS MATERIALIZED (SELECT * FROM ${held} x),
       counted AS MATERIALIZED (SELECT version_id, count(DISTINCT project_id) AS projects FROM held GROUP BY 1)
     SELECT pk.id, pk.purl, pk.ecosystem, pk.name, h.versions::int4 AS versions, h.projects::int4 AS projects,
       ${countColumns('n')}, assessed.score,
       (SELECT count(*)::int4 FROM package_version x WHERE x.id = ANY(h.version_ids) AND x.asked <> 'asked') AS unmatched,
       ARRAY(SELECT DISTINCT l FROM package_version x, unnest(x.licences) l WHERE x.id = ANY(h.version_ids) ORDER BY l LIMIT 10) AS licences
     FROM package pk
     JOIN (SELECT package_id, count(DISTINCT version_id) AS versions, count(DISTINCT project_id) AS projects,
       array_agg(DISTINCT version_id) AS version_ids FROM held GROUP BY 1) h ON h.package_id = pk.id
     LEFT JOIN ${counts} n ON n.key = pk.id
     LEFT JOIN LATERAL (SELECT x.score FROM package_repository r JOIN assessment x ON x.repository = r.repository AND ${holds('x', picture, parameters)} AND ${seenAssessment(picture, parameters)}
       WHERE r.package_id = pk.id ORDER BY x.since DESC LIMIT 1) assessed ON true
     WHERE pk.id = ANY(${asked})`,
    parameters.values,
  )
}

/** 404 when no visible project has the package. */
export async function seenPackage(db: Queryable, picture: Picture, id: number): Promise<void> {
  const parameters = newParameters()
  const held = heldVersions(picture, `pv.package_id = ${parameters.add(id)}`, parameters)
  const [row] = await db.query(`SELECT 1 FROM ${held} h LIMIT 1`, parameters.values)
  if (row === undefined) throw notFound('the package')
}

/** One package as a row; 404 when no visible project has it. */
export async function packageById(db: Queryable, picture: Picture, id: number): Promise<Static<typeof PackageRow>> {
  const [row] = await packageRows(db, picture, [id])
  if (row === undefined) throw notFound('the package')
  return packageRow(row)
}
