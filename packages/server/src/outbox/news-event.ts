import type { Queryable } from '../store/database.ts'
import { newsWith } from './news-with.ts'

/** An event as those are asked about who may wish to hear of it. */
export interface NewsEvent {
  readonly id: number
  readonly at: Date
  readonly kind: string
  readonly org_id: number
  readonly project_id: number | null
  readonly vulnerability_id: number | null
  readonly by: string | null
  readonly text: string
  readonly versions: readonly number[]
  readonly project: string | null
  readonly organisation: string
  readonly shown: string | null
  readonly severity: string | null
  readonly malware: boolean
  readonly epss: number | null
  readonly exploited: boolean
}

/** Events that are one message: of one problem at one moment in whatever projects, or of one project at one moment whatever problems. */
export interface NewsGroup {
  readonly leader: NewsEvent
  readonly events: readonly NewsEvent[]
}

/** The worst of what the records say that mean the event's versions, where that is not what all of the problem's say. */
const OWN = `LEFT JOIN LATERAL (SELECT m.kind, m.severity FROM match m
    WHERE m.vulnerability_id = o.vulnerability_id AND m.version_id IN (SELECT x::int4 FROM jsonb_array_elements_text(
      CASE jsonb_typeof(o.payload->'versions') WHEN 'array' THEN o.payload->'versions' ELSE '[]' END) x)
      AND m.since <= o.at AND (m.until IS NULL OR m.until >= o.at)
    ORDER BY coalesce(m.severity_rank, v.severity_rank) DESC LIMIT 1) own ON true`

const COLUMNS = `o.id::float8 AS id, o.at, o.kind, o.org_id, o.project_id, o.vulnerability_id, o.payload->>'by' AS by,
  coalesce(o.payload->>'text', '') AS text, coalesce(ARRAY(SELECT jsonb_array_elements_text(
    CASE jsonb_typeof(o.payload->'versions') WHEN 'array' THEN o.payload->'versions' ELSE '[]' END)::int4), '{}') AS versions,
  p.slug AS project, g.slug AS organisation, v.shown, coalesce(own.severity, v.severity) AS severity, coalesce(coalesce(own.kind, v.kind) = 'malware', false) AS malware, v.epss,
  v.kev_added IS NOT NULL AS exploited`

const ABOUT = `JOIN organisation g ON g.id = o.org_id LEFT JOIN project p ON p.id = o.project_id
  LEFT JOIN vulnerability v ON v.id = o.vulnerability_id ${OWN}`

/** These events in their order, of these kinds only; null: of any. */
export function eventsOf(db: Queryable, ids: readonly number[], kinds: readonly string[] | null): Promise<readonly NewsEvent[]> {
  return db.query<NewsEvent>(
    `SELECT ${COLUMNS} FROM outbox o ${ABOUT} WHERE o.id = ANY($1::int8[]) AND ($2::text[] IS NULL OR o.kind = ANY($2::text[]))
     ORDER BY o.xact, o.id`,
    [ids, kinds],
  )
}

/** An event with those that are one message with it; empty when it is gone. At most `limit`. */
export function eventsWith(db: Queryable, id: number, limit: number): Promise<readonly NewsEvent[]> {
  return db.query<NewsEvent>(
    `SELECT ${COLUMNS} FROM outbox l CROSS JOIN LATERAL ${newsWith('at = l.at AND kind = l.kind AND org_id = l.org_id')} o ${ABOUT}
     WHERE l.id = $1 AND (o.id = l.id OR CASE WHEN l.payload->>'by' = 'snapshot' THEN o.project_id = l.project_id
         ELSE o.vulnerability_id = l.vulnerability_id END)
     ORDER BY o.id <> l.id, o.id LIMIT $2`,
    [id, limit],
  )
}

/** Puts events together that are one message, in the order of their first. */
export function groupNews(events: readonly NewsEvent[]): readonly NewsGroup[] {
  const groups = new Map<string, NewsEvent[]>()
  for (const event of events) {
    const key = groupKey(event)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [event])
    else known.push(event)
  }
  return [...groups.values()].flatMap((members) => {
    const [leader] = members
    return leader === undefined ? [] : [{ leader, events: members }]
  })
}

function groupKey({ id, at, kind, org_id, project_id, vulnerability_id, by }: NewsEvent): string {
  const moment = `${kind} ${org_id} ${new Date(at).getTime()}`
  if (by === 'snapshot') return `${moment} project ${project_id}`
  return vulnerability_id === null ? `event ${id}` : `${moment} problem ${vulnerability_id}`
}
