import { findingSource, RANK } from './finding-source.ts'
import type { FindingSelection } from './finding-source.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { RANKS } from './project-numbers.ts'
import type { CountColumns } from './project-rows.ts'
import { CLOSING, triageJoin } from './triage-join.ts'

/**
 * Counts of open findings by some columns of a finding `f` and its version `pv`, as a subquery with `key`, `projects`, `total`
 * and the severities.
 */
export function openCounts(picture: Picture, selection: FindingSelection, key: string, parameters: Parameters): string {
  return countsOfFindings(findingSource(picture, selection, parameters), key, triageJoin(picture, parameters))
}

/** The same of any findings (SQL), with the triage of each. */
export function countsOfFindings(findings: string, key: string, triage: string): string {
  return `(SELECT ${key} AS key, count(DISTINCT f.project_id)::int4 AS projects, count(*)::int4 AS total,
      ${RANKS.map(([rank, name]) => `(count(*) FILTER (WHERE ${RANK} = ${rank}))::int4 AS ${name}`).join(', ')}
    FROM ${findings} f
    JOIN vulnerability v ON v.id = f.vulnerability_id
    JOIN package_version pv ON pv.id = f.version_id
    ${triage}
    WHERE (t.status IS NULL OR t.status NOT IN ${CLOSING})
    GROUP BY 1)`
}

/** `coalesce`d columns of an `openCounts` joined as `alias`. */
export function countColumns(alias: string): string {
  return RANKS.map(([, name]) => `coalesce(${alias}.${name}, 0)::int4 AS ${name}`).join(', ')
}

export const NO_COUNTS: { -readonly [K in keyof CountColumns]: number } = {
  critical: 0,
  high: 0,
  medium: 0,
  low: 0,
  unknown: 0,
  malware: 0,
}
