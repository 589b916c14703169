import type { Queryable } from '../store/database.ts'
import { findingSource, ownFindings, RANK, readsForward, walksForward } from './finding-source.ts'
import { weightOf } from './package-risk.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import type { StandingScope } from './standing-scope.ts'
import { CLOSING, triageJoin } from './triage-join.ts'

/** That versions of a package have a problem which is open in so many projects. */
export interface OpenPair {
  readonly package_id: number
  readonly version_id: number
  readonly vulnerability_id: number
  readonly projects: number
  readonly rank: number
  readonly exploited: boolean
}

export interface OpenPairs {
  /** Of the packages in which the most is open. */
  readonly pairs: readonly OpenPair[]
  /** Something is open in other packages, too. */
  readonly more: boolean
}

export interface PairSelection {
  readonly project?: number | undefined
  readonly package?: number | undefined
}

/** So many packages are looked at, those in which the most is open. */
const MOST_PACKAGES = 100

/** What is open by version and problem. From the standings where `scope` is given, which tell of no single project. */
export async function openPairs(
  db: Queryable,
  picture: Picture,
  { selection, scope }: { readonly selection: PairSelection; readonly scope: StandingScope | null },
): Promise<OpenPairs> {
  const parameters = newParameters()
  const pairs = scope === null ? metPairs(picture, selection, parameters) : countedPairs(picture, selection, scope, parameters)
  const rows = await db.query<OpenPair & { place: number }>(
    `WITH pairs AS MATERIALIZED ${pairs},
       heavy AS (SELECT package_id, (row_number() OVER (ORDER BY sum(projects * ${weightOf('rank')}) DESC, sum(projects) DESC, package_id DESC))::int4 AS place
         FROM pairs WHERE rank > 0 GROUP BY 1 ORDER BY place LIMIT ${MOST_PACKAGES + 1})
     SELECT pairs.*, heavy.place FROM pairs JOIN heavy ON heavy.package_id = pairs.package_id WHERE rank > 0`,
    parameters.values,
  )
  const kept = rows.filter(({ place }) => place <= MOST_PACKAGES)
  return { pairs: kept, more: kept.length < rows.length }
}

const EXPLOITED = (picture: Picture, parameters: Parameters): string =>
  `coalesce(v.kev_added <= ${parameters.add(picture.now)}::timestamptz, false) AS exploited`

/** Each finding is met. */
function metPairs(picture: Picture, selection: PairSelection, parameters: Parameters): string {
  const { project, package: id } = selection
  const chosen = { ...(project === undefined ? {} : { project }), ...(id === undefined ? {} : { package: id }) }
  const isAll = project === undefined && id === undefined
  // All that is open for somebody who sees many single projects: what is known is hashed once, and not looked up for each member.
  const source =
    isAll && readsForward(picture) && !walksForward(picture, {})
      ? ownFindings(picture, {}, parameters)
      : findingSource(picture, chosen, parameters)
  return `(SELECT pv.package_id, f.version_id, f.vulnerability_id, count(*)::int4 AS projects, ${RANK} AS rank, ${EXPLOITED(picture, parameters)}
    FROM ${source} f JOIN vulnerability v ON v.id = f.vulnerability_id JOIN package_version pv ON pv.id = f.version_id
    ${triageJoin(picture, parameters)} WHERE t.status IS NULL OR t.status NOT IN ${CLOSING}
    GROUP BY pv.package_id, f.version_id, f.vulnerability_id, 5, 6)`
}

function countedPairs(picture: Picture, { package: id }: PairSelection, { organisations }: StandingScope, parameters: Parameters): string {
  const asked = id === undefined ? 'true' : `pv.package_id = ${parameters.add(id)}`
  return `(SELECT pv.package_id, f.version_id, f.vulnerability_id, sum(f.projects)::int4 AS projects,
      coalesce(m.severity_rank, v.severity_rank) AS rank, ${EXPLOITED(picture, parameters)}
    FROM finding_count f JOIN match m ON m.vulnerability_id = f.vulnerability_id AND m.version_id = f.version_id AND m.until IS NULL
    JOIN vulnerability v ON v.id = f.vulnerability_id JOIN package_version pv ON pv.id = f.version_id
    WHERE f.org_id = ANY(${parameters.add(organisations)}::int4[]) AND ${asked}
    GROUP BY pv.package_id, f.version_id, f.vulnerability_id, 5, 6)`
}
