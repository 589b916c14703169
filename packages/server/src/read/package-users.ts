import type { Static } from 'typebox'
import type { PackageUserRow } from '../api/contract/knowledge.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { heldVersions } from './held-versions.ts'
import { countsOfFindings, NO_COUNTS } from './open-counts.ts'
import { boundedTotal } from './bounded-total.ts'
import { limitOf, pageOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { seenPackage } from './package-rows.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'
import { countsOf } from './project-rows.ts'
import type { CountColumns } from './project-rows.ts'
import { snapshotDetails } from './snapshot-detail.ts'
import { triageJoin } from './triage-join.ts'

interface Held {
  readonly project_id: number
  readonly slug: string
  readonly name: string
  readonly version_id: number
  readonly purl: string
  readonly version: string
  readonly matched: boolean
}

type Row = Held & CountColumns

/** GET /components/:id/projects. */
export async function packageUsers(db: Queryable, picture: Picture, id: number, query: PageRequest) {
  await seenPackage(db, picture, id)
  const list = `users:${id}`
  const after = decodeCursor(list, query.cursor, 2)
  const parameters = newParameters()
  const asked = parameters.add(id)
  const held = heldVersions(picture, `pv.package_id = ${asked}`, parameters)
  const keyset =
    after === null ? 'true' : `(h.project_id, h.version_id) > (${parameters.add(after[0])}::int4, ${parameters.add(after[1])}::int4)`
  const found = await db.query<Held>(
    `SELECT h.project_id, p.slug, p.name, h.version_id, pv.purl, pv.version, pv.asked = 'asked' AS matched
     FROM ${held} h JOIN project p ON p.id = h.project_id JOIN package_version pv ON pv.id = h.version_id
     WHERE ${keyset} ORDER BY h.project_id, h.version_id LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  const counts = await countsHere(db, picture, found)
  const rows = found.map((row): Row => ({ ...row, ...(counts.get(keyOf(row)) ?? NO_COUNTS) }))
  const details = await snapshotDetails(
    db,
    picture,
    rows.map(({ project_id }) => project_id),
  )
  const items = rows.map((row) => ({ row, direct: details.get(row.project_id)?.component(row.purl)?.direct ?? null }))
  const totals = newParameters()
  const from = `FROM ${heldVersions(picture, `pv.package_id = ${totals.add(id)}`, totals)} h`
  return pageOf(items, query, {
    list,
    picture,
    total: await boundedTotal(db, picture, { from, parameters: totals }),
    item: userRow,
    key: ({ row }) => [row.project_id, row.version_id],
  })
}

function keyOf({ project_id, version_id }: Pick<Held, 'project_id' | 'version_id'>): string {
  return `${project_id}.${version_id}`
}

/** Open findings of a page's rows only: each is a version that its project has. */
async function countsHere(db: Queryable, picture: Picture, rows: readonly Held[]): Promise<ReadonlyMap<string, CountColumns>> {
  const parameters = newParameters()
  const own = `SELECT p.id AS project_id, p.org_id, m.version_id, m.vulnerability_id, m.severity_rank AS own_rank
    FROM unnest(${parameters.add(rows.map(({ project_id }) => project_id))}::int4[], ${parameters.add(rows.map(({ version_id }) => version_id))}::int4[])
      AS held(project_id, version_id)
    JOIN project p ON p.id = held.project_id
    JOIN match m ON m.version_id = held.version_id AND ${holds('m', picture, parameters)} AND (m.org_id IS NULL OR m.org_id = p.org_id)`
  const counts = countsOfFindings(`(${own})`, `f.project_id::text || '.' || f.version_id`, triageJoin(picture, parameters))
  const found = await db.query<CountColumns & { readonly key: string }>(`SELECT n.* FROM ${counts} n`, parameters.values)
  return new Map(found.map((row) => [row.key, countsOf(row)]))
}

function userRow({ row, direct }: { row: Row; direct: boolean | null }): Static<typeof PackageUserRow> {
  return {
    project: { id: row.project_id, slug: row.slug, name: row.name },
    version: { id: row.version_id, purl: row.purl, version: row.version },
    direct,
    counts: countsOf(row),
    matched: row.matched,
  }
}
