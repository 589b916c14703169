import type { ChildProcess } from 'node:child_process'

/** Ends a child that gives nothing for too long, counting only the time in which somebody waits for it. */
export interface IdleLimit {
  /** The child is waited for, from now. */
  start(): void
  /** Nobody waits: what took so long is not the child's doing. */
  stop(): void
}

/** A limit for one child; stopped until it is started. */
export function idleLimit(child: ChildProcess, timeoutMs: number): IdleLimit {
  let timer: NodeJS.Timeout | undefined
  return {
    start() {
      clearTimeout(timer)
      timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
