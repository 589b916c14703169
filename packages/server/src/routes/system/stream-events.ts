import { Type } from 'typebox'
import { defineRoute } from '../../api/route.ts'
import { createEventFeed } from '../../http/event-feed.ts'
import type { EventFeed } from '../../http/event-feed.ts'
import { eventStream } from '../../http/event-stream.ts'

const HEARTBEAT_MS = 20_000
const RECHECK_MS = 60_000
/** A right that was taken away is gone from the stream after this long. */
const FRESH_MS = 1000

const feeds = new WeakMap<object, EventFeed>()

export default defineRoute({
  method: 'GET',
  path: '/events',
  id: 'streamEvents',
  summary: 'Server-sent events of what the caller may see; Last-Event-ID takes up where an earlier stream ended',
  tag: 'notifications',
  access: 'portfolio:read',
  media: 'text/event-stream',
  response: Type.Unknown(),
  handle: async ({ services, signal, request, reply }) => {
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
