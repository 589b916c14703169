import type { ProjectDetailData } from '../api/contract/portfolio.ts'
import { PERMISSIONS } from '../api/permission.ts'
import { notFound } from '../api/problem-details.ts'
import type { Queryable } from '../store/database.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { holds } from './picture.ts'
import { parameters as newParameters } from './parameters.ts'
import { problemItems } from './problem-items.ts'
import type { StoredProblem } from './problem-items.ts'
import { projectById } from './project-rows.ts'
import { timeOf } from './vulnerability-facts.ts'

interface Row {
  readonly org_id: number
  readonly description: string
  readonly repository: string
  readonly created_at: Date
  readonly archived_at: Date | null
  readonly version: number
  readonly snapshot_id: number | null
  readonly since: Date | null
  readonly origin: string | null
  readonly tool: string | null
  readonly problems: readonly StoredProblem[] | null
  readonly document: string | null
}

/** GET /projects/:project. */
export async function projectDetail(db: Queryable, picture: Picture, id: number): Promise<ProjectDetailData> {
  const row = await projectById(db, picture, id)
  if (row === null) throw notFound('the project')
  const parameters = newParameters()
  const [more] = await db.query<Row>(
    `SELECT p.org_id, p.description, p.repository, p.created_at, p.archived_at, p.version, s.id AS snapshot_id, s.since, s.origin, s.tool, s.problems,
       encode(d.digest, 'hex') AS document
     FROM project p LEFT JOIN snapshot s ON s.project_id = p.id AND ${holds('s', picture, parameters)}
     LEFT JOIN document d ON d.id = s.document_id WHERE p.id = ${parameters.add(id)}`,
    parameters.values,
  )
  if (more === undefined) throw notFound('the project')
  const { viewer } = picture
  return {
    ...row,
    description: more.description,
    repository: more.repository,
    created: timeOf(more.created_at),
    archived: timeOf(more.archived_at),
    version: more.version,
    problems: problemItems(more.problems ?? []),
    snapshot:
      more.snapshot_id === null
        ? null
        : {
            id: more.snapshot_id,
            since: timeOf(more.since as Date),
            origin: more.origin ?? '',
            tool: more.tool ?? '',
            document: more.document === null ? null : `sha256:${more.document}`,
          },
    asOf: momentOf(picture).toISOString(),
    permissions: PERMISSIONS.filter((permission) => viewer.mayIn(permission, { project: id, organisation: more.org_id })),
  }
}
