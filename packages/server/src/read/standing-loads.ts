import type { Queryable } from '../store/database.ts'
import { weightOf } from './package-risk.ts'

/** The weight of what is open in each package that has something open, in all projects of the organisations, as the standings count it. */
export async function packageLoads(db: Queryable, organisations: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const [row] = await db.query<{ ids: readonly number[] | null; loads: readonly number[] | null }>(
    `SELECT array_agg(package_id) AS ids, array_agg(load) AS loads FROM (
       SELECT pv.package_id, sum(f.projects * ${weightOf('coalesce(m.severity_rank, v.severity_rank)')})::float8 AS load
       FROM finding_count f JOIN match m ON m.vulnerability_id = f.vulnerability_id AND m.version_id = f.version_id AND m.until IS NULL
       JOIN vulnerability v ON v.id = f.vulnerability_id JOIN package_version pv ON pv.id = f.version_id
       WHERE f.org_id = ANY($1::int4[]) GROUP BY 1) x`,
    [organisations],
  )
  return new Map((row?.ids ?? []).map((id, at) => [id, row?.loads?.[at] ?? 0]))
}
