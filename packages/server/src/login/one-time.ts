import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { newSecret, secretDigest } from './secret.ts'

/** Keeps state under a new secret that is good once, until `until`. Gives the secret; only its digest is kept. */
export async function keepOnce(services: Services, kind: string, state: object, until: Date): Promise<string> {
  const secret = newSecret(services.random)
  await services.db.run('DELETE FROM one_time WHERE expires_at < $1', [services.now()])
  await services.db.run('INSERT INTO one_time (digest, kind, state, expires_at) VALUES ($1, $2, $3::jsonb, $4)', [
    secretDigest(`${kind} ${secret}`),
    kind,
    JSON.stringify(state),
    until,
  ])
  return secret
}

/** Takes the state away, so that nobody can a second time; null when the secret is unknown, used or over. */
export async function takeOnce<T>(db: Queryable, kind: string, secret: string, now: Date): Promise<T | null> {
  const [row] = await db.query<{ state: T }>('DELETE FROM one_time WHERE digest = $1 AND kind = $2 AND expires_at > $3 RETURNING state', [
    secretDigest(`${kind} ${secret}`),
    kind,
    now,
  ])
  return row?.state ?? null
}

/** Notes that something was used; false when it was before. */
export async function markUsed(db: Queryable, kind: string, what: string, until: Date): Promise<boolean> {
  const sql = "INSERT INTO one_time (digest, kind, state, expires_at) VALUES ($1, $2, '{}'::jsonb, $3) ON CONFLICT DO NOTHING"
  return (await db.run(sql, [secretDigest(`${kind} ${what}`), kind, until])) === 1
}
