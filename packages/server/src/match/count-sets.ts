import type { Queryable } from '../store/database.ts'
import { COUNTERS } from './counted.ts'
import type { CounterChanges } from './counted.ts'

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

/** Counts one set anew, for one that was nobody's picture so far. */
export async function countSet(db: Queryable, setId: number): Promise<void> {
  await db.run(
    `WITH member AS MATERIALIZED (SELECT unnest(members) AS version_id FROM component_set WHERE id = $1), n AS (
       SELECT ${['critical', 'high', 'medium', 'low', 'unknown']
         .map((name) => `count(*) FILTER (WHERE v.kind <> 'malware' AND v.severity = '${name}')::int4 AS ${name}`)
         .join(', ')}, count(*) FILTER (WHERE v.kind = 'malware')::int4 AS malware
       FROM member x
       JOIN match m ON m.version_id = x.version_id AND m.until IS NULL AND m.org_id IS NULL
       JOIN vulnerability v ON v.id = m.vulnerability_id
     ), u AS (
       SELECT count(*)::int4 AS unmatched FROM member x JOIN package_version pv ON pv.id = x.version_id AND pv.asked <> 'asked'
     )
     UPDATE component_set c SET critical = n.critical, high = n.high, medium = n.medium, low = n.low, unknown = n.unknown,
       malware = n.malware, unmatched = u.unmatched
     FROM n, u WHERE c.id = $1`,
    [setId],
  )
}
