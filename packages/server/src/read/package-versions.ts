import { setsWith } from './containing-sets.ts'
import { projectIdTerm } from './project-term.ts'
import type { Static } from 'typebox'
import type { PackageVersionRow } from '../api/contract/knowledge.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { heldVersions } from './held-versions.ts'
import { countColumns } from './open-counts.ts'
import { packageCounts } from './package-counts.ts'
import { limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { packageById } from './package-rows.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { countsOf } from './project-rows.ts'
import type { CountColumns } from './project-rows.ts'
import { timeOf } from './vulnerability-facts.ts'

interface Row extends CountColumns {
  readonly id: number
  readonly purl: string
  readonly version: string
  readonly licences: readonly string[]
  readonly asked: string
  readonly first_seen: Date
  readonly projects: number
  readonly vkey: string
}

/** GET /components/:id/versions: versions that visible projects have, newest first by the ecosystem's own order. */
export async function packageVersions(db: Queryable, picture: Picture, id: number, query: PageRequest) {
  const { versions } = await packageById(db, picture, id)
  const list = `versions:${id}`
  const after = decodeCursor(list, query.cursor, 2)
  const parameters = newParameters()
  const asked = parameters.add(id)
  const held = heldVersions(picture, `pv.package_id = ${asked}`, parameters)
  const counts = packageCounts(picture, [id], 'version_id', parameters)
  const keyset =
    after === null
      ? 'true'
      : `(coalesce(pv.vkey, ''), pv.id) < (decode(${parameters.add(after[0])}::text, 'hex'), ${parameters.add(after[1])}::int4)`
  const rows = await db.query<Row>(
    `SELECT pv.id, pv.purl, pv.version, pv.licences, pv.asked, ${firstSeen(picture, parameters)} AS first_seen, h.projects::int4 AS projects, encode(coalesce(pv.vkey, ''), 'hex') AS vkey, ${countColumns('n')}
     FROM package_version pv
     JOIN (SELECT version_id, count(DISTINCT project_id) AS projects FROM ${held} x GROUP BY 1) h ON h.version_id = pv.id
     LEFT JOIN ${counts} n ON n.key = pv.id
     WHERE ${keyset} ORDER BY coalesce(pv.vkey, '') DESC, pv.id DESC LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  return pageOf(rows, query, { list, picture, total: totalOf(versions), item: versionRow, key: (row) => [row.vkey, row.id] })
}

/** When a version was first met, by what the viewer may see: that others had it before is not told. */
function firstSeen({ viewer }: Picture, parameters: Parameters): string {
  if (viewer.projects === null) return 'pv.first_seen'
  return `(SELECT min(x.since) FROM ${setsWith('pv.id', 'ever')} JOIN snapshot x ON x.set_id = c.id
    WHERE ${projectIdTerm('x.project_id', viewer.projects, parameters)})`
}

function versionRow(row: Row): Static<typeof PackageVersionRow> {
  return {
    version: { id: row.id, purl: row.purl, version: row.version },
    projects: row.projects,
    counts: countsOf(row),
    licences: [...row.licences],
    matched: row.asked === 'asked',
    firstSeen: timeOf(row.first_seen),
  }
}
