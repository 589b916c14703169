import { USE_BLOCK } from '../standings/package-uses.ts'
import type { Queryable } from '../store/database.ts'
import type { CursorValue } from './cursor.ts'
import { countColumns } from './open-counts.ts'
import { rankPackages } from './package-ranking.ts'
import type { PackageRanking, RankedBy } from './package-ranking.ts'
import { packageFilters, seenAssessment } from './package-data.ts'
import type { PackageData, PackageRowQuery } from './package-data.ts'
import { limitOf, totalOf, WALK_BOUND } from './page.ts'
import type { Total } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'
import { RANKS } from './project-numbers.ts'
import type { StandingScope } from './standing-scope.ts'

/** A page and one more of a list of packages, and how many there are. */
export interface FoundPackages {
  readonly found: readonly { readonly id: number; readonly sort_key: CursorValue }[]
  readonly total: Total
}

interface Finding {
  readonly store: Queryable
  readonly picture: Picture
  readonly query: PackageRowQuery
  readonly after: readonly CursorValue[] | null
}

/** Packages that projects of the organisations have, in the order that is asked. */
export function findPackages(db: Queryable, scope: StandingScope, finding: Finding): Promise<FoundPackages> {
  const { sort = 'name' } = finding.query
  return sort === 'name' ? byName(db, scope, finding) : byNumber(db, scope, finding, sort)
}

async function byNumber(
  db: Queryable,
  scope: StandingScope,
  { store, picture, query, after }: Finding,
  by: RankedBy,
): Promise<FoundPackages> {
  const ranking = await narrowed(db, await rankPackages(db, store, { picture, scope, by }), query)
  return { found: ranking.highest(after, limitOf(query) + 1), total: totalOf(ranking.length, WALK_BOUND) }
}

async function narrowed(db: Queryable, ranking: PackageRanking, query: PackageRowQuery): Promise<PackageRanking> {
  const parameters = newParameters()
  const where = packageFilters(query, parameters)
  if (parameters.values.length === 0) return ranking
  const [row] = await db.query<{ ids: readonly number[] | null }>(
    `SELECT array_agg(pk.id) AS ids FROM package pk WHERE ${where}`,
    parameters.values,
  )
  return ranking.among(new Set(row?.ids ?? []))
}

async function byName(db: Queryable, { organisations }: StandingScope, { query, after }: Finding): Promise<FoundPackages> {
  const parameters = newParameters()
  const used = isUsed(parameters.add(organisations))
  const where = `${packageFilters(query, parameters)} AND ${used}`
  const counted = await db.query<{ count: number }>(
    `SELECT count(*)::int4 AS count FROM (SELECT 1 FROM package pk WHERE ${where} LIMIT ${WALK_BOUND + 1}) bounded`,
    parameters.values,
  )
  const keyset =
    after === null ? 'true' : `(lower(pk.name), pk.id) > (${parameters.add(after[0])}::text, ${parameters.add(after[1])}::int4)`
  const found = await db.query<{ id: number; sort_key: string }>(
    `SELECT pk.id, lower(pk.name) AS sort_key FROM package pk WHERE ${where} AND ${keyset} ORDER BY lower(pk.name), pk.id LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  return { found, total: totalOf(counted[0]?.count ?? 0, WALK_BOUND) }
}

/** Where the number of projects that have `pk` stands in a row `u` of `package_use`. */
const PLACE = `substring(u.counts FROM 1 + 4 * (pk.id % ${USE_BLOCK}) FOR 4)`
const ROW = `package_use u WHERE u.block = pk.id / ${USE_BLOCK}`

/** SQL of whether a project of the organisations has the package `pk`. */
function isUsed(organisations: string): string {
  return `EXISTS (SELECT 1 FROM ${ROW} AND u.org_id = ANY(${organisations}::int4[]) AND ${PLACE} <> '\\x00000000')`
}

/** Of these packages, those whose versions are counted. */
export async function widePackages(
  db: Queryable,
  { wide }: Pick<StandingScope, 'wide'>,
  ids: readonly number[],
): Promise<readonly number[]> {
  const rows = await db.query<{ id: number }>(
    `SELECT pk.id FROM package pk JOIN LATERAL (SELECT ('x' || encode(${PLACE}, 'hex'))::bit(32)::int4 AS projects FROM ${ROW}) n ON true
     WHERE pk.id = ANY($1::int4[]) GROUP BY 1 HAVING sum(n.projects) >= $2`,
    [ids, wide],
  )
  return rows.map(({ id }) => id)
}

/** SQL of the versions that projects of the organisations have of wide packages, with how many: version_id, package_id, asked, licences, projects. */
export function countedVersions(packages: string, organisations: string): string {
  return `(SELECT pv.id AS version_id, pv.package_id, pv.asked, pv.licences, sum(u.projects)::int4 AS projects
    FROM package_version pv JOIN version_use u ON u.version_id = pv.id AND u.org_id = ANY(${organisations}::int4[])
    WHERE pv.package_id = ANY(${packages}::int4[]) GROUP BY pv.id)`
}

/** SQL of counts of open findings of the versions `h`, by one of its columns as `key`. */
export function countedFindings(key: 'package_id' | 'version_id', organisations: string): string {
  return `(SELECT h.${key} AS key, ${RANKS.map(([rank, name]) => `coalesce(sum(f.projects) FILTER (WHERE coalesce(m.severity_rank, v.severity_rank) = ${rank}), 0)::int4 AS ${name}`).join(', ')}
    FROM h JOIN match m ON m.version_id = h.version_id AND m.until IS NULL JOIN vulnerability v ON v.id = m.vulnerability_id
    JOIN finding_count f ON f.vulnerability_id = m.vulnerability_id AND f.version_id = m.version_id AND f.org_id = ANY(${organisations}::int4[])
    GROUP BY 1)`
}

/** Rows of these packages, which are wide, in any order. */
export function standingPackages(
  db: Queryable,
  picture: Picture,
  { ids, organisations }: { readonly ids: readonly number[]; readonly organisations: readonly number[] },
): Promise<readonly PackageData[]> {
  const parameters = newParameters()
  const [asked, own] = [parameters.add(ids), parameters.add(organisations)]
  return db.query<PackageData>(
    `WITH h AS MATERIALIZED ${countedVersions(asked, own)}
     SELECT pk.id, pk.purl, pk.ecosystem, pk.name, x.versions::int4 AS versions, n.projects,
       ${countColumns('k')}, assessed.score, x.unmatched::int4 AS unmatched,
       ARRAY(SELECT DISTINCT l FROM h, unnest(h.licences) l WHERE h.package_id = pk.id ORDER BY l LIMIT 10) AS licences
     FROM package pk
     JOIN (SELECT package_id, count(*) AS versions, count(*) FILTER (WHERE asked <> 'asked') AS unmatched FROM h GROUP BY 1) x ON x.package_id = pk.id
     CROSS JOIN LATERAL (SELECT sum(('x' || encode(${PLACE}, 'hex'))::bit(32)::int4)::int4 AS projects FROM ${ROW} AND u.org_id = ANY(${own}::int4[])) n
     LEFT JOIN ${countedFindings('package_id', own)} k ON k.key = pk.id
     LEFT JOIN LATERAL (SELECT x.score FROM package_repository r JOIN assessment x ON x.repository = r.repository AND ${holds('x', picture, parameters)} AND ${seenAssessment(picture, parameters)}
       WHERE r.package_id = pk.id ORDER BY x.since DESC LIMIT 1) assessed ON true`,
    parameters.values,
  )
}
