import { EVENT_ID } from 'js-yaml'
import type { Event } from 'js-yaml'

export interface AliasFault {
  readonly kind: 'malformed' | 'limit-exceeded'
  readonly reason: string
  readonly offset: number
}

/**
 * Looks for alias bombs and cycles without building the values: the size of each anchored node, its own aliases
 * expanded, is summed over the events in one pass.
 */
export function findAliasFault(
  text: string,
  events: readonly Event[],
  limits: { readonly maxAliases: number; readonly maxExpanded: number },
): AliasFault | undefined {
  const sizes = new Map<string, number>()
  const open: { anchor: string; size: number }[] = []
  const unfinished = new Set<string>()
  let aliases = 0

  const count = (size: number): void => {
    const parent = open.at(-1)
    if (parent) parent.size += size
  }

  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        sizes.clear()
        open.push({ anchor: '', size: 0 })
        break
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const anchor = anchorOf(text, event)
        if (anchor) unfinished.add(anchor)
        open.push({ anchor, size: 1 })
        break
      }
      case EVENT_ID.SCALAR: {
        const anchor = anchorOf(text, event)
        if (anchor) sizes.set(anchor, 1)
        count(1)
        break
      }
      case EVENT_ID.ALIAS: {
        const anchor = anchorOf(text, event)
        const offset = event.anchorStart
        if (++aliases > limits.maxAliases) {
          return { kind: 'limit-exceeded', reason: `there are more than ${limits.maxAliases} aliases`, offset }
        }
        if (unfinished.has(anchor)) return { kind: 'malformed', reason: 'an alias stands inside the node it names', offset }
        count(sizes.get(anchor) ?? 1)
        if ((open.at(-1)?.size ?? 0) > limits.maxExpanded) {
          return { kind: 'limit-exceeded', reason: `aliases expand to more than ${limits.maxExpanded} nodes`, offset }
        }
        break
      }
      case EVENT_ID.POP: {
        const closed = open.pop()
        if (!closed) break
        if (closed.anchor) {
          sizes.set(closed.anchor, closed.size)
          unfinished.delete(closed.anchor)
        }
        count(closed.size)
        break
      }
    }
  }
  return undefined
}

function anchorOf(text: string, event: { readonly anchorStart: number; readonly anchorEnd: number }): string {
  return event.anchorStart === -1 ? '' : text.slice(event.anchorStart, event.anchorEnd)
}
