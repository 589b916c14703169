import type { Services } from '../services.ts'
import { isTokenText } from './api-token-text.ts'
import { secretDigest } from './secret.ts'
import type { Narrowing } from './access-map.ts'

const USED_EVERY_MS = 5 * 60_000

export interface TokenRecord extends Narrowing {
  readonly id: number
  readonly name: string
  readonly accountId: number | null
}

/** The token of a text; null when it is unknown, over, revoked, or its account was disabled. Notes its use. */
export async function findToken({ db, now }: Services, text: string): Promise<TokenRecord | null> {
  if (!isTokenText(text)) return null
  const time = now()
  const [row] = await db.query<{
    id: number
    name: string
    account_id: number | null
    scopes: readonly string[]
    org_id: number | null
    project_id: number | null
    used_at: Date | null
  }>(
    `SELECT t.id, t.name, t.account_id, t.scopes, t.org_id, t.project_id, t.used_at FROM api_token t LEFT JOIN account a ON a.id = t.account_id
     WHERE t.digest = $1 AND t.expires_at > $2 AND t.revoked_at IS NULL AND a.disabled_at IS NULL`,
    [secretDigest(text), time],
  )
  if (row === undefined) return null
  if (row.used_at === null || time.getTime() - new Date(row.used_at).getTime() > USED_EVERY_MS)
    await db.run('UPDATE api_token SET used_at = $2 WHERE id = $1', [row.id, time])
  return { id: row.id, name: row.name, accountId: row.account_id, scopes: row.scopes, organisation: row.org_id, project: row.project_id }
}
