import type { Static } from 'typebox'
import type { ChangeRow } from '../api/contract/portfolio.ts'
import { ALL_NEWS, newsWith } from '../outbox/news-with.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { boundedTotal } from './bounded-total.ts'
import { limitOf, pageOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { timeOf, VULNERABILITY_COLUMNS, vulnerabilityOf } from './vulnerability-facts.ts'
import type { VulnerabilityRowData } from './vulnerability-facts.ts'

export interface ChangeQuery extends PageRequest {
  readonly project?: number
  readonly since?: string
}

interface Row extends VulnerabilityRowData {
  readonly id: number
  readonly at: Date
  readonly change: string
  readonly project_id: number | null
  readonly project_slug: string
  readonly project_name: string
  readonly payload: { readonly text?: string }
}

/** GET /changes: the outbox as people read it. Events without a project are seen by those who see their organisation. */
export async function changePage(db: Queryable, picture: Picture, query: ChangeQuery) {
  const list = `changes:${query.project ?? ''}`
  const after = decodeCursor(list, query.cursor, 1)
  const parameters = newParameters()
  const from = changes(picture, query, parameters)
  const keyset = after === null ? 'true' : `e.id < ${parameters.add(after[0])}::int8`
  const rows = await db.query<Row>(
    `SELECT e.id, e.at, e.kind AS change, e.payload, p.id AS project_id, p.slug AS project_slug, p.name AS project_name, ${VULNERABILITY_COLUMNS}
     ${from} AND ${keyset} ORDER BY e.id DESC LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  return pageOf(rows, query, { list, picture, total: await changeTotal(db, picture, query), item: changeRow, key: ({ id }) => [id] })
}

function changes(picture: Picture, { project, since }: ChangeQuery, parameters: Parameters): string {
  const organisations = parameters.add(picture.viewer.organisations)
  const narrowed = [
    ...newsOfFew(picture, parameters),
    ...(project === undefined ? [] : [`project_id = ${parameters.add(project)}::int4`]),
    ...(since === undefined ? [] : [`at >= ${parameters.add(since)}::timestamptz`]),
  ]
  const news = narrowed.length === 0 ? ALL_NEWS : newsWith(narrowed.join(' AND '))
  return `FROM ${news} e LEFT JOIN project p ON p.id = e.project_id LEFT JOIN vulnerability v ON v.id = e.vulnerability_id
    WHERE ((p.id IS NOT NULL AND ${visible('p', picture, parameters)})
        OR (e.project_id IS NULL AND (${organisations}::int4[] IS NULL OR e.org_id = ANY(${organisations}::int4[]))))
      ${picture.at === null ? '' : `AND e.at <= ${parameters.add(picture.at)}::timestamptz`}`
}

/** Of so few projects news are found by project; of more, by their order. */
const FEW_PROJECTS = 50

/** SQL over news, true of all that a viewer of few projects sees; none for whoever sees more. */
export function newsOfFew({ viewer: { projects } }: Picture, parameters: Parameters): readonly string[] {
  if (projects === null || projects.organisations.length > 0 || projects.ids.length > FEW_PROJECTS) return []
  return [`(project_id = ANY(${parameters.add(projects.ids)}::int4[]) OR project_id IS NULL)`]
}

async function changeTotal(db: Queryable, picture: Picture, query: ChangeQuery) {
  const parameters = newParameters()
  return boundedTotal(db, picture, { from: changes(picture, query, parameters), parameters })
}

function changeRow(row: Row): Static<typeof ChangeRow> {
  return {
    id: row.id,
    at: timeOf(row.at),
    kind: row.change,
    project: row.project_id === null ? null : { id: row.project_id, slug: row.project_slug, name: row.project_name },
    vulnerability: row.v_id === null ? null : vulnerabilityOf(row),
    text: row.payload.text ?? '',
  }
}
