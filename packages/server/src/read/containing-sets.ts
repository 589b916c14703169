/**
 * The sets that have the version which `version` (SQL) names, as a lateral item `c` with `id`. The inverted index is asked version by
 * version: left to itself, the planner takes a version for rare or for frequent without knowing which, and reads every set there is.
 */
export function containingSets(version: string): string {
  return `CROSS JOIN LATERAL (SELECT sets.id FROM component_set sets WHERE sets.members @> ARRAY[${version}] OFFSET 0) c`
}
