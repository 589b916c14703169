import { setsOf } from './containing-sets.ts'
import { readsForward } from './finding-source.ts'
import { holdingSnapshots } from './holding-snapshots.ts'
import type { Parameters } from './parameters.ts'
import { holds, visible } from './picture.ts'
import type { Picture } from './picture.ts'

/**
 * Versions that visible projects have, as a subquery with version_id, package_id and project_id: of those that `versions` (SQL over `pv`)
 * picks. From few projects forward through their sets' members; otherwise backward through the inverted index from the versions. `own` says which.
 */
export function heldVersions(picture: Picture, versions: string, parameters: Parameters, own = readsForward(picture)): string {
  if (own) {
    return `(SELECT pv.id AS version_id, pv.package_id, p.id AS project_id FROM project p
      JOIN snapshot s ON s.project_id = p.id AND ${holds('s', picture, parameters)}
      JOIN component_set c ON c.id = s.set_id CROSS JOIN LATERAL unnest(c.members) AS member(version_id)
      JOIN (SELECT pv.id, pv.package_id FROM package_version pv WHERE ${versions} OFFSET 0) pv ON pv.id = member.version_id
      WHERE ${visible('p', picture, parameters)})`
  }
  return `(SELECT pv.id AS version_id, pv.package_id, p.id AS project_id FROM package_version pv
    ${holdingSnapshots('pv.id', setsOf(picture), holds('s', picture, parameters))}
    JOIN project p ON p.id = s.project_id
    WHERE ${visible('p', picture, parameters, true)} AND (${versions}))`
}

/** Versions in the pictures of the visible projects, as a subquery with version_id; one may be there many times. For few projects. */
export function ownVersions(picture: Picture, parameters: Parameters): string {
  return `(SELECT member.version_id FROM project p JOIN snapshot s ON s.project_id = p.id AND ${holds('s', picture, parameters)}
    JOIN component_set c ON c.id = s.set_id CROSS JOIN LATERAL unnest(c.members) AS member(version_id)
    WHERE ${visible('p', picture, parameters)})`
}
