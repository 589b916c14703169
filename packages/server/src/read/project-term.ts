import type { VisibleProjects } from '../api/visible-projects.ts'
import type { Parameters } from './parameters.ts'

/**
 * SQL of whether the project `alias`, a row of `project`, exists for somebody. `isMet`: it is one of many that are met by something else. Then
 * the ids are hashed; otherwise each would be looked up together with all of them.
 */
export function projectTerm(alias: string, visible: VisibleProjects | null, parameters: Parameters, isMet = false): string {
  if (visible === null) return 'true'
  const { organisations, ids } = visible
  const whole = organisations.length === 0 ? [] : [`${alias}.org_id = ANY(${parameters.add(organisations)}::int4[])`]
  const single =
    ids.length === 0 && whole.length > 0 ? [] : [`(${alias}.id = ANY(${parameters.add(ids)}::int4[]))${isMet ? ' IS TRUE' : ''}`]
  return `(${[...whole, ...single].join(' OR ')})`
}

/** SQL of whether the project whose id the SQL `id` gives exists for somebody. */
export function projectIdTerm(id: string, visible: VisibleProjects | null, parameters: Parameters): string {
  if (visible === null) return 'true'
  if (visible.organisations.length === 0) return `${id} = ANY(${parameters.add(visible.ids)}::int4[])`
  return `${id} IN (SELECT own.id FROM project own WHERE ${projectTerm('own', visible, parameters)})`
}
