import type { Static } from 'typebox'
import type { GrantInput } from '../api/contract/administration.ts'
import { ROLES } from '../api/permission.ts'
import { forbidden, invalid, notFound } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Queryable } from '../store/database.ts'
import { organisationFor } from './administered-organisations.ts'

type Place = Pick<Static<typeof GrantInput>, 'organisation' | 'team' | 'project'>

export interface GrantPlace {
  readonly organisation: number | null
  readonly team: number | null
  readonly project: number | null
}

/** Where a grant is to hold, when the viewer administers that place. None named: the whole server. */
export async function grantPlace(db: Queryable, viewer: Viewer, place: Place): Promise<GrantPlace> {
  if (place.project !== undefined && place.team !== undefined) throw invalid('a grant is for a team or for a project')
  const inner = await innerOrganisation(db, place)
  if (inner === null && place.organisation === undefined) {
    if (!viewer.mayIn('admin:write', {})) throw forbidden('admin:write')
    return { organisation: null, team: null, project: null }
  }
  const organisation = place.organisation === undefined ? null : await organisationFor(db, viewer, 'admin:write', place.organisation)
  if (inner !== null && organisation !== null && inner !== organisation) throw invalid('the place is not in the organisation')
  const where = inner ?? organisation
  if (viewer.organisations !== null && (where === null || !viewer.organisations.includes(where))) throw notFound('the place')
  if (where === null || !viewer.mayIn('admin:write', { organisation: where })) throw forbidden('admin:write')
  return { organisation: where, team: place.team ?? null, project: place.project ?? null }
}

async function innerOrganisation(db: Queryable, { team, project }: Place): Promise<number | null> {
  if (team !== undefined) return organisationOf(db, 'SELECT org_id FROM team WHERE id = $1', team)
  if (project === undefined) return null
  return organisationOf(db, 'SELECT org_id FROM project WHERE id = $1', project)
}

/** What is not there reads as what is not seen. */
async function organisationOf(db: Queryable, sql: string, id: number): Promise<number> {
  const [row] = await db.query<{ org_id: number }>(sql, [id])
  if (row === undefined) throw notFound('the place')
  return row.org_id
}

export function checkRole(role: string): void {
  if (!(ROLES as readonly string[]).includes(role)) throw invalid(`role: must be one of ${ROLES.join(', ')}`)
}
