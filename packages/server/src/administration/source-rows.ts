import type { Static } from 'typebox'
import type { Source } from '../api/contract/administration.ts'
import { timeOf } from '../read/vulnerability-facts.ts'

export interface SourceRow {
  readonly id: number
  readonly project_id: number
  readonly project_slug: string
  readonly project_name: string
  readonly kind: 'git' | 'folder'
  readonly location: string
  readonly ref: string
  readonly every: number
  readonly assess: boolean
  readonly due: Date
  readonly attempted: Date | null
  readonly reason: string
  readonly enabled: boolean
}

export const SOURCE_COLUMNS = `s.id, s.project_id, p.slug AS project_slug, p.name AS project_name, s.kind, s.location, s.ref, s.every_minutes AS every,
  s.assess, s.due_at AS due, s.attempted_at AS attempted, s.reason, s.enabled`
export const SOURCE_FROM = 'FROM source s JOIN project p ON p.id = s.project_id AND p.archived_at IS NULL'

export function sourceOf(row: SourceRow): Static<typeof Source> {
  const { id, kind, location, ref, assess, reason, enabled } = row
  const project = { id: row.project_id, slug: row.project_slug, name: row.project_name }
  const times = { everyMinutes: row.every, due: timeOf(row.due), attempted: timeOf(row.attempted) }
  return { id, project, kind, location, ref, assess, reason, enabled, ...times }
}
