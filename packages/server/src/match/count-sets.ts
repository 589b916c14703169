import type { Severity } from '@cupel/model'
import type { Queryable } from '../store/database.ts'
import { CounterChanges, COUNTERS, counterOf } from './counted.ts'

/** Adds the changes to every set that holds the versions and is somebody's picture of now. One statement; costs what it touches. */
export async function changeCounters(db: Queryable, changes: CounterChanges): Promise<void> {
  const rows = changes.rows()
  if (rows.length === 0) return
  const parameters = [rows.map(([version]) => version), ...COUNTERS.map((_, at) => rows.map(([, by]) => by[at] ?? 0))]
  await db.run(
    `WITH changed AS (
       SELECT * FROM unnest(${parameters.map((_, at) => `$${at + 1}::int4[]`).join(', ')}) AS x(version_id, ${COUNTERS.join(', ')})
     ), summed AS (
       SELECT c.id, ${COUNTERS.map((name) => `sum(x.${name})::int4 AS ${name}`).join(', ')}
       FROM changed x JOIN component_set c ON c.members @> ARRAY[x.version_id]
       WHERE EXISTS (SELECT 1 FROM snapshot s WHERE s.set_id = c.id AND s.until IS NULL)
       GROUP BY c.id
     )
     UPDATE component_set c SET ${COUNTERS.map((name) => `${name} = c.${name} + s.${name}`).join(', ')} FROM summed s WHERE c.id = s.id`,
    parameters,
  )
}

/** What each of these versions adds to the counters of a set that holds it; those that add nothing are left out. */
export async function countVersions(db: Queryable, versions: readonly number[]): Promise<ReadonlyMap<number, Int32Array>> {
  const counted = new CounterChanges()
  if (versions.length === 0) return counted.all()
  const matches = await db.query<{ version_id: number; kind: string; severity: Severity; n: number }>(
    `SELECT m.version_id, coalesce(m.kind, v.kind) AS kind, coalesce(m.severity, v.severity) AS severity, count(*)::int4 AS n
     FROM unnest($1::int4[]) AS x(version_id)
     CROSS JOIN LATERAL (SELECT * FROM match WHERE version_id = x.version_id AND until IS NULL AND org_id IS NULL OFFSET 0) m
     JOIN vulnerability v ON v.id = m.vulnerability_id
     GROUP BY 1, 2, 3`,
    [versions],
  )
  for (const { version_id, kind, severity, n } of matches) counted.add(version_id, counterOf({ kind, severity, orgId: null }), n)
  const unasked = await db.query<{ id: number }>(
    `SELECT pv.id FROM unnest($1::int4[]) AS x(id)
     CROSS JOIN LATERAL (SELECT id FROM package_version WHERE id = x.id AND asked <> 'asked' LIMIT 1) pv`,
    [versions],
  )
  for (const { id } of unasked) counted.add(id, 'unmatched', 1)
  return counted.all()
}
