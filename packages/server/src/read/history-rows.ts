import type { Static } from 'typebox'
import type { HistoryRow } from '../api/contract/portfolio.ts'
import { newsWith } from '../outbox/news-with.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import type { Picture } from './picture.ts'
import { momentOf } from './picture.ts'
import { timeOf } from './vulnerability-facts.ts'

interface Row {
  readonly at: Date
  readonly at_key: number
  readonly kind: string
  readonly row_id: number
  readonly text: string
  readonly vulnerability_id: number | null
  readonly shown: string
  readonly severity: NonNullable<Static<typeof HistoryRow>['vulnerability']>['severity']
  readonly version_id: number | null
  readonly purl: string
  readonly version: string
}

/** GET /projects/:project/history: from what is kept anyway, newest first. The caller has seen the project. */
export async function historyPage(db: Queryable, picture: Picture, project: number, query: PageRequest) {
  const list = `history:${project}`
  const after = decodeCursor(list, query.cursor, 3)
  const rows = await db.query<Row>(
    `SELECT h.*, extract(epoch FROM h.at)::float8 AS at_key, v.shown, v.severity, pv.purl, pv.version
     FROM (${EVENTS}) h LEFT JOIN vulnerability v ON v.id = h.vulnerability_id LEFT JOIN package_version pv ON pv.id = h.version_id
     WHERE $3::float8 IS NULL OR (extract(epoch FROM h.at)::float8, h.kind, h.row_id) < ($3::float8, $4::text, $5::int8)
     ORDER BY at_key DESC, h.kind DESC, h.row_id DESC LIMIT ${limitOf(query) + 1}`,
    [project, momentOf(picture), ...(after ?? [null, null, null])],
  )
  const [found] = await db.query<{ count: number }>(`SELECT count(*)::int4 AS count FROM (${EVENTS} LIMIT 10001) AS bounded`, [
    project,
    momentOf(picture),
  ])
  return pageOf(rows, query, {
    list,
    picture,
    total: totalOf(found?.count ?? 0),
    item: historyRow,
    key: (row) => [row.at_key, row.kind, row.row_id],
  })
}

/** Components that came and went are told by snapshot; problems by the outbox; judgements by triage. */
const EVENTS = `
  SELECT s.since AS at, 'snapshot' AS kind, s.id AS row_id,
    c.n || ' components' || CASE WHEN s.tool = '' THEN '' ELSE ' by ' || s.tool END || CASE WHEN s.incomplete THEN ', not read whole' ELSE '' END AS text,
    NULL::int4 AS vulnerability_id, NULL::int4 AS version_id
  FROM snapshot s JOIN set_count c ON c.set_id = s.set_id WHERE s.project_id = $1 AND s.since <= $2::timestamptz
  UNION ALL
  SELECT e.at, e.kind, e.id, coalesce(e.payload->>'text', ''), e.vulnerability_id, NULL FROM ${newsWith('project_id = $1')} e
  WHERE e.at <= $2::timestamptz AND e.kind <> 'snapshot.changed'
  UNION ALL
  SELECT t.since, 'triage', t.id, t.status || CASE WHEN t.statement = '' THEN '' ELSE ': ' || t.statement END || ' (' || t.author || ')', t.vulnerability_id, t.version_id
  FROM triage t WHERE t.project_id = $1 AND t.since <= $2::timestamptz
  UNION ALL
  SELECT x.since, 'assessment', x.id, 'score ' || coalesce(round(x.score::numeric, 1)::text, 'unknown'), NULL, NULL
  FROM assessment x WHERE x.project_id = $1 AND x.since <= $2::timestamptz`

function historyRow(row: Row): Static<typeof HistoryRow> {
  return {
    at: timeOf(row.at),
    kind: row.kind,
    text: row.text,
    vulnerability: row.vulnerability_id === null ? null : { id: row.vulnerability_id, shown: row.shown, severity: row.severity },
    version: row.version_id === null ? null : { id: row.version_id, purl: row.purl, version: row.version },
  }
}
