import type { Static } from 'typebox'
import type { Triage } from '../api/contract/knowledge.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { countQuery, limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { holds, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { timeOf, VULNERABILITY_COLUMNS, vulnerabilityOf } from './vulnerability-facts.ts'
import type { VulnerabilityRowData } from './vulnerability-facts.ts'

export interface TriageQuery extends PageRequest {
  readonly project?: number
  readonly vulnerability?: number
}

interface Row extends VulnerabilityRowData {
  readonly id: number
  readonly project_id: number | null
  readonly project_slug: string
  readonly project_name: string
  readonly package_id: number | null
  readonly package_purl: string
  readonly ecosystem: string
  readonly package_name: string
  readonly version_id: number | null
  readonly version_purl: string
  readonly version_text: string
  readonly status: Static<typeof Triage>['status']
  readonly justification: string
  readonly statement: string
  readonly author: string
  readonly source: string
  readonly since: Date
  readonly expires_at: Date | null
  readonly version: number
}

const COLUMNS = `t.id, t.status, t.justification, t.statement, t.author, t.source, t.since, t.expires_at, t.version,
  p.id AS project_id, p.slug AS project_slug, p.name AS project_name,
  pk.id AS package_id, pk.purl AS package_purl, pk.ecosystem, pk.name AS package_name,
  pv.id AS version_id, pv.purl AS version_purl, pv.version AS version_text, ${VULNERABILITY_COLUMNS}`

function source(picture: Picture, { project, vulnerability }: TriageQuery, parameters: Parameters): string {
  const organisations = parameters.add(picture.viewer.organisations)
  return `FROM triage t JOIN vulnerability v ON v.id = t.vulnerability_id
    LEFT JOIN project p ON p.id = t.project_id LEFT JOIN package pk ON pk.id = t.package_id LEFT JOIN package_version pv ON pv.id = t.version_id
    WHERE ${holds('t', picture, parameters)}
      AND ((p.id IS NOT NULL AND ${visible('p', picture, parameters)})
        OR (t.project_id IS NULL AND (${organisations}::int4[] IS NULL OR t.org_id = ANY(${organisations}::int4[]))))
      ${project === undefined ? '' : `AND t.project_id = ${parameters.add(project)}`}
      ${vulnerability === undefined ? '' : `AND t.vulnerability_id = ${parameters.add(vulnerability)}`}`
}

/** GET /triage: statements that hold, newest first; of projects the viewer sees and of the viewer's organisations. */
export async function triagePage(db: Queryable, picture: Picture, query: TriageQuery) {
  const after = decodeCursor('triage', query.cursor, 1)
  const parameters = newParameters()
  const from = source(picture, query, parameters)
  const keyset = after === null ? 'true' : `t.id < ${parameters.add(after[0])}::int4`
  const rows = await db.query<Row>(
    `SELECT ${COLUMNS} ${from} AND ${keyset} ORDER BY t.id DESC LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  const counting = newParameters()
  const [found] = await db.query<{ count: number }>(countQuery(source(picture, query, counting)), counting.values)
  return pageOf(rows, query, { list: 'triage', picture, total: totalOf(found?.count ?? 0), item: triageRow, key: ({ id }) => [id] })
}

/** One statement that holds; null when it does not exist for the viewer. */
export async function triageById(db: Queryable, picture: Picture, id: number): Promise<Static<typeof Triage> | null> {
  const parameters = newParameters()
  const from = source(picture, {}, parameters)
  const [row] = await db.query<Row>(`SELECT ${COLUMNS} ${from} AND t.id = ${parameters.add(id)}`, parameters.values)
  return row === undefined ? null : triageRow(row)
}

function triageRow(row: Row): Static<typeof Triage> {
  return {
    id: row.id,
    project: row.project_id === null ? null : { id: row.project_id, slug: row.project_slug, name: row.project_name },
    vulnerability: vulnerabilityOf(row),
    package:
      row.package_id === null ? null : { id: row.package_id, purl: row.package_purl, ecosystem: row.ecosystem, name: row.package_name },
    componentVersion: row.version_id === null ? null : { id: row.version_id, purl: row.version_purl, version: row.version_text },
    status: row.status,
    justification: row.justification,
    statement: row.statement,
    author: row.author,
    source: row.source,
    since: timeOf(row.since),
    expires: timeOf(row.expires_at),
    version: row.version,
  }
}
