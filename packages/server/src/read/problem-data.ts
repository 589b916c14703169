import type { Static } from 'typebox'
import type { VulnerabilityRow } from '../api/contract/portfolio.ts'
import type { FindingRowQuery } from './finding-rows.ts'
import type { Parameters } from './parameters.ts'
import { likeText } from './project-rows.ts'
import { timeOf, VULNERABILITY_COLUMNS, vulnerabilityOf } from './vulnerability-facts.ts'
import type { VulnerabilityRowData } from './vulnerability-facts.ts'

/** What a list tells of a problem. */
export interface ProblemData extends VulnerabilityRowData {
  readonly projects: number
  readonly versions: number
  readonly packages: readonly { id: number; purl: string; ecosystem: string; name: string }[]
  readonly first_seen: Date
  readonly published_key: string
  readonly met: number | null
}

/** SQL that selects it of a vulnerability `v` and what was found of it, `f`; with `counts`, how many rows there are goes along. */
export function problemColumns(counts: boolean): string {
  return `SELECT ${VULNERABILITY_COLUMNS}, f.projects, f.versions, f.first_seen, coalesce(v.published, '-infinity'::timestamptz)::text AS published_key,
       ${counts ? '(count(*) OVER ())::int4' : 'NULL::int4'} AS met,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', pk.id, 'purl', pk.purl, 'ecosystem', pk.ecosystem, 'name', pk.name) ORDER BY pk.name), '[]')
        FROM (SELECT DISTINCT pv.package_id FROM package_version pv WHERE pv.id = ANY(f.version_ids) LIMIT 20) AS named
        JOIN package pk ON pk.id = named.package_id) AS packages`
}

/** SQL over `v`; `named` gives SQL of whether a version that has it is of a package whose name is like a text (SQL). */
export function problemFilters(
  { q, severity, kev, kind, vulnerability }: FindingRowQuery,
  parameters: Parameters,
  named: (like: string) => string,
): string {
  return [
    'v.merged_into IS NULL',
    ...(vulnerability === undefined ? [] : [`v.id = ${parameters.add(vulnerability)}::int4`]),
    ...(severity === undefined || severity.length === 0 ? [] : [`v.severity = ANY(${parameters.add(severity)}::text[])`]),
    ...(kev === undefined ? [] : [`v.kev_added IS ${kev ? 'NOT ' : ''}NULL`]),
    ...(kind === undefined ? [] : [`v.kind = ${parameters.add(kind)}`]),
    ...(q
      ? [
          `(v.summary ILIKE ${parameters.add(likeText(q))} OR v.shown ILIKE ${parameters.add(likeText(q))}
            OR EXISTS (SELECT 1 FROM alias a WHERE a.vulnerability_id = v.id AND a.alias ILIKE ${parameters.add(likeText(q))})
            OR ${named(parameters.add(likeText(q)))})`,
        ]
      : []),
  ].join(' AND ')
}

/** For `problemFilters`, where the versions that have a problem are at hand, as SQL of an array. */
export function namedAmong(versions: string): (like: string) => string {
  return (like) => `EXISTS (SELECT 1 FROM package_version x JOIN package pk ON pk.id = x.package_id
    WHERE x.id = ANY(${versions}) AND pk.name ILIKE ${like})`
}

export function vulnerabilityRow(row: ProblemData): Static<typeof VulnerabilityRow> {
  return {
    vulnerability: vulnerabilityOf(row),
    projects: row.projects,
    versions: row.versions,
    packages: [...row.packages],
    firstSeen: timeOf(row.first_seen),
  }
}
