import type { JobDefinition } from '../jobs/define-job.ts'
import { JobRefused } from '../jobs/define-job.ts'
import type { TakenJob, WorkQueue } from '../jobs/work-queue.ts'
import type { Services } from '../services.ts'
import { inBackground } from '../store/background-work.ts'
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

/** One job, or several that run as one. */
interface Running {
  readonly queue: string
  readonly jobs: readonly TakenJob[]
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
    const held = [...running].filter(({ queue: other }) => other === name).length
    return Math.min(most - held, concurrency - running.size)
  }

  /** While some of a queue run as one, those that are sent meanwhile gather until a poll finds them: some run longer than others can wait. */
  function isOpen(definition: JobDefinition, isPoll: boolean): boolean {
    const gather = definition.together !== undefined && !isPoll && [...running].some(({ queue: other }) => other === definition.queue)
    return !gather && roomIn(definition) > 0
  }

  async function round(isPoll: boolean): Promise<void> {
    const open = definitions.filter((definition) => isOpen(definition, isPoll))
    if (open.length === 0) return
    const due = new Set(await queue.due(open.map((definition) => definition.queue)))
    for (const definition of open.filter((one) => due.has(one.queue))) {
      const room = roomIn(definition)
      if (room <= 0 || stopping) continue
      const { together } = definition
      if (together === undefined) for (const job of await queue.take(definition.queue, room)) start(definition, [job])
      else while (!stopping && isOpen(definition, isPoll)) if (!(await takeTogether(definition, together.most))) break
    }
  }

  /**
   * Starts the oldest job alone when it was tried before: it may have taken down whoever ran it. Else those that nobody has tried, as
   * one. The others are handed back, so that they neither wait here nor count as tried. False: there was none.
   */
  async function takeTogether(definition: JobDefinition, most: number): Promise<boolean> {
    const jobs = await queue.take(definition.queue, most)
    const [oldest] = jobs
    if (oldest === undefined) return false
    const chosen = oldest.attempt > 1 ? [oldest] : jobs.filter(({ attempt }) => attempt === 1)
    start(definition, chosen)
    const others = jobs.filter((job) => !chosen.includes(job))
    if (others.length > 0) await queue.release(others)
    return true
  }

  function start(definition: JobDefinition, jobs: readonly TakenJob[]): void {
    const one: Running = { queue: definition.queue, jobs, controller: new AbortController() }
    running.add(one)
    void runJobs(definition, jobs, one.controller.signal).finally(() => {
      running.delete(one)
      bell.ring()
    })
  }

  async function runJobs(definition: JobDefinition, jobs: readonly TakenJob[], signal: AbortSignal): Promise<void> {
    const { queue: name } = definition
    try {
      const failures = await inBackground(() => outcomesOf(definition, jobs, signal))
      // As it is now: the leases of those whose outcome is stored below are soon nobody's.
      const lost = signal.aborted
      await queue.done(
        name,
        jobs.filter((_, at) => failures[at] === null),
      )
      for (const [at, job] of jobs.entries()) {
        const failure = failures[at] ?? null
        if (failure === null || lost) continue
        log.warn({ queue: name, job: job.id, attempt: job.attempt, reason: failure.message, stack: failure.stack }, 'a job failed')
        await queue.failed(job, failure.message, { final: failure instanceof JobRefused })
      }
      if (lost && failures.some((failure) => failure !== null)) return
      if (definition.everySeconds !== undefined) await sendNext(definition, definition.everySeconds)
    } catch (error) {
      // The outcome could not be stored: the lease ends, and the jobs run again.
      log.error({ queue: name, jobs: jobs.map(({ id }) => id), reason: (error as Error).message }, 'the outcome of a job was not stored')
    }
  }

  async function outcomesOf(definition: JobDefinition, jobs: readonly TakenJob[], signal: AbortSignal): Promise<readonly (Error | null)[]> {
    const { together } = definition
    try {
      const payloads = jobs.map(({ payload }) => payload)
      if (together !== undefined) return await together.run(services, payloads, signal)
      for (const payload of payloads) await definition.run(services, payload, signal)
      return jobs.map(() => null)
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error))
      return jobs.map(() => failure)
    }
  }

  function sendNext(definition: JobDefinition, afterSeconds: number): Promise<void> {
    return queue.send(definition.queue, {}, { key: 'every', afterSeconds })
  }

  async function renewAll(): Promise<void> {
    const held = [...running]
    if (held.length > 0) {
      const ours = await queue.renew(held.flatMap(({ jobs }) => jobs))
      for (const one of held) {
        const lost = one.jobs.filter(({ id }) => !ours.has(id))
        if (lost.length === 0 || !running.has(one)) continue
        log.warn({ queue: one.queue, jobs: lost.map(({ id }) => id) }, 'the lease of a job ran out; it is stopped here')
        one.controller.abort(new Error('the lease of this job ran out'))
      }
    }
    await queue.expire()
  }

  async function loop(): Promise<void> {
    let first = true
    let polled = -Infinity
    while (!stopping) {
      try {
        if (first) for (const one of definitions) if (one.everySeconds !== undefined) await sendNext(one, 0)
        first = false
        const isPoll = performance.now() - polled >= pollMs
        if (isPoll) polled = performance.now()
        await round(isPoll)
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
        await queue.release(left.flatMap(({ jobs }) => jobs)).catch((error: unknown) => {
          log.warn({ reason: (error as Error).message }, 'jobs were not handed back; they run again when their leases end')
        })
      }
      clearInterval(renewal)
    },
  }
}
