import { findingSource, ownFindings, readsForward, walksForward } from './finding-source.ts'
import type { FindingSelection } from './finding-source.ts'
import type { FindingRowQuery } from './finding-rows.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { CLOSING, triageJoin } from './triage-join.ts'

const NUMBERS = `count(DISTINCT f.project_id)::int4 AS projects, count(DISTINCT f.version_id)::int4 AS versions,
  min(f.known_since) AS first_seen, (array_agg(DISTINCT f.version_id))[1:100] AS version_ids`

/**
 * Whether all findings are met from the projects' side. Of many single projects too: from everybody's they are met with those of all others.
 */
export function meetsOwn(picture: Picture, { package: id }: FindingRowQuery): boolean {
  return id === undefined && (readsForward(picture) || seesSingles(picture))
}

/** What was found of every problem, `f`, joined to a vulnerability `v`: all findings of the viewer are met. */
export function allOpen(picture: Picture, query: FindingRowQuery, parameters: Parameters): string {
  const own = meetsOwn(picture, query) && !walksForward(picture, {})
  const source = own ? ownFindings(picture, {}, parameters) : findingSource(picture, selectionOf(query), parameters)
  const group = query.q ? `${NUMBERS}, array_agg(DISTINCT f.version_id) AS all_ids` : NUMBERS
  return `JOIN (SELECT f.vulnerability_id, ${group} ${ofState(picture, query, source, parameters)} GROUP BY f.vulnerability_id) f ON f.vulnerability_id = v.id`
}

/** The same of some problems. `own`: from the projects' side. */
export function openOf(
  picture: Picture,
  query: FindingRowQuery,
  { ids, own }: { readonly ids: readonly number[]; readonly own: boolean },
  parameters: Parameters,
): string {
  if (!own) {
    const source = findingSource(picture, selectionOf(query), parameters, 'v.id')
    return `CROSS JOIN LATERAL (SELECT ${NUMBERS} ${ofState(picture, query, source, parameters)} HAVING count(*) > 0) f`
  }
  const source = ownFindings(picture, { problems: ids }, parameters)
  return `JOIN (SELECT f.vulnerability_id, ${NUMBERS} ${ofState(picture, query, source, parameters)} GROUP BY f.vulnerability_id) f ON f.vulnerability_id = v.id`
}

/** SQL of whether something was found of a vulnerability `v` of which `and` is true, SQL over a finding `f`. OFFSET keeps it from being joined whole. */
export function isOpen(picture: Picture, query: FindingRowQuery, parameters: Parameters, and = 'true'): string {
  const source = findingSource(picture, selectionOf(query), parameters, 'v.id')
  return `EXISTS (SELECT 1 ${ofState(picture, query, source, parameters)} AND ${and} OFFSET 0)`
}

/** For `problemFilters`: of a package with such a name. */
export function isOpenIn(picture: Picture, query: FindingRowQuery, parameters: Parameters): (like: string) => string {
  return (like) =>
    isOpen(
      picture,
      query,
      parameters,
      `EXISTS (SELECT 1 FROM package_version x JOIN package pk ON pk.id = x.package_id WHERE x.id = f.version_id AND pk.name ILIKE ${like})`,
    )
}

/** Whether the viewer sees single projects and nothing else. */
function seesSingles({ viewer }: Picture): boolean {
  return viewer.projects !== null && viewer.projects.organisations.length === 0
}

function selectionOf({ package: id }: FindingRowQuery): FindingSelection {
  return id === undefined ? {} : { package: id }
}

function ofState(picture: Picture, { state }: FindingRowQuery, source: string, parameters: Parameters): string {
  const asked =
    state === undefined || state.length === 0
      ? `(t.status IS NULL OR t.status NOT IN ${CLOSING})`
      : `coalesce(t.status, 'open') = ANY(${parameters.add(state)}::text[])`
  return `FROM ${source} f ${triageJoin(picture, parameters)} WHERE ${asked}`
}
