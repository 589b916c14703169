import type { JobDefinition } from '../jobs/define-job.ts'
import { JobRefused } from '../jobs/define-job.ts'
import type { TakenJob, WorkQueue } from '../jobs/work-queue.ts'
import type { Services } from '../services.ts'
import { Bell } from './bell.ts'

export interface WorkerOptions {
  readonly queue: WorkQueue
  readonly definitions: readonly JobDefinition[]
  /** Only these queues; all unless told. */
  readonly queues?: readonly string[]
  /** Jobs at once over all queues. */
  readonly concurrency?: number
  /** How often other processes' jobs are looked for. */
  readonly pollMs?: number
  /** How often leases are renewed; a third of a lease or less. */
  readonly renewMs?: number
  /** How long running jobs may go on after `stop`, before they are told to stop; and how long after that before they are left. */
  readonly drainMs?: number
  readonly graceMs?: number
}

export interface Worker {
  /** Takes nothing more, lets running jobs end, hands back those that do not. Never rejects. */
  stop(): Promise<void>
}

interface Running {
  readonly job: TakenJob
  readonly controller: AbortController
}

const CONCURRENCY = 4
const POLL_MS = 1000
const RENEW_MS = 20_000
const DRAIN_MS = 20_000
const GRACE_MS = 5000
const FAULT_PAUSE_MS = 2000

/**
 * Runs jobs until it is stopped, in this process. A job runs at least once: what a killed worker held is run again when its lease
 * has ended. A database that goes away is waited for.
 */
export function startWorker(services: Services, options: WorkerOptions): Worker {
  const { queue, concurrency = CONCURRENCY, pollMs = POLL_MS, renewMs = RENEW_MS, drainMs = DRAIN_MS, graceMs = GRACE_MS } = options
  const { log } = services
  const definitions = options.definitions.filter((definition) => options.queues?.includes(definition.queue) ?? true)
  const running = new Set<Running>()
  const bell = new Bell()
  let stopping = false

  function roomIn({ queue: name, concurrency: most }: JobDefinition): number {
    const held = [...running].filter(({ job }) => job.queue === name).length
    return Math.min(most - held, concurrency - running.size)
  }

  async function round(): Promise<void> {
    const open = definitions.filter((definition) => roomIn(definition) > 0)
    if (open.length === 0) return
    const due = new Set(await queue.due(open.map((definition) => definition.queue)))
    for (const definition of open.filter((one) => due.has(one.queue))) {
      const room = roomIn(definition)
      if (room <= 0 || stopping) continue
      for (const job of await queue.take(definition.queue, room)) start(definition, job)
    }
  }

  function start(definition: JobDefinition, job: TakenJob): void {
    const one: Running = { job, controller: new AbortController() }
    running.add(one)
    void runJob(definition, job, one.controller.signal).finally(() => {
      running.delete(one)
      bell.ring()
    })
  }

  async function runJob(definition: JobDefinition, job: TakenJob, signal: AbortSignal): Promise<void> {
    const about = { queue: job.queue, job: job.id, attempt: job.attempt }
    try {
      const failure = await outcomeOf(definition, job, signal)
      if (signal.aborted && failure !== null) return
      if (failure === null) await queue.done(job)
      else {
        log.warn({ ...about, reason: failure.message, stack: failure.stack }, 'a job failed')
        await queue.failed(job, failure.message, { final: failure instanceof JobRefused })
      }
      if (definition.everySeconds !== undefined) await sendNext(definition, definition.everySeconds)
    } catch (error) {
      // The outcome could not be stored: the lease ends, and the job runs again.
      log.error({ ...about, reason: (error as Error).message }, 'the outcome of a job was not stored')
    }
  }

  async function outcomeOf(definition: JobDefinition, job: TakenJob, signal: AbortSignal): Promise<Error | null> {
    try {
      await definition.run(services, job.payload, signal)
      return null
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  function sendNext(definition: JobDefinition, afterSeconds: number): Promise<void> {
    return queue.send(definition.queue, {}, { key: 'every', afterSeconds })
  }

  async function renewAll(): Promise<void> {
    const held = [...running]
    if (held.length > 0) {
      const ours = await queue.renew(held.map(({ job }) => job))
      for (const one of held) {
        const { job, controller } = one
        if (ours.has(job.id) || !running.has(one)) continue
        log.warn({ queue: job.queue, job: job.id }, 'the lease of a job ran out; it is stopped here')
        controller.abort(new Error('the lease of this job ran out'))
      }
    }
    await queue.expire()
  }

  async function loop(): Promise<void> {
    let first = true
    while (!stopping) {
      try {
        if (first) for (const one of definitions) if (one.everySeconds !== undefined) await sendNext(one, 0)
        first = false
        await round()
        await bell.wait(pollMs)
      } catch (error) {
        log.warn({ reason: (error as Error).message }, 'the job queue cannot be read; trying again')
        await bell.wait(FAULT_PAUSE_MS)
      }
    }
  }

  const renewal = setInterval(() => {
    renewAll().catch((error: unknown) => log.warn({ reason: (error as Error).message }, 'leases could not be renewed'))
  }, renewMs)
  renewal.unref()
  const forget = queue.onSend(() => bell.ring())
  const looping = loop()

  async function drained(withinMs: number): Promise<boolean> {
    for (let left = withinMs; running.size > 0 && left > 0; left -= 25) await new Bell().wait(25)
    return running.size === 0
  }

  return {
    async stop() {
      stopping = true
      forget()
      bell.ring()
      await looping
      if (!(await drained(drainMs))) {
        const left = [...running]
        for (const { controller } of left) controller.abort(new Error('the worker is stopping'))
        await drained(graceMs)
        await queue.release(left.map(({ job }) => job)).catch((error: unknown) => {
          log.warn({ reason: (error as Error).message }, 'jobs were not handed back; they run again when their leases end')
        })
      }
      clearInterval(renewal)
    },
  }
}
