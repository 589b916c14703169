import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { newSecret, secretDigest } from './secret.ts'

const DAY_MS = 86_400_000
/** A session ends after so long without use, and in any case after the second. */
export const SESSION_IDLE_MS = 7 * DAY_MS
export const SESSION_WHOLE_MS = 30 * DAY_MS
/** Use is written down at most so often. */
const SEEN_EVERY_MS = 5 * 60_000

export interface SessionRecord {
  readonly digest: Uint8Array
  readonly accountId: number
  readonly accountName: string
  readonly csrf: string
}

/** Starts a session; gives the cookie's value, which is kept nowhere. */
export async function startSession(services: Services, db: Queryable, accountId: number, agent: string): Promise<string> {
  const value = newSecret(services.random)
  const now = services.now()
  await db.run(
    'INSERT INTO session (digest, account_id, csrf, created_at, seen_at, expires_at, agent) VALUES ($1, $2, $3, $4, $4, $5, $6)',
    [secretDigest(value), accountId, newSecret(services.random), now, new Date(now.getTime() + SESSION_IDLE_MS), agent.slice(0, 300)],
  )
  return value
}

/** The session of a cookie; null when it is unknown, over, or its account was disabled. Rolls its end forward. */
export async function findSession({ db, now }: Services, value: string): Promise<SessionRecord | null> {
  const time = now()
  const digest = secretDigest(value)
  const [row] = await db.query<{ account_id: number; name: string; csrf: string; created_at: Date; seen_at: Date }>(
    `SELECT s.account_id, a.name, s.csrf, s.created_at, s.seen_at FROM session s JOIN account a ON a.id = s.account_id
     WHERE s.digest = $1 AND s.expires_at > $2 AND a.disabled_at IS NULL`,
    [digest, time],
  )
  if (row === undefined) return null
  if (time.getTime() - new Date(row.seen_at).getTime() > SEEN_EVERY_MS) {
    const end = Math.min(time.getTime() + SESSION_IDLE_MS, new Date(row.created_at).getTime() + SESSION_WHOLE_MS)
    await db.run('UPDATE session SET seen_at = $2, expires_at = $3 WHERE digest = $1', [digest, time, new Date(end)])
  }
  return { digest, accountId: row.account_id, accountName: row.name, csrf: row.csrf }
}

export async function endSession(db: Queryable, digest: Uint8Array): Promise<void> {
  await db.run('DELETE FROM session WHERE digest = $1', [digest])
}
