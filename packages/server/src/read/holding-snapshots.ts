import { setsWith } from './containing-sets.ts'
import type { SetsOf } from './containing-sets.ts'

/**
 * The snapshots whose set has the version which `version` (SQL) names, as a lateral item `s` with project_id, set_id and since; `holds` is SQL
 * over `s`. The sets' ids go to the index of the snapshots as one list, at half of what it costs to look up one after the other.
 */
export function holdingSnapshots(version: string, of: SetsOf, holds: string): string {
  return `CROSS JOIN LATERAL (SELECT s.project_id, s.set_id, s.since FROM snapshot s
    WHERE s.set_id = ANY(ARRAY(SELECT c.id FROM ${setsWith(version, of)})) AND ${holds} OFFSET 0) s`
}
