import { createHmac } from 'node:crypto'
import { HttpProblem } from '../api/problem-details.ts'
import { guardedFetch } from '../http/guarded-fetch.ts'
import type { Services } from '../services.ts'
import { eventsWith } from './news-event.ts'
import type { NewsEvent } from './news-event.ts'

/** Job queue that sends one event to one webhook. */
export const DELIVERY_QUEUE = 'deliver-event'

/** Tries, the first among them; then the delivery is dead, with the last reason. */
export const MAX_ATTEMPTS = 10
const FIRST_PAUSE_SECONDS = 10
const LONGEST_PAUSE_SECONDS = 6 * 3600
const SHOWN = 100

interface DeliveryRow {
  readonly url: string
  readonly secret: string
  readonly enabled: boolean
  readonly attempts: number
}

/**
 * Sends one event to one webhook, unless it was sent already. A receiver that does not answer with success is asked again after ever
 * longer pauses. `cupel-delivery` is the same at every try, so that a receiver which was reached just before we died can tell.
 */
export async function deliver(services: Services, { webhook, event }: { readonly webhook: number; readonly event: number }): Promise<void> {
  const [row] = await services.db.query<DeliveryRow>(
    `SELECT w.url, w.secret, w.enabled, d.attempts FROM delivery d JOIN webhook w ON w.id = d.webhook_id
     WHERE d.webhook_id = $1 AND d.outbox_id = $2 AND d.state = 'queued'`,
    [webhook, event],
  )
  if (row === undefined) return
  const events = await eventsWith(services.db, event, SHOWN + 1)
  const [leader] = events
  if (leader === undefined) return
  const outcome = row.enabled
    ? await send(services, row, { key: `${webhook}-${event}`, kind: leader.kind, body: JSON.stringify(bodyOf(leader, events)) })
    : { status: null, reason: 'the webhook was switched off', final: true }
  await settle(services, { webhook, event, attempts: row.attempts + 1, ...outcome })
}

/** What a receiver gets. */
function bodyOf(leader: NewsEvent, events: readonly NewsEvent[]): object {
  const { id, kind, at, organisation, text, shown, severity, malware, epss, exploited } = leader
  const distinct = (values: readonly (string | null)[]): readonly string[] => [...new Set(values.flatMap((value) => value ?? []))]
  return {
    id,
    kind,
    at: new Date(at).toISOString(),
    organisation,
    text,
    vulnerability: shown === null ? null : { id: shown, severity, malware, epss, exploited },
    projects: distinct(events.slice(0, SHOWN).map(({ project }) => project)),
    vulnerabilities: distinct(events.slice(0, SHOWN).map((event) => event.shown)),
    truncated: events.length > SHOWN,
  }
}

interface Outcome {
  readonly status: number | null
  /** Empty: it was taken. */
  readonly reason: string
  /** Trying again would not help. */
  readonly final: boolean
}

async function send(
  services: Services,
  { url, secret }: DeliveryRow,
  { key, kind, body }: { readonly key: string; readonly kind: string; readonly body: string },
): Promise<Outcome> {
  if (services.network?.offline === true) return { status: null, reason: 'this server does not reach out', final: true }
  const time = Math.floor(services.now().getTime() / 1000)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'cupel',
    'cupel-event': kind,
    'cupel-delivery': key,
    'cupel-signature': webhookSignature(secret, time, body),
  }
  try {
    const privateNetwork = services.network?.privateNetwork ?? false
    const { status } = await guardedFetch(url, { method: 'POST', headers, body }, { privateNetwork, maxBytes: 65_536 })
    if (status >= 200 && status < 300) return { status, reason: '', final: true }
    return {
      status,
      reason: status >= 300 && status < 400 ? 'it answered with a redirect, which is not followed' : `it answered ${status}`,
      final: status === 410,
    }
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    return { status: null, reason: error.message, final: error.type === 'address-refused' }
  }
}

/** `t=<unix time>,v1=<HMAC-SHA256 of "<time>.<body>">`: a receiver with the secret can tell who sent it, and that it is not an old one. */
export function webhookSignature(secret: string, time: number, body: string): string {
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`
}

async function settle(
  services: Services,
  {
    webhook,
    event,
    attempts,
    status,
    reason,
    final,
  }: Outcome & { readonly webhook: number; readonly event: number; readonly attempts: number },
): Promise<void> {
  const state = reason === '' ? 'sent' : final || attempts >= MAX_ATTEMPTS ? 'failed' : 'queued'
  await services.db.transaction(async (transaction) => {
    await transaction.run(
      `UPDATE delivery SET state = $3, attempts = $4, status = $5, reason = $6, at = $7 WHERE webhook_id = $1 AND outbox_id = $2 AND state = 'queued'`,
      [webhook, event, state, attempts, status, reason.slice(0, 500), services.now()],
    )
    if (state !== 'queued') return
    const pause = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempts - 1))
    await services.jobs.send(
      DELIVERY_QUEUE,
      { webhook, event },
      { transaction, key: `delivery-${webhook}-${event}-${attempts}`, afterSeconds: pause },
    )
  })
}
