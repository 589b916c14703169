import type { Viewer } from '../api/viewer.ts'
import type { EventFeed, FeedEvent } from './event-feed.ts'

export interface EventStream {
  readonly feed: EventFeed
  /** Who listens, asked again from time to time; null: no longer somebody who may. */
  readonly viewer: () => Promise<Viewer | null>
  /** `Last-Event-ID`; null: from now on. */
  readonly from: number | null
  readonly signal: AbortSignal
  readonly heartbeatMs: number
  readonly recheckMs: number
}

/** So many events are caught up at most; beyond, the page is told to ask anew. */
const CATCH_UP = 1000
/** A reader that does not keep up loses its place: it is told so and can come back. */
const QUEUE = 1000

/**
 * Server-sent events (HTML standard §9.2): what the listener may see, each with its number in the outbox, so that a browser which comes
 * back takes up where it was. Ends when its listener may no longer listen, goes away, or the server drains. Generated only as fast
 * as it is read.
 */
export async function* eventStream({ feed, viewer, from, signal, heartbeatMs, recheckMs }: EventStream): AsyncGenerator<string> {
  const queue: FeedEvent[] = []
  let wake: (() => void) | undefined
  let lost = false
  const forget = feed.listen((event) => {
    if (queue.length >= QUEUE) lost = true
    else queue.push(event)
    wake?.()
  })
  const stop = (): void => wake?.()
  signal.addEventListener('abort', stop)
  try {
    let sees = seen(await viewer())
    if (sees === null) return
    yield 'retry: 3000\n\n'
    // The feed may tell of the same events a moment later.
    const caughtUp = new Set<number>()
    if (from !== null) {
      const missed = await feed.after(from, CATCH_UP)
      for (const event of missed) {
        caughtUp.add(event.id)
        if (sees(event)) yield line(event)
      }
      if (missed.length === CATCH_UP) yield 'event: reset\ndata: {}\n\n'
    }
    for (let quiet = 0, age = 0; !signal.aborted && !lost;) {
      const event = queue.shift()
      if (event !== undefined) {
        quiet = 0
        if (!caughtUp.has(event.id) && sees(event)) yield line(event)
        continue
      }
      const waited = Math.min(heartbeatMs - quiet, recheckMs - age)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waited)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
        if (signal.aborted || queue.length > 0) wake()
      })
      wake = undefined
      quiet += waited
      age += waited
      if (age >= recheckMs) {
        age = 0
        sees = seen(await viewer())
        if (sees === null) return
      }
      if (quiet >= heartbeatMs && queue.length === 0) {
        quiet = 0
        yield ': still here\n\n'
      }
    }
    if (lost) yield 'event: reset\ndata: {}\n\n'
  } finally {
    signal.removeEventListener('abort', stop)
    forget()
  }
}

function seen(viewer: Viewer | null): ((event: FeedEvent) => boolean) | null {
  if (viewer === null || !viewer.permissions.has('portfolio:read')) return null
  const projects = viewer.projects === null ? null : new Set(viewer.projects)
  const organisations = viewer.organisations === null ? null : new Set(viewer.organisations)
  return ({ project, organisation }) => {
    if (project !== null) return projects === null || projects.has(project)
    return organisations === null || organisations.has(organisation)
  }
}

function line({ id, at, kind, project, vulnerability, text }: FeedEvent): string {
  return `id: ${id}\ndata: ${JSON.stringify({ id, at, kind, project, vulnerability, text })}\n\n`
}
