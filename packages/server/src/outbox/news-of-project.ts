/**
 * SQL: all news of the project that `project` (SQL) names, as a subquery with the columns of the outbox: those that were told, which an index by
 * project has, and the few that were not yet, which are looked through.
 */
export function newsOfProject(project: string): string {
  return `(SELECT * FROM outbox WHERE told AND project_id = ${project} UNION ALL SELECT * FROM outbox WHERE NOT told AND project_id = ${project})`
}
