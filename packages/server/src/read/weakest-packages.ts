import { walksForward } from './finding-source.ts'
import type { RankingSql } from './kept-ranking.ts'
import { openCounts } from './open-counts.ts'
import { allPackageCounts } from './package-counts.ts'
import { packageFilters } from './package-data.ts'
import type { PackageRowQuery } from './package-data.ts'
import { loadSql, riskSql } from './package-risk.ts'
import { scoresSql } from './package-scores.ts'
import type { Picture } from './picture.ts'
import { usedPackages } from './used-packages.ts'

/** All packages by risk, the highest first. For few projects each finding is met; else what all may know of a version is met once. */
export function weakestPackages(picture: Picture, query: PackageRowQuery): RankingSql {
  return (parameters, limit, after) => {
    const counts = walksForward(picture, {}) ? openCounts(picture, {}, 'pv.package_id', parameters) : allPackageCounts(picture, parameters)
    const risk = riskSql({ projects: 'used.projects', score: 'assessed.score', load: loadSql('n') })
    const keyset =
      after === null ? 'true' : `(rated.sort_key, rated.id) < (${parameters.add(after[0])}::int8, ${parameters.add(after[1])}::int4)`
    return `SELECT rated.* FROM (SELECT pk.id, ${risk} AS sort_key FROM ${usedPackages(picture, parameters)} used
        JOIN package pk ON pk.id = used.package_id
        LEFT JOIN ${counts} n ON n.key = used.package_id
        LEFT JOIN ${scoresSql(picture, parameters)} assessed ON assessed.package_id = used.package_id
        WHERE ${packageFilters(query, parameters)}) rated
      WHERE ${keyset} ORDER BY rated.sort_key DESC, rated.id DESC LIMIT ${limit}`
  }
}
