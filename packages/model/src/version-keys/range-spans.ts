import { eventOrder } from '../affected.ts'
import type { OsvEvent } from '../osv.ts'
import type { VersionScheme } from '../version-scheme.ts'
import { spansBeyond, spansFrom } from './text-spans.ts'
import { cellsOf, coversSpan, EVERY_KEY } from './version-span.ts'
import type { VersionSpan } from './version-span.ts'

/** A range of more events has no spans: its cells are looked at event by event. Real ones have up to 118. */
const MAX_EVENTS = 1000

/** As much where a bound has no key: then every two events are held against each other. */
const MAX_EVENTS_WITHOUT_KEY = 50

interface Happening {
  readonly event: OsvEvent
  /** The keys of the versions at which the event has happened. */
  readonly spans: readonly VersionSpan[]
}

/**
 * The keys of the versions that isInRange holds in a range of these events; null where a bound cannot be said in keys.
 * Between two neighbouring bounds all versions have seen the same events, so that each such cell is judged once.
 */
export function rangeSpans(scheme: VersionScheme, events: readonly OsvEvent[]): readonly VersionSpan[] | null {
  if (events.length > MAX_EVENTS) return null
  const happenings: Happening[] = []
  for (const event of events) {
    const spans = happenedSpans(scheme, event)
    if (spans === null) return null
    if (spans.length > 0) happenings.push({ event, spans })
  }
  const latestFirst = inOrder(scheme, happenings)?.toReversed()
  const limits = limitSpans(scheme, events)
  if (latestFirst === undefined || limits === null) return null
  return cellsOf([...happenings.flatMap(({ spans }) => spans), ...limits.flat()]).filter((cell) => {
    const deciding = latestFirst.find(({ spans }) => covers(spans, cell))
    return deciding?.event.introduced !== undefined && (limits.length === 0 || limits.some((spans) => !covers(spans, cell)))
  })
}

/** As the events follow on each other; those of one version as they were given. undefined where that is no order. */
function inOrder(scheme: VersionScheme, happenings: readonly Happening[]): readonly Happening[] | undefined {
  const sorted = happenings.toSorted((a, b) => eventOrder(scheme, a.event, b.event))
  // Versions with a key have a total order; a bound without one may be part of a circle.
  if (happenings.every(({ spans }) => spans.length === 1)) return sorted
  if (sorted.length > MAX_EVENTS_WITHOUT_KEY) return undefined
  const given = new Map(happenings.map((happening, index) => [happening, index]))
  const circle = sorted.some((a, at) =>
    sorted.slice(at + 1).some((b) => {
      const order = eventOrder(scheme, a.event, b.event)
      return order > 0 || (order === 0 && (given.get(a) ?? 0) > (given.get(b) ?? 0))
    }),
  )
  return circle ? undefined : sorted
}

function happenedSpans({ id }: VersionScheme, { introduced, fixed, last_affected }: OsvEvent): readonly VersionSpan[] | null {
  if (introduced !== undefined) return introduced === '0' ? [EVERY_KEY] : spansFrom(id, introduced)
  if (fixed !== undefined) return spansFrom(id, fixed)
  return last_affected === undefined ? [] : spansBeyond(id, last_affected)
}

/** For each limit the keys at or above it; none where nothing is limited. */
function limitSpans({ id }: VersionScheme, events: readonly OsvEvent[]): readonly (readonly VersionSpan[])[] | null {
  const limits: (readonly VersionSpan[])[] = []
  for (const { limit } of events) {
    if (limit === '*') return []
    const spans = limit === undefined ? [] : spansFrom(id, limit)
    if (spans === null) return null
    if (limit !== undefined) limits.push(spans)
  }
  return limits
}

function covers(spans: readonly VersionSpan[], cell: VersionSpan): boolean {
  return spans.some((span) => coversSpan(span, cell))
}
