import { setsWith } from '../read/containing-sets.ts'

/**
 * SQL: who is counted with the version which `version` (SQL) names, as a lateral item `k` with project_id and org_id. The sets' ids go to the
 * index of counted pictures as one list: left to itself, the planner takes each version for as frequent as the next and reads all pictures for each.
 */
export function countedHolders(version: string): string {
  return `CROSS JOIN LATERAL (SELECT k.project_id, k.org_id FROM counted_picture k
    WHERE k.set_id = ANY(ARRAY(SELECT c.id FROM ${setsWith(version, 'now')})) OFFSET 0) k`
}
