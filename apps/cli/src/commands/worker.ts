import { setTimeout as sleep } from 'node:timers/promises'
import { cupelHome } from '@cupel/engine/database'
import { configInvalid, usageWrongValue } from '@cupel/model'
import { composeServices, JOBS, migrate, openDatabase, openWorkQueue, startWorker, writeLog } from '@cupel/server'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { storeUrl } from '../store-flags.ts'

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** `cupel worker`: the server's background work in a process of its own, as many as are wanted. */
export default defineCommand({
  id: 'worker',
  summary: 'do the background work of a server, beside it or on other machines',
  usage: '',
  arity: [0, 0],
  graceful: 'service',
  flags: {
    queue: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      help: 'only this queue (repeatable; default: all)',
      suggests: JOBS.map(({ queue }) => queue),
    },
    concurrency: { type: 'string', value: 'N', help: 'jobs at once (default: 4)' },
    offline: { type: 'boolean', help: 'no request leaves this machine' },
    'private-network': { type: 'boolean', help: 'webhooks and repositories may have addresses of private networks' },
    'log-level': {
      type: 'string',
      value: 'LEVEL',
      help: 'what is logged to standard error, as JSON lines (default: warn)',
      choices: LEVELS,
    },
  },
  description:
    'Needs a PostgreSQL server in CUPEL_DATABASE_URL, the same as that of cupel serve --no-worker. Any number may run; what a killed one held is done by another a minute later. SIGTERM lets running jobs end, for at most 25 seconds, and hands back the rest.',
  examples: [
    ['cupel worker', 'all queues, four jobs at once'],
    ['cupel worker --queue ingest --concurrency 8', 'uploads only'],
  ],
  async run(context) {
    const { flags, env, now, signal, stdout, stderr } = context
    const url = storeUrl(context)
    if (url === null)
      throw configInvalid(
        'CUPEL_DATABASE_URL',
        'cupel worker needs a PostgreSQL server; the embedded database belongs to cupel serve alone',
      )
    const concurrency = countOf(text(flags, 'concurrency') ?? '4')
    const queues = queuesOf(texts(flags, 'queue'))
    const log = writeLog((text(flags, 'log-level') ?? 'warn') as (typeof LEVELS)[number], (line) => stderr.write(line))
    const db = await openDatabase({ url, log, poolSize: concurrency + 4 })
    try {
      await migrate(db, now())
      const queue = await openWorkQueue(db, { definitions: JOBS })
      const network = { privateNetwork: isSet(flags, 'private-network'), offline: isSet(flags, 'offline') }
      const services = composeServices({ db, jobs: queue, log, now, home: cupelHome(env), network })
      try {
        const worker = startWorker(services, { queue, definitions: JOBS, concurrency, queues })
        stdout.write('ready\n')
        while (!signal.aborted) await sleep(2 ** 31 - 1, undefined, { signal }).catch(() => undefined)
        await worker.stop()
        return 0
      } finally {
        services.advisories.close()
      }
    } finally {
      await db.close()
    }
  },
})

function countOf(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value)) throw usageWrongValue('--concurrency', value, 'a number from 1 to 999')
  return Number(value)
}

function queuesOf(names: readonly string[]): readonly string[] {
  const known = JOBS.map(({ queue }) => queue)
  for (const name of names) if (!known.includes(name)) throw usageWrongValue('--queue', name, known)
  return names.length === 0 ? known : names
}
