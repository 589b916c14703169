import { MATCHED_MEMBERS } from './containing-sets.ts'
import { holdingSnapshots } from './holding-snapshots.ts'
import { findingSource, RANK } from './finding-source.ts'
import type { FindingSelection } from './finding-source.ts'
import type { Parameters } from './parameters.ts'
import { holds, momentSql, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { CLOSING, triageJoin } from './triage-join.ts'

/** `severity_rank` of a finding and the count it goes into. Severity none is no finding to act on and is not counted. */
export const RANKS: readonly (readonly [rank: number, count: string])[] = [
  [6, 'malware'],
  [5, 'critical'],
  [4, 'high'],
  [3, 'medium'],
  [2, 'low'],
  [1, 'unknown'],
]

/**
 * One row a visible project: project_id and what its list is narrowed and ordered by, components, unmatched, incomplete, the counts of open findings, exploited and risk. The
 * counts come from the counters of the project's set, mended by what is sparse: what triage closes, what private advisories add and,
 * for another moment than now, which matches have come and gone since. A set that nobody has any more has no counters: it is counted.
 */
export function projectNumbers(picture: Picture, parameters: Parameters): string {
  const shown = visible('p', picture, parameters)
  const snapshotHolds = holds('s', picture, parameters)
  const closed = triagedAway(picture, parameters)
  const own = grouped(picture, { private: true }, 'open', parameters)
  const exploited = grouped(picture, { vulnerabilities: exploitedAt(picture, parameters) }, 'open', parameters)
  const then =
    picture.at === null
      ? ''
      : `LEFT JOIN ${changedSince(picture, parameters)} since ON since.project_id = p.id
        LEFT JOIN ${countedOut(picture, parameters)} old ON old.project_id = p.id`
  const counter = (name: string): string =>
    picture.at === null
      ? `coalesce(c.${name}, 0)`
      : `CASE WHEN ${IN_USE} THEN coalesce(c.${name}, 0) + coalesce(since.${name}, 0) ELSE coalesce(old.${name}, 0) END`
  const count = (name: string): string => `${counter(name)} - coalesce(less.${name}, 0) + coalesce(more.${name}, 0)`
  return `(SELECT n.*, ${RISK} AS risk FROM (
    SELECT p.id AS project_id, coalesce(c.n, 0)::int4 AS components, coalesce(c.unmatched, 0)::int4 AS unmatched,
      (s.id IS NULL OR s.incomplete) AS incomplete, s.since AS updated, s.id AS snapshot_id, p.exposure, p.name, p.slug, p.team_id, p.tags,
      ${RANKS.map(([, name]) => `(${count(name)})::int4 AS ${name}`).join(', ')},
      coalesce(kev.total, 0)::int4 AS exploited
    FROM project p
    LEFT JOIN snapshot s ON s.project_id = p.id AND ${snapshotHolds}
    LEFT JOIN set_count c ON c.set_id = s.set_id
    LEFT JOIN ${closed} less ON less.project_id = p.id
    LEFT JOIN ${own} more ON more.project_id = p.id
    LEFT JOIN ${exploited} kev ON kev.project_id = p.id
    ${then}
    WHERE ${shown}) n)`
}

/** What is worst first: malice, then exploited, then by severity; twice as much where the internet reaches it. Published in the docs. */
const RISK = `((n.malware * 2000 + n.exploited * 1000 + n.critical * 100 + n.high * 20 + n.medium * 4 + n.low + n.unknown)
  * CASE WHEN n.exposure = 'internet' THEN 2 ELSE 1 END + CASE WHEN n.incomplete THEN 1 ELSE 0 END)::int8`

function exploitedAt(picture: Picture, parameters: Parameters): string {
  return picture.at === null ? 'v.kev_added IS NOT NULL' : `v.kev_added <= ${momentSql(picture, parameters)}`
}

/** By project what the counters of the sets count that triage has closed. */
export function triagedAway(picture: Picture, parameters: Parameters): string {
  const triaged = picture.at === null ? 'SELECT vulnerability_id FROM triage WHERE until IS NULL' : 'SELECT vulnerability_id FROM triage'
  return grouped(picture, { private: false, vulnerabilities: `v.id IN (${triaged})` }, 'closed', parameters)
}

/** Counts by project (`project_id`) of the findings that are open, or that triage has closed, as a subquery. */
export function grouped(picture: Picture, selection: FindingSelection, which: 'open' | 'closed', parameters: Parameters): string {
  return `(SELECT f.project_id, count(*) AS total,
      ${RANKS.map(([rank, name]) => `count(*) FILTER (WHERE ${RANK} = ${rank}) AS ${name}`).join(', ')}
    FROM ${findingSource(picture, selection, parameters)} f
    JOIN vulnerability v ON v.id = f.vulnerability_id
    ${triageJoin(picture, parameters)}
    WHERE ${which === 'closed' ? `t.status IN ${CLOSING}` : `(t.status IS NULL OR t.status NOT IN ${CLOSING})`}
    GROUP BY f.project_id)`
}

/** What the counters of the sets, which are of now, have too little or too much for the picture's moment. */
function changedSince(picture: Picture, parameters: Parameters): string {
  const moment = momentSql(picture, parameters)
  return `(SELECT s.project_id, ${RANKS.map(([rank, name]) => `sum(m.change) FILTER (WHERE coalesce(m.severity_rank, v.severity_rank) = ${rank}) AS ${name}`).join(', ')}
    FROM (SELECT vulnerability_id, version_id, severity_rank, CASE WHEN since > ${moment} THEN -1 ELSE 1 END AS change FROM match
      WHERE org_id IS NULL AND ((since > ${moment} AND until IS NULL) OR (since <= ${moment} AND until > ${moment}))) m
    JOIN vulnerability v ON v.id = m.vulnerability_id
    ${holdingSnapshots('m.version_id', 'now', holds('s', picture, parameters))}
    WHERE ${IN_USE} GROUP BY s.project_id)`
}

/** The set of `s` is some project's picture of now: the counters of others are not kept. */
const IN_USE = 'EXISTS (SELECT 1 FROM snapshot y WHERE y.set_id = s.set_id AND y.until IS NULL)'

/** Public matches of the moment, for projects whose set of the moment nobody has any more. */
function countedOut(picture: Picture, parameters: Parameters): string {
  return `(SELECT s.project_id, ${RANKS.map(([rank, name]) => `count(*) FILTER (WHERE coalesce(m.severity_rank, v.severity_rank) = ${rank}) AS ${name}`).join(', ')}
    FROM snapshot s JOIN component_set c ON c.id = s.set_id CROSS JOIN LATERAL unnest(${MATCHED_MEMBERS}) AS member(version_id)
    JOIN match m ON m.version_id = member.version_id AND m.org_id IS NULL AND ${holds('m', picture, parameters)}
    JOIN vulnerability v ON v.id = m.vulnerability_id
    WHERE ${holds('s', picture, parameters)} AND NOT ${IN_USE} GROUP BY s.project_id)`
}
