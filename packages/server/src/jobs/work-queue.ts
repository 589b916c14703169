import type { JobQueue } from '../services.ts'

/** A job that this process may run until its lease ends. */
export interface TakenJob {
  readonly id: string
  readonly queue: string
  readonly payload: Readonly<Record<string, unknown>>
  /** 1 at the first try. */
  readonly attempt: number
}

/** A job that failed for good, kept until somebody tries it again or drops it. */
export interface AsideJob {
  readonly id: string
  readonly queue: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly attempts: number
  readonly reason: string
  readonly since: Date
}

export interface QueueCounts {
  readonly queue: string
  readonly waiting: number
  readonly running: number
  readonly aside: number
  /** Of the oldest that could run now; 0: none waits. */
  readonly oldestSeconds: number
}

/** The queue as workers and operators use it. */
export interface WorkQueue extends JobQueue {
  /** Those of `queues` in which a job could run now. */
  due(queues: readonly string[]): Promise<readonly string[]>
  take(queue: string, limit: number): Promise<readonly TakenJob[]>
  /** Holds these for another lease; gives the ids of those that are still this process's. */
  renew(jobs: readonly TakenJob[]): Promise<ReadonlySet<string>>
  /** Jobs of one queue. */
  done(queue: string, jobs: readonly TakenJob[]): Promise<void>
  /** To be tried again after a pause, or aside when it has no tries left. `final`: aside at once. */
  failed(job: TakenJob, reason: string, options?: { readonly final?: boolean }): Promise<void>
  /** Given back untried, for another worker. */
  release(jobs: readonly TakenJob[]): Promise<void>
  /** Frees the jobs of workers that gave no sign for a lease, and those that a clock set back had put into the future. */
  expire(): Promise<void>
  aside(limit?: number): Promise<readonly AsideJob[]>
  /** false: it is not aside. */
  retryAside(queue: string, id: string): Promise<boolean>
  dropAside(queue: string, id: string): Promise<boolean>
  counts(): Promise<readonly QueueCounts[]>
  /** Called when something was sent from this process. Gives the function that ends it. */
  onSend(listener: () => void): () => void
}
