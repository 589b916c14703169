import type { Static } from 'typebox'
import type { DependencyPaths } from '../api/contract/portfolio.ts'
import { notFound } from '../api/problem-details.ts'
import type { Queryable } from '../store/database.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'
import { seenProject } from './seen-project.ts'
import { snapshotDetail } from './snapshot-detail.ts'

const SHOWN = 20

/** GET /projects/:project/paths. 404 when the project does not have the version at that moment. */
export async function dependencyPaths(
  db: Queryable,
  picture: Picture,
  project: number,
  version: number,
): Promise<Static<typeof DependencyPaths>> {
  await seenProject(db, picture, project)
  const parameters = newParameters()
  const [row] = await db.query<{ purl: string }>(
    `SELECT pv.purl FROM snapshot s JOIN component_set c ON c.id = s.set_id JOIN package_version pv ON pv.id = ${parameters.add(version)}
     WHERE s.project_id = ${parameters.add(project)} AND ${holds('s', picture, parameters)} AND pv.id = ANY(c.members)`,
    parameters.values,
  )
  if (row === undefined) throw notFound('the component')
  const detail = await snapshotDetail(db, picture, project)
  const { paths, truncated } = detail.paths(row.purl, SHOWN)
  return {
    paths: paths.map(({ file, nodes }) => ({ file, nodes: [...nodes] })),
    truncated,
    locations: (detail.component(row.purl)?.locations ?? []).map(({ path, line }) => ({ path, line })),
  }
}
