import type { Static } from 'typebox'
import type { ApiToken } from '../api/contract/administration.ts'
import { timeOf } from '../read/vulnerability-facts.ts'

export interface TokenRow {
  readonly id: number
  readonly prefix: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly project_id: number | null
  readonly project_slug: string
  readonly project_name: string
  readonly created: Date
  readonly expires: Date
  readonly used: Date | null
}

export const TOKEN_COLUMNS = `t.id, t.prefix, t.name, t.scopes, t.project_id, p.slug AS project_slug, p.name AS project_name,
  t.created_at AS created, t.expires_at AS expires, t.used_at AS used`
export const TOKEN_FROM = 'FROM api_token t LEFT JOIN project p ON p.id = t.project_id'

export function tokenOf(row: TokenRow): Static<typeof ApiToken> {
  return {
    id: row.id,
    prefix: row.prefix,
    name: row.name,
    scopes: [...row.scopes],
    project: row.project_id === null ? null : { id: row.project_id, slug: row.project_slug, name: row.project_name },
    created: timeOf(row.created),
    expires: timeOf(row.expires),
    used: timeOf(row.used),
  }
}
