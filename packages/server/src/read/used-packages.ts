import type { RankingSql } from './kept-ranking.ts'
import { packageFilters } from './package-data.ts'
import type { PackageRowQuery } from './package-data.ts'
import type { Parameters } from './parameters.ts'
import { holds, visible } from './picture.ts'
import type { Picture } from './picture.ts'

/**
 * How many visible projects have each package, as a subquery with package_id and projects. Projects with one set cost as much as one; a
 * set with several versions of a package has it once.
 */
export function usedPackages(picture: Picture, parameters: Parameters): string {
  return `(SELECT held.package_id, sum(held.projects) AS projects FROM
      (SELECT DISTINCT shown.set_id, shown.projects, pv.package_id FROM
         (SELECT s.set_id, count(*)::int4 AS projects FROM snapshot s JOIN project p ON p.id = s.project_id
          WHERE ${holds('s', picture, parameters)} AND ${visible('p', picture, parameters)} GROUP BY s.set_id) shown
       JOIN component_set c ON c.id = shown.set_id
       CROSS JOIN LATERAL unnest(c.members) AS member(version_id) JOIN package_version pv ON pv.id = member.version_id) held
    GROUP BY 1)`
}

/** All packages by number of projects, the most used first. */
export function mostUsedPackages(picture: Picture, query: PackageRowQuery): RankingSql {
  return (parameters, limit, after) => {
    const keyset =
      after === null ? 'true' : `(used.projects, pk.id) < (${parameters.add(after[0])}::int8, ${parameters.add(after[1])}::int4)`
    return `SELECT pk.id, used.projects::int8 AS sort_key FROM ${usedPackages(picture, parameters)} used JOIN package pk ON pk.id = used.package_id
      WHERE ${packageFilters(query, parameters)} AND ${keyset} ORDER BY used.projects DESC, pk.id DESC LIMIT ${limit}`
  }
}
