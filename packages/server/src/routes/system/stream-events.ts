import { Type } from 'typebox'
import { HttpProblem } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { createEventFeed } from '../../http/event-feed.ts'
import type { EventFeed } from '../../http/event-feed.ts'
import { eventStream } from '../../http/event-stream.ts'

const HEARTBEAT_MS = 20_000
const RECHECK_MS = 60_000
/** A right that was taken away is gone from the stream after this long. */
const FRESH_MS = 1000

/** Open streams of one caller: more pages than anybody has, fewer than could be used against the server. */
const MOST_STREAMS = 100

const feeds = new WeakMap<object, EventFeed>()
const streams = new WeakMap<object, Map<string, number>>()

/** Counts a stream of a caller until its signal ends it. */
function countStream(services: object, actor: string, signal: AbortSignal): void {
  // Gone already: nothing would ever end its count.
  if (signal.aborted) return
  const open = streams.get(services) ?? new Map<string, number>()
  streams.set(services, open)
  const present = open.get(actor) ?? 0
  if (present >= MOST_STREAMS) throw new HttpProblem(429, 'too-many-streams', `${MOST_STREAMS} streams are open already`)
  open.set(actor, present + 1)
  signal.addEventListener(
    'abort',
    () => {
      const left = (open.get(actor) ?? 1) - 1
      if (left > 0) open.set(actor, left)
      else open.delete(actor)
    },
    { once: true },
  )
}

export default defineRoute({
  method: 'GET',
  path: '/events',
  id: 'streamEvents',
  summary: 'Server-sent events of what the caller may see; Last-Event-ID takes up where an earlier stream ended',
  tag: 'notifications',
  access: 'portfolio:read',
  media: 'text/event-stream',
  response: Type.Unknown(),
  handle: async ({ services, viewer, signal, request, reply }) => {
    countStream(services, viewer.actor, signal)
    const feed = feeds.get(services) ?? createEventFeed(services.db, services.log)
    feeds.set(services, feed)
    const header = request.headers['last-event-id']
    const from = typeof header === 'string' && header !== '' ? header : null
    reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no')
    return eventStream({
      feed,
      viewer: request.viewerAgain,
      from,
      signal,
      now: services.now,
      heartbeatMs: HEARTBEAT_MS,
      recheckMs: RECHECK_MS,
      freshMs: FRESH_MS,
    })
  },
})
