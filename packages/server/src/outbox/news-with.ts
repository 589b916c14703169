/**
 * SQL: all news of which `holds`, SQL over the columns of the outbox, is true, as a subquery with these columns: those that were told, which have
 * indexes by project and by time, and the few that were not yet, which are looked through.
 */
export function newsWith(holds: string): string {
  return `(SELECT * FROM outbox WHERE told AND ${holds} UNION ALL SELECT * FROM outbox WHERE NOT told AND ${holds})`
}
