import type { Services } from '../services.ts'

/**
 * One kind of background work: one file under src/jobs/, named like its queue. It may run twice for one sending (a worker that died,
 * a lease that ran out), so its effects are idempotent, and it looks at `signal` between steps.
 */
export interface JobDefinition {
  /** Lower-case words joined by `-`. */
  readonly queue: string
  /** One line for the operator: what it does. */
  readonly summary: string
  /** How many run at once in one worker process. */
  readonly concurrency: number
  /** Tries after the first; then the job is put aside with its reason. */
  readonly retries: number
  /** Pause before the first retry, doubled for each further one; 5 unless told. */
  readonly retryDelaySeconds?: number
  /** Sent again by the workers, this long after each run. Its payload is `{}`. */
  readonly everySeconds?: number
  /** Rejects when it must be tried again; a `JobRefused` puts it aside at once. */
  run(services: Services, payload: JobPayload, signal: AbortSignal): Promise<void>
  /** Where many jobs cost less together than one by one. */
  readonly together?: JobsTogether
}

export type JobPayload = Readonly<Record<string, unknown>>

/** How jobs that nobody has tried yet are run as one; those that were tried before run alone. */
export interface JobsTogether {
  readonly most: number
  /** Gives what is wrong with each, in their order; null: it is done. Rejects when all must be tried again. */
  run(services: Services, payloads: readonly JobPayload[], signal: AbortSignal): Promise<readonly (Error | null)[]>
}

export function defineJob(job: JobDefinition): JobDefinition {
  return job
}

/** Thrown by a job that no retry can help: its payload, or what it is about, is wrong. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused'
}
