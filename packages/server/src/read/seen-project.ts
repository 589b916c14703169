import { notFound } from '../api/problem-details.ts'
import type { Queryable } from '../store/database.ts'
import { parameters as newParameters } from './parameters.ts'
import { visible } from './picture.ts'
import type { Picture } from './picture.ts'

export interface SeenProject {
  readonly id: number
  readonly org_id: number
  readonly slug: string
  readonly name: string
}

/** The project, when it exists for the viewer; otherwise 404, whether it exists or not. */
export async function seenProject(db: Queryable, picture: Picture, id: number): Promise<SeenProject> {
  const parameters = newParameters()
  const [project] = await db.query<SeenProject>(
    `SELECT p.id, p.org_id, p.slug, p.name FROM project p WHERE p.id = ${parameters.add(id)} AND ${visible('p', picture, parameters)}`,
    parameters.values,
  )
  if (project === undefined) throw notFound('the project')
  return project
}
