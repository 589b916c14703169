import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AppContext } from '../api/app-context.ts'
import { forbidden } from '../api/problem-details.ts'
import type { QueueCounts } from '../jobs/work-queue.ts'
import type { Services } from '../services.ts'
import type {} from './request-state.ts'
import type { Metrics } from './metrics.ts'

export interface Health {
  readonly services: Services
  readonly metrics: Metrics
  readonly check: (request: FastifyRequest) => Promise<void>
  readonly context: AppContext
}

const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/
const OWN = /^(127\.|::1$|::ffff:127\.)/

/** `/healthz`: the process answers. `/readyz`: the store does too. `/metrics`: numbers, free on a server that only its own machine reaches, else for an administrator's token. */
export function serveHealth(app: FastifyInstance, { services, metrics, check, context }: Health): void {
  metrics.gauge('cupel_uptime_seconds', 'Seconds since the server started.', () =>
    Math.round((services.now().getTime() - context.startedAt.getTime()) / 1000),
  )
  metrics.gauge('process_resident_memory_bytes', 'Resident memory of the process.', () => process.memoryUsage.rss())
  metrics.gauge('nodejs_heap_size_used_bytes', 'Used heap of the process.', () => process.memoryUsage().heapUsed)
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      await services.db.query('SELECT 1')
      return reply.send({ status: 'ready' })
    } catch {
      return reply.code(503).send({ status: 'the store does not answer' })
    }
  })
  app.get('/metrics', async (request, reply) => {
    // An address on this machine does not mean that others cannot reach it: who asks must be on it too.
    if (!LOOPBACK.test(context.origin) || !OWN.test(request.ip)) {
      await check(request)
      if (request.caller?.viewer.mayIn('admin:write', {}) !== true) throw forbidden('admin:write')
    }
    const [row] = await services.db.query<{ outbox: number; failed: number }>(
      `SELECT greatest((SELECT max(id) FROM outbox), (SELECT max(ids[cardinality(ids)]) FROM outbox_batch), 0) AS outbox, (SELECT count(*)::int4 FROM delivery WHERE state = 'failed') AS failed`,
    )
    const lines = [
      `# HELP cupel_outbox_events_total Events written.\n# TYPE cupel_outbox_events_total counter\ncupel_outbox_events_total ${row?.outbox ?? 0}\n`,
      `# HELP cupel_deliveries_failed Webhook deliveries given up.\n# TYPE cupel_deliveries_failed gauge\ncupel_deliveries_failed ${row?.failed ?? 0}\n`,
    ]
    return reply
      .header('cache-control', 'no-store')
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(metrics.text() + lines.join('') + jobsText((await context.work?.counts()) ?? []))
  })
}

/** The queues, in the names that a definition gives them. */
function jobsText(queues: readonly QueueCounts[]): string {
  const states = ['waiting', 'running', 'aside'] as const
  const counts = queues.flatMap((one) => states.map((state) => `cupel_jobs{queue="${one.queue}",state="${state}"} ${Number(one[state])}\n`))
  const ages = queues.map(({ queue, oldestSeconds }) => `cupel_oldest_job_seconds{queue="${queue}"} ${Number(oldestSeconds)}\n`)
  return [
    '# HELP cupel_jobs Background work by queue: waiting, running, put aside.\n# TYPE cupel_jobs gauge\n',
    ...counts,
    '# HELP cupel_oldest_job_seconds How long the oldest job waits that could run.\n# TYPE cupel_oldest_job_seconds gauge\n',
    ...ages,
  ].join('')
}
