import type { Static } from 'typebox'
import type { ProjectComponent } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { countColumns, openCounts } from './open-counts.ts'
import { countQuery, limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'
import { countsOf, likeText } from './project-rows.ts'
import type { CountColumns } from './project-rows.ts'
import { snapshotDetail } from './snapshot-detail.ts'
import type { SnapshotDetail } from './snapshot-detail.ts'

interface Row extends CountColumns {
  readonly id: number
  readonly purl: string
  readonly version: string
  readonly package_id: number
  readonly package_purl: string
  readonly ecosystem: string
  readonly name: string
  readonly licences: readonly string[]
  readonly asked: string
  readonly sort_key: string
}

/** GET /projects/:project/components, by name. */
export async function componentPage(db: Queryable, picture: Picture, project: number, query: PageRequest & { readonly q?: string }) {
  const list = `components:${project}`
  const after = decodeCursor(list, query.cursor, 2)
  const parameters = newParameters()
  const members = memberSource(picture, project, parameters)
  const counts = openCounts(picture, { project }, 'f.version_id', parameters)
  const keyset =
    after === null ? 'true' : `(lower(pk.name), pv.id) > (${parameters.add(after[0])}::text, ${parameters.add(after[1])}::int4)`
  const rows = await db.query<Row>(
    `SELECT pv.id, pv.purl, pv.version, pk.id AS package_id, pk.purl AS package_purl, pk.ecosystem, pk.name, pv.licences, pv.asked,
       lower(pk.name) AS sort_key, ${countColumns('n')}
     ${members} LEFT JOIN ${counts} n ON n.key = pv.id WHERE ${nameFilter(query.q, parameters)} AND ${keyset}
     ORDER BY lower(pk.name), pv.id LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  const detail = await snapshotDetail(db, picture, project)
  return pageOf(rows, query, {
    list,
    picture,
    total: await componentTotal(db, picture, project, query.q),
    item: (row) => componentRow(row, detail),
    key: (row) => [row.sort_key, row.id],
  })
}

function memberSource(picture: Picture, project: number, parameters: Parameters): string {
  return `FROM snapshot s JOIN component_set c ON c.id = s.set_id
    CROSS JOIN LATERAL unnest(c.members) AS member(version_id)
    JOIN package_version pv ON pv.id = member.version_id AND s.project_id = ${parameters.add(project)} AND ${holds('s', picture, parameters)}
    JOIN package pk ON pk.id = pv.package_id`
}

function nameFilter(q: string | undefined, parameters: Parameters): string {
  return q === undefined || q === ''
    ? 'true'
    : `(pk.name ILIKE ${parameters.add(likeText(q))} OR pv.purl ILIKE ${parameters.add(likeText(q))})`
}

async function componentTotal(db: Queryable, picture: Picture, project: number, q: string | undefined) {
  const parameters = newParameters()
  const from = `${memberSource(picture, project, parameters)} WHERE ${nameFilter(q, parameters)}`
  const [found] = await db.query<{ count: number }>(countQuery(from), parameters.values)
  return totalOf(found?.count ?? 0)
}

function componentRow(row: Row, detail: SnapshotDetail): Static<typeof ProjectComponent> {
  const stated = detail.component(row.purl)
  return {
    version: { id: row.id, purl: row.purl, version: row.version },
    package: { id: row.package_id, purl: row.package_purl, ecosystem: row.ecosystem, name: row.name },
    licences: [...(stated?.licences ?? row.licences)],
    scopes: [...(stated?.scopes ?? [])],
    direct: stated?.direct ?? null,
    counts: countsOf(row),
    matched: row.asked === 'asked',
  }
}
