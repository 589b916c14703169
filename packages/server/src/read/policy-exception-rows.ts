import { projectIdTerm } from './project-term.ts'
import type { Static } from 'typebox'
import type { PolicyException } from '../api/contract/policies.ts'
import { notFound } from '../api/problem-details.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { countQuery, limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { timeOf } from './vulnerability-facts.ts'

interface Row {
  readonly id: number
  readonly project_id: number | null
  readonly project_slug: string
  readonly project_name: string
  readonly pack: string
  readonly rule: string
  readonly selector: string
  readonly owner: string
  readonly reason: string
  readonly created_at: Date
  readonly expires_at: Date
}

const COLUMNS = `e.id, e.project_id, p.slug AS project_slug, p.name AS project_name, e.pack, e.rule, e.selector, e.owner, e.reason, e.created_at, e.expires_at`

/** GET /policy-exceptions: those that were not ended, the next to expire first; expired ones stay, so that somebody renews or ends them. */
export async function policyExceptionPage(db: Queryable, picture: Picture, query: PageRequest & { readonly project?: number }) {
  const list = `policy-exceptions:${query.project ?? ''}`
  const after = decodeCursor(list, query.cursor, 2)
  const counting = newParameters()
  const [found] = await db.query<{ count: number }>(countQuery(exceptions(picture, query.project, counting)), counting.values)
  const parameters = newParameters()
  const from = exceptions(picture, query.project, parameters)
  const keyset =
    after === null ? 'true' : `(e.expires_at, e.id) > (${parameters.add(after[0])}::timestamptz, ${parameters.add(after[1])}::int4)`
  const rows = await db.query<Row>(
    `SELECT ${COLUMNS} ${from} AND ${keyset} ORDER BY e.expires_at, e.id LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  return pageOf(rows, query, {
    list,
    picture,
    total: totalOf(found?.count ?? 0),
    item: exceptionRow,
    key: ({ expires_at, id }) => [timeOf(expires_at), id],
  })
}

export async function policyExceptionById(db: Queryable, picture: Picture, id: number): Promise<Static<typeof PolicyException>> {
  const parameters = newParameters()
  const [row] = await db.query<Row>(
    `SELECT ${COLUMNS} ${exceptions(picture, undefined, parameters)} AND e.id = ${parameters.add(id)}`,
    parameters.values,
  )
  if (row === undefined) throw notFound('the exception')
  return exceptionRow(row)
}

/** Those of visible projects, and those of whole organisations that the viewer sees anything of. */
function exceptions(picture: Picture, project: number | undefined, parameters: Parameters): string {
  const { organisations, projects } = picture.viewer
  const moment = `${parameters.add(momentOf(picture))}::timestamptz`
  const seenOrganisations = `${parameters.add(organisations)}::int4[]`
  const terms = [
    `e.created_at <= ${moment} AND (e.ended_at IS NULL OR e.ended_at > ${moment})`,
    `(${seenOrganisations} IS NULL OR e.org_id = ANY(${seenOrganisations}))`,
    `(e.project_id IS NULL OR ${projectIdTerm('e.project_id', projects, parameters)})`,
    ...(project === undefined ? [] : [`e.project_id = ${parameters.add(project)}`]),
  ]
  return `FROM policy_exception e LEFT JOIN project p ON p.id = e.project_id WHERE ${terms.join(' AND ')}`
}

function exceptionRow(row: Row): Static<typeof PolicyException> {
  const { id, project_id, pack, rule, selector, owner, reason } = row
  return {
    id,
    project: project_id === null ? null : { id: project_id, slug: row.project_slug, name: row.project_name },
    pack,
    rule,
    selector,
    owner,
    reason,
    created: timeOf(row.created_at),
    expires: timeOf(row.expires_at),
  }
}
