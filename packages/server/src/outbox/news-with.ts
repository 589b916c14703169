/** SQL: the news that stand together in one row until they are told, each with the columns of the outbox. */
const TOGETHER = `(SELECT x.id, b.at, b.kind, b.org_id, x.project_id, b.vulnerability_id, b.payloads -> (x.place - 1) AS payload, NULL::text AS cause,
  false AS told, b.xact FROM outbox_batch b CROSS JOIN LATERAL unnest(b.ids, b.projects, b.places) AS x(id, project_id, place))`

/** SQL of the parts of which all news are made up, each a relation with the columns of the outbox and what is true of its rows. */
export const NEWS_PARTS: readonly (readonly [relation: string, holds: string])[] = [
  ['outbox', 'told'],
  ['outbox', 'NOT told'],
  [TOGETHER, 'true'],
]

/**
 * SQL: all news of which `holds`, SQL over the columns of the outbox, is true, as a subquery with these columns: those that were told, which have
 * indexes by project and by time, and those that were not yet, which are looked through.
 */
export function newsWith(holds: string): string {
  return `(${NEWS_PARTS.map(([relation, own]) => `SELECT * FROM ${relation} news WHERE ${own} AND ${holds}`).join(' UNION ALL ')})`
}

/** SQL: all news, to be walked by id. */
export const ALL_NEWS = `(SELECT * FROM outbox UNION ALL SELECT * FROM ${TOGETHER} news)`

/** SQL: news of which nobody was told yet. */
export const UNTOLD_NEWS = `(SELECT * FROM outbox WHERE NOT told UNION ALL SELECT * FROM ${TOGETHER} news)`
