import { parameters as newParameters } from '../read/parameters.ts'
import { projectTerm } from '../read/project-term.ts'
import { forbidden, notFound } from '../api/problem-details.ts'
import type { Permission } from '../api/permission.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Queryable } from '../store/database.ts'
import { onlyOrganisation } from '../write/only-organisation.ts'

/** Organisations for which the viewer holds a permission as a whole; null: all. */
export function organisationsWith(viewer: Viewer, permission: Permission): readonly number[] | null {
  if (viewer.mayIn(permission, {})) return null
  return (viewer.organisations ?? []).filter((organisation) => viewer.mayIn(permission, { organisation }))
}

/** The organisation with this name (or the only one), when the viewer holds the permission for the whole of it. */
export async function organisationFor(db: Queryable, viewer: Viewer, permission: Permission, slug: string | undefined): Promise<number> {
  const organisation = await onlyOrganisation(db, viewer, slug)
  if (!viewer.mayIn(permission, { organisation })) throw forbidden(permission)
  return organisation
}

/** Refuses a thing of an organisation: 404 when the viewer does not see the organisation, 403 without the permission there. */
export function checkOrganisation(viewer: Viewer, permission: Permission, organisation: number | null, what: string): void {
  const seen = viewer.organisations === null || (organisation !== null && viewer.organisations.includes(organisation))
  if (!seen) throw notFound(what)
  if (!viewer.mayIn(permission, organisation === null ? {} : { organisation })) throw forbidden(permission)
}

/** The project, when the viewer sees it and holds the permission for it. */
export async function projectFor(
  db: Queryable,
  viewer: Viewer,
  permission: Permission,
  id: number,
): Promise<{ id: number; organisation: number }> {
  const parameters = newParameters()
  const [project] = await db.query<{ org_id: number }>(
    `SELECT p.org_id FROM project p WHERE p.id = ${parameters.add(id)} AND p.archived_at IS NULL AND ${projectTerm('p', viewer.projects, parameters)}`,
    parameters.values,
  )
  if (project === undefined) throw notFound('the project')
  if (!viewer.mayIn(permission, { project: id, organisation: project.org_id })) throw forbidden(permission)
  return { id, organisation: project.org_id }
}
