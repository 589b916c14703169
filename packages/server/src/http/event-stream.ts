import { seesProject } from '../api/visible-projects.ts'
import type { Viewer } from '../api/viewer.ts'
import type { EventFeed, FeedEvent } from './event-feed.ts'

export interface EventStream {
  readonly feed: EventFeed
  /** Who listens, asked again from time to time; null: no longer somebody who may. */
  readonly viewer: () => Promise<Viewer | null>
  /** `Last-Event-ID`; null: from now on. */
  readonly from: string | null
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly heartbeatMs: number
  /** Who listens is asked again after this long without news, and with news when it was longer ago than `freshMs`. */
  readonly recheckMs: number
  readonly freshMs: number
}

/** So many events are caught up at most; beyond, the page is told to ask anew. */
const CATCH_UP = 1000
/** A reader that does not keep up loses its place: it is told so and can come back. */
const QUEUE = 1000
const RESET = 'event: reset\ndata: {}\n\n'

/**
 * Server-sent events (HTML standard §9.2): what the listener may see, each with its place in the outbox, so that a browser which comes
 * back takes up where it was. Ends when its listener may no longer listen, goes away, or the server drains. Generated only as fast
 * as it is read.
 */
export async function* eventStream(stream: EventStream): AsyncGenerator<string> {
  const { feed, from, signal, heartbeatMs, recheckMs } = stream
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
    const sight = sightOf(stream)
    if (!(await sight.renew())) return
    yield 'retry: 3000\n\n'
    const { place, events, reset } = await missed(feed, from)
    yield `id: ${place}\n\n`
    // The feed may tell of the same events a moment later.
    const caughtUp = new Set(events.map(({ id }) => id))
    for (const event of events) if (sight.sees(event)) yield line(event)
    if (reset) yield RESET
    for (let quiet = 0, age = 0; !signal.aborted && !lost;) {
      const event = queue.shift()
      if (event !== undefined) {
        quiet = 0
        if (caughtUp.has(event.id)) continue
        if (!sight.isFresh() && !(await sight.renew())) return
        if (sight.sees(event)) yield line(event)
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
        if (!(await sight.renew())) return
      }
      if (quiet >= heartbeatMs && queue.length === 0) {
        quiet = 0
        yield ': still here\n\n'
      }
    }
    if (lost) yield RESET
  } finally {
    signal.removeEventListener('abort', stop)
    forget()
  }
}

/** What happened since the listener was here; `reset` when not all of it is known any more or told again. */
async function missed(
  feed: EventFeed,
  from: string | null,
): Promise<{ readonly place: string; readonly events: readonly FeedEvent[]; readonly reset: boolean }> {
  const found = from === null ? null : await feed.after(from, CATCH_UP)
  if (from !== null && found !== null && found.length < CATCH_UP) return { place: from, events: found, reset: false }
  const place = await feed.newest()
  return { place, events: (await feed.after(place, CATCH_UP)) ?? [], reset: from !== null }
}

interface Sight {
  sees(event: FeedEvent): boolean
  isFresh(): boolean
  /** Asks again who listens; false: nobody who may. */
  renew(): Promise<boolean>
}

function sightOf({ viewer, now, freshMs }: EventStream): Sight {
  let sees: ((event: FeedEvent) => boolean) | null = null
  let asked = 0
  return {
    sees: (event) => sees?.(event) === true,
    isFresh: () => now().getTime() - asked < freshMs,
    async renew() {
      asked = now().getTime()
      sees = seen(await viewer())
      return sees !== null
    },
  }
}

function seen(viewer: Viewer | null): ((event: FeedEvent) => boolean) | null {
  if (viewer === null || !viewer.permissions.has('portfolio:read')) return null
  const organisations = viewer.organisations === null ? null : new Set(viewer.organisations)
  return ({ project, organisation }) => {
    if (project !== null) return seesProject(viewer.projects, { id: project, organisation })
    return organisations === null || organisations.has(organisation)
  }
}

function line({ id, place, at, kind, project, vulnerability, text }: FeedEvent): string {
  return `id: ${place}\ndata: ${JSON.stringify({ id, at, kind, project, vulnerability, text })}\n\n`
}
