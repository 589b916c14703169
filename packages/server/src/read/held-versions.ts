import type { Parameters } from './parameters.ts'
import { holds, visible } from './picture.ts'
import type { Picture } from './picture.ts'

/**
 * Versions that visible projects have, as a subquery with version_id and project_id: backward through the inverted index from the
 * versions that `versions` (SQL over `pv`) picks.
 */
export function heldVersions(picture: Picture, versions: string, parameters: Parameters): string {
  return `(SELECT pv.id AS version_id, pv.package_id, p.id AS project_id FROM package_version pv
    JOIN component_set c ON c.members @> ARRAY[pv.id]
    JOIN snapshot s ON s.set_id = c.id AND ${holds('s', picture, parameters)}
    JOIN project p ON p.id = s.project_id
    WHERE ${visible('p', picture, parameters)} AND (${versions}))`
}
