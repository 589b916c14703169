import { HttpProblem, invalid } from '../api/problem-details.ts'
import type { Services } from '../services.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export interface RepeatableRequest {
  readonly actor: string
  readonly key: string
  readonly digest: Uint8Array
  /** The answer holds a secret and is not kept. */
  readonly once: boolean
}

const RUNNING = 0
/** After so long, a request that left no answer is taken for dead with its process. */
const ABANDONED_MS = 5 * 60_000

/**
 * Runs `work` once a key: a repeated request gets the first answer again, the same key on another request is refused. Answers of
 * failed work are not kept, so that it can be tried again.
 */
export async function onlyOnce(
  services: Services,
  request: RepeatableRequest,
  work: () => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  if (!/^[\x21-\x7e]{1,200}$/.test(request.key)) throw invalid('Idempotency-Key: 1 to 200 visible ASCII characters')
  const now = services.now()
  const { db } = services
  const taken = await db.run(
    `INSERT INTO idempotency (actor, key, request, status, body, created_at) VALUES ($1, $2, $3, ${RUNNING}, 'null'::jsonb, $4)
     ON CONFLICT (actor, key) DO UPDATE SET request = excluded.request, created_at = excluded.created_at
     WHERE idempotency.status = ${RUNNING} AND idempotency.created_at < $5`,
    [request.actor, request.key, request.digest, now, new Date(now.getTime() - ABANDONED_MS)],
  )
  if (taken === 0) return { ...(await firstAnswer(services, request)), replayed: true }
  try {
    const answer = await work()
    const kept = request.once ? 'null' : JSON.stringify(answer.body ?? null)
    await db.run('UPDATE idempotency SET status = $3, body = $4::jsonb WHERE actor = $1 AND key = $2', [
      request.actor,
      request.key,
      answer.status,
      kept,
    ])
    return { ...answer, replayed: false }
  } catch (error) {
    await db.run('DELETE FROM idempotency WHERE actor = $1 AND key = $2', [request.actor, request.key])
    throw error
  }
}

async function firstAnswer({ db }: Services, { actor, key, digest, once }: RepeatableRequest): Promise<Answer> {
  const [row] = await db.query<{ request: Uint8Array; status: number; body: unknown }>(
    'SELECT request, status, body FROM idempotency WHERE actor = $1 AND key = $2',
    [actor, key],
  )
  if (row === undefined || row.status === RUNNING)
    throw new HttpProblem(409, 'in-progress', 'the request with this idempotency key is still at work')
  if (Buffer.compare(row.request, digest) !== 0)
    throw new HttpProblem(422, 'key-reused', 'this idempotency key was used for another request')
  if (once) throw new HttpProblem(409, 'shown-once', 'this was done; its secret was shown then and is not kept')
  return { status: row.status, body: row.body }
}
