import { MATCHED_MEMBERS } from './containing-sets.ts'
import { findingSource, RANK } from './finding-source.ts'
import type { FindingSelection } from './finding-source.ts'
import { heldVersions } from './held-versions.ts'
import type { Parameters } from './parameters.ts'
import { holds, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { RANKS } from './project-numbers.ts'
import { CLOSING, triageJoin } from './triage-join.ts'

/**
 * Counts of open findings of these packages by package or by version, as a subquery with `key` and the severities. What all may know
 * of a version is met once and taken as often as visible projects have the version; what is sparse mends it: what triage closes, and
 * what private advisories add. The same as `openCounts` gives, which meets each finding.
 */
export function packageCounts(
  picture: Picture,
  packages: readonly number[],
  key: 'package_id' | 'version_id',
  parameters: Parameters,
): string {
  const asked = `pv.package_id = ANY(${parameters.add(packages)}::int4[])`
  const uses = `SELECT version_id, count(DISTINCT project_id) AS projects FROM ${heldVersions(picture, asked, parameters)} x GROUP BY 1`
  return mendedCounts(picture, { uses, key, selection: { packages } }, parameters)
}

/**
 * The same by package, where how many have each version is at hand: `counted`, a table with version_id and projects. As lists, since the planner
 * takes those for short: otherwise all versions there are would be read for a few.
 */
export function countsOfHeld(picture: Picture, packages: readonly number[], counted: string, parameters: Parameters): string {
  const list = (column: string): string => `ARRAY(SELECT ${column} FROM ${counted} ORDER BY version_id)`
  const uses = `SELECT * FROM unnest(${list('version_id')}, ${list('projects')}) AS listed(version_id, projects)`
  return mendedCounts(picture, { uses, key: 'package_id', selection: { packages } }, parameters)
}

/** The same of all packages, by package: every visible set is read once, however many projects have it. */
export function allPackageCounts(picture: Picture, parameters: Parameters): string {
  const uses = `SELECT member.version_id, sum(shown.projects) AS projects FROM
      (SELECT s.set_id, count(*) AS projects FROM snapshot s JOIN project p ON p.id = s.project_id
       WHERE ${holds('s', picture, parameters)} AND ${visible('p', picture, parameters)} GROUP BY 1) shown
    JOIN component_set c ON c.id = shown.set_id CROSS JOIN LATERAL unnest(${MATCHED_MEMBERS}) AS member(version_id) GROUP BY 1`
  return mendedCounts(picture, { uses, key: 'package_id', selection: {} }, parameters)
}

function mendedCounts(
  picture: Picture,
  { uses, key, selection: of }: { readonly uses: string; readonly key: 'package_id' | 'version_id'; readonly selection: FindingSelection },
  parameters: Parameters,
): string {
  const column = key === 'package_id' ? 'pv.package_id' : 'pv.id'
  const triaged = `v.id IN (SELECT vulnerability_id FROM triage ${picture.at === null ? 'WHERE until IS NULL' : ''})`
  const met = (selection: FindingSelection, change: number, state: string): string =>
    `SELECT ${column} AS key, ${RANK} AS rank, ${change} AS n FROM ${findingSource(picture, { ...selection, ...of }, parameters)} f
      JOIN vulnerability v ON v.id = f.vulnerability_id JOIN package_version pv ON pv.id = f.version_id
      ${triageJoin(picture, parameters)} WHERE ${state}`
  return `(SELECT key, ${RANKS.map(([rank, name]) => `(coalesce(sum(n) FILTER (WHERE rank = ${rank}), 0))::int4 AS ${name}`).join(', ')}
    FROM (SELECT ${column} AS key, coalesce(m.severity_rank, v.severity_rank) AS rank, u.projects AS n
        FROM (${uses}) u
        JOIN match m ON m.version_id = u.version_id AND m.org_id IS NULL AND ${holds('m', picture, parameters)}
        JOIN vulnerability v ON v.id = m.vulnerability_id JOIN package_version pv ON pv.id = u.version_id
      UNION ALL ${met({ private: false, vulnerabilities: triaged }, -1, `t.status IN ${CLOSING}`)}
      UNION ALL ${met({ private: true }, 1, `(t.status IS NULL OR t.status NOT IN ${CLOSING})`)}) counted
    GROUP BY key)`
}
