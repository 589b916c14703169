import type { Static } from 'typebox'
import type { Trend } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { parameters as newParameters } from './parameters.ts'
import { momentOf, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { RANKS } from './project-numbers.ts'
import { CLOSING, triageJoin } from './triage-join.ts'

/**
 * Open findings at the end of each of the last days, drawn from the changes that are kept: each finding opens with the later and
 * closes with the sooner end of its match and its snapshot. What triage closes now ends when it was triaged.
 */
export async function trend(
  db: Queryable,
  picture: Picture,
  options: { readonly days: number; readonly project?: number },
): Promise<Static<typeof Trend>> {
  const parameters = newParameters()
  const moment = `${parameters.add(momentOf(picture))}::timestamptz`
  const days = `${parameters.add(options.days)}::int4`
  const shown = `${visible('p', picture, parameters)}${options.project === undefined ? '' : ` AND p.id = ${parameters.add(options.project)}`}`
  const rows = await db.query<Record<string, number> & { day: string }>(
    `WITH days AS (SELECT d::date AS day, least((d::date + 1)::timestamptz, ${moment}) AS ends FROM generate_series((${moment})::date - ${days} + 1, (${moment})::date, interval '1 day') d),
     spans AS MATERIALIZED (
       SELECT v.severity_rank, greatest(f.known_since, f.snapshot_since) AS opens,
         least(f.known_until, f.snapshot_until, CASE WHEN t.status IN ${CLOSING} THEN t.since END) AS closes
       FROM (SELECT p.id AS project_id, p.org_id, m.version_id, m.vulnerability_id, m.since AS known_since, m.until AS known_until,
               s.since AS snapshot_since, s.until AS snapshot_until
             FROM match m JOIN component_set c ON c.members @> ARRAY[m.version_id] JOIN snapshot s ON s.set_id = c.id
             JOIN project p ON p.id = s.project_id
             WHERE (m.org_id IS NULL OR m.org_id = p.org_id) AND ${shown}
               AND (s.until IS NULL OR s.until > ${moment} - ${days} * interval '1 day') AND (m.until IS NULL OR m.until > ${moment} - ${days} * interval '1 day')) f
       JOIN vulnerability v ON v.id = f.vulnerability_id JOIN package_version pv ON pv.id = f.version_id
       ${triageJoin({ ...picture, at: null }, parameters)})
     SELECT to_char(days.day, 'YYYY-MM-DD') AS day, ${RANKS.map(([rank, name]) => `(count(*) FILTER (WHERE x.severity_rank = ${rank}))::int4 AS ${name}`).join(', ')},
       (SELECT count(*)::int4 FROM project p WHERE p.created_at < days.ends AND ${shown}) AS projects
     FROM days LEFT JOIN spans x ON x.opens < days.ends AND (x.closes IS NULL OR x.closes >= days.ends)
     GROUP BY days.day, days.ends ORDER BY days.day`,
    parameters.values,
  )
  return {
    points: rows.map((row) => ({
      day: row.day,
      projects: row['projects'] as number,
      counts: Object.fromEntries(RANKS.map(([, name]) => [name, row[name] as number])) as Static<typeof Trend>['points'][number]['counts'],
    })),
  }
}
