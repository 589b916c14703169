import type { Static } from 'typebox'
import type { Upload } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { countQuery, limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { problemItems } from './problem-items.ts'
import type { StoredProblem } from './problem-items.ts'
import { timeOf } from './vulnerability-facts.ts'

interface Row {
  readonly id: number
  readonly project_id: number
  readonly project_slug: string
  readonly project_name: string
  readonly kind: string
  readonly name: string
  readonly state: Static<typeof Upload>['state']
  readonly digest: string
  readonly size: number
  readonly problems: readonly StoredProblem[]
  readonly result: Static<typeof Upload>['result']
  readonly created_at: Date
  readonly finished_at: Date | null
}

const COLUMNS = `u.id, u.kind, u.name, u.state, u.problems, u.result, u.created_at, u.finished_at, encode(d.digest, 'hex') AS digest, d.size,
  p.id AS project_id, p.slug AS project_slug, p.name AS project_name`

function source(picture: Picture, project: number | undefined, parameters: Parameters): string {
  return `FROM upload u JOIN document d ON d.id = u.document_id JOIN project p ON p.id = u.project_id
    WHERE ${visible('p', picture, parameters)} ${project === undefined ? '' : `AND u.project_id = ${parameters.add(project)}`}`
}

/** GET /uploads, newest first. */
export async function uploadPage(db: Queryable, picture: Picture, query: PageRequest & { readonly project?: number }) {
  const list = `uploads:${query.project ?? ''}`
  const after = decodeCursor(list, query.cursor, 1)
  const parameters = newParameters()
  const from = source(picture, query.project, parameters)
  const keyset = after === null ? 'true' : `u.id < ${parameters.add(after[0])}::int8`
  const rows = await db.query<Row>(
    `SELECT ${COLUMNS} ${from} AND ${keyset} ORDER BY u.id DESC LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  const counting = newParameters()
  const [found] = await db.query<{ count: number }>(countQuery(source(picture, query.project, counting)), counting.values)
  return pageOf(rows, query, { list, picture, total: totalOf(found?.count ?? 0), item: uploadRow, key: ({ id }) => [id] })
}

/** One upload; null when it does not exist for the viewer. */
export async function uploadById(db: Queryable, picture: Picture, id: number): Promise<Static<typeof Upload> | null> {
  const parameters = newParameters()
  const from = source(picture, undefined, parameters)
  const [row] = await db.query<Row>(`SELECT ${COLUMNS} ${from} AND u.id = ${parameters.add(id)}`, parameters.values)
  return row === undefined ? null : uploadRow(row)
}

function uploadRow(row: Row): Static<typeof Upload> {
  return {
    id: row.id,
    project: { id: row.project_id, slug: row.project_slug, name: row.project_name },
    kind: row.kind,
    name: row.name,
    state: row.state,
    digest: `sha256:${row.digest}`,
    size: row.size,
    problems: problemItems(row.problems),
    result: row.result,
    created: timeOf(row.created_at),
    finished: timeOf(row.finished_at),
  }
}
