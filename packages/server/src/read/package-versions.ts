import { setsWith } from './containing-sets.ts'
import { projectIdTerm } from './project-term.ts'
import type { Static } from 'typebox'
import type { PackageVersionRow } from '../api/contract/knowledge.ts'
import type { Database, Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import type { CursorValue } from './cursor.ts'
import { heldVersions } from './held-versions.ts'
import { countColumns } from './open-counts.ts'
import { packageCounts } from './package-counts.ts'
import { limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest, Total } from './page.ts'
import { packageById } from './package-rows.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { countsOf } from './project-rows.ts'
import type { CountColumns } from './project-rows.ts'
import { countedFindings, countedVersions, widePackages } from './standing-packages.ts'
import { fromStandings } from './standing-scope.ts'
import type { StandingScope } from './standing-scope.ts'
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
export async function packageVersions(db: Database, picture: Picture, id: number, query: PageRequest) {
  const list = `versions:${id}`
  const after = decodeCursor(list, query.cursor, 2)
  const page =
    (await fromStandings(db, picture, (transaction, scope) => standingVersions(transaction, picture, { id, query, after, scope }))) ??
    (await countedOut(db, picture, { id, query, after }))
  return pageOf(page.rows, query, { ...page, list, picture, item: versionRow, key: (row) => [row.vkey, row.id] })
}

interface Asked {
  readonly id: number
  readonly query: PageRequest
  readonly after: readonly CursorValue[] | null
}

interface Counted {
  readonly rows: readonly Row[]
  readonly total: Total
  readonly asOf?: Date
}

/** null: so few have it that its versions are not counted ahead, or nobody here had it when they were. */
async function standingVersions(
  db: Queryable,
  picture: Picture,
  { id, query, after, scope }: Asked & { readonly scope: StandingScope },
): Promise<Counted | null> {
  const { organisations, asOf } = scope
  if ((await widePackages(db, scope, [id])).length === 0) return null
  const parameters = newParameters()
  const [asked, own] = [parameters.add([id]), parameters.add(organisations)]
  const [held] = await db.query<{ versions: number }>(
    `SELECT count(*)::int4 AS versions FROM ${countedVersions(asked, own)} h`,
    parameters.values,
  )
  if (held === undefined || held.versions === 0) return null
  const sql = `WITH h AS MATERIALIZED ${countedVersions(asked, own)}
    ${selected(picture, parameters)} JOIN h ON h.version_id = pv.id LEFT JOIN ${countedFindings('version_id', own)} n ON n.key = pv.id`
  return { rows: await ordered(db, sql, { query, after, parameters }), total: totalOf(held.versions), asOf }
}

async function countedOut(db: Queryable, picture: Picture, { id, query, after }: Asked): Promise<Counted> {
  const { versions } = await packageById(db, picture, id)
  const parameters = newParameters()
  const held = heldVersions(picture, `pv.package_id = ${parameters.add(id)}`, parameters)
  const counts = packageCounts(picture, [id], 'version_id', parameters)
  const sql = `${selected(picture, parameters)}
    JOIN (SELECT version_id, count(DISTINCT project_id) AS projects FROM ${held} x GROUP BY 1) h ON h.version_id = pv.id
    LEFT JOIN ${counts} n ON n.key = pv.id`
  return { rows: await ordered(db, sql, { query, after, parameters }), total: totalOf(versions) }
}

function selected(picture: Picture, parameters: Parameters): string {
  return `SELECT pv.id, pv.purl, pv.version, pv.licences, pv.asked, ${firstSeen(picture, parameters)} AS first_seen, h.projects::int4 AS projects,
    encode(coalesce(pv.vkey, ''), 'hex') AS vkey, ${countColumns('n')} FROM package_version pv`
}

function ordered(
  db: Queryable,
  sql: string,
  { query, after, parameters }: Pick<Asked, 'query' | 'after'> & { readonly parameters: Parameters },
): Promise<readonly Row[]> {
  const keyset =
    after === null
      ? 'true'
      : `(coalesce(pv.vkey, ''), pv.id) < (decode(${parameters.add(after[0])}::text, 'hex'), ${parameters.add(after[1])}::int4)`
  return db.query<Row>(
    `${sql} WHERE ${keyset} ORDER BY coalesce(pv.vkey, '') DESC, pv.id DESC LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
}

/** When a version was first met, by what the viewer may see: that others had it before is not told. */
function firstSeen({ viewer }: Picture, parameters: Parameters): string {
  if (viewer.projects === null) return 'pv.first_seen'
  const own = `(SELECT min(x.since) FROM ${setsWith('pv.id', 'ever')} JOIN snapshot x ON x.set_id = c.id
    WHERE ${projectIdTerm('x.project_id', viewer.projects, parameters)})`
  // Whoever sees every organisation there is sees all that anybody had.
  const all = `(SELECT count(*) FROM organisation) = cardinality(${parameters.add(viewer.projects.organisations)}::int4[])`
  return `CASE WHEN ${all} THEN pv.first_seen ELSE ${own} END`
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
