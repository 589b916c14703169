import { HttpProblem, invalid } from '../api/problem-details.ts'
import type { Services } from '../services.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export interface RepeatableRequest {
  readonly actor: string
  readonly key: string
  /** Of what is asked for. Told again when the work is over, or, of a repeated request, before its answer is: only then a body that is read as it arrives is known. */
  digest(): Promise<Uint8Array>
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
  const { actor, key } = request
  const taken = await db.run(
    `INSERT INTO idempotency (actor, key, request, status, body, created_at) VALUES ($1, $2, '', ${RUNNING}, 'null'::jsonb, $3)
     ON CONFLICT (actor, key) DO UPDATE SET created_at = excluded.created_at
     WHERE idempotency.status = ${RUNNING} AND idempotency.created_at < $4`,
    [actor, key, now, new Date(now.getTime() - ABANDONED_MS)],
  )
  if (taken === 0) return { ...(await firstAnswer(services, request)), replayed: true }
  try {
    const answer = await work()
    const kept = request.once ? 'null' : JSON.stringify(answer.body ?? null)
    await db.run('UPDATE idempotency SET status = $3, body = $4::jsonb, request = $5 WHERE actor = $1 AND key = $2', [
      actor,
      key,
      answer.status,
      kept,
      await request.digest(),
    ])
    return { ...answer, replayed: false }
  } catch (error) {
    await db.run('DELETE FROM idempotency WHERE actor = $1 AND key = $2', [actor, key])
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
  if (Buffer.compare(row.request, await digest()) !== 0)
    throw new HttpProblem(422, 'key-reused', 'this idempotency key was used for another request')
  if (once) throw new HttpProblem(409, 'shown-once', 'this was done; its secret was shown then and is not kept')
  return { status: row.status, body: row.body }
}
