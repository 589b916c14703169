/** A stretch of the order of keys. A bound of null is no bound; a bound that is not open belongs to the span. */
export interface VersionSpan {
  readonly lo: Uint8Array | null
  readonly loOpen: boolean
  readonly hi: Uint8Array | null
  readonly hiOpen: boolean
}

/** A place just before a key, or just after it. */
interface Cut {
  readonly key: Uint8Array
  readonly after: boolean
}

/** The span of all keys. */
export const EVERY_KEY: VersionSpan = { lo: null, loOpen: false, hi: null, hiOpen: false }

/** The span of one key. */
export function pointSpan(key: Uint8Array): VersionSpan {
  return { lo: key, loOpen: false, hi: key, hiOpen: false }
}

/** Order of keys: by unsigned bytes, a longer one after its beginning, as PostgreSQL compares `bytea`. */
export function compareVersionKeys(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Whether one of the spans holds the key. */
export function spansHold(spans: readonly VersionSpan[], key: Uint8Array): boolean {
  return spans.some((span) => coversSpan(span, pointSpan(key)))
}

/** Whether `outer` holds every key of `inner`, which is not empty. */
export function coversSpan(outer: VersionSpan, inner: VersionSpan): boolean {
  return startOrder(outer, inner) <= 0 && endOrder(outer, inner) >= 0
}

/** The same set of keys in as few spans as it takes, ascending, none of which meets another. */
export function unionOfSpans(spans: readonly VersionSpan[]): readonly VersionSpan[] {
  const union: VersionSpan[] = []
  for (const span of [...spans].sort(startOrder)) {
    const last = union.at(-1)
    if (last === undefined || leavesGap(last, span)) union.push(span)
    else if (endOrder(span, last) > 0) union[union.length - 1] = { ...last, hi: span.hi, hiOpen: span.hiOpen }
  }
  return union
}

/** All keys, cut at every bound of the spans: ascending, none empty, each wholly inside or wholly outside of each span. */
export function cellsOf(spans: readonly VersionSpan[]): readonly VersionSpan[] {
  const cuts = spans.flatMap((span) => [startCut(span), endCut(span)].filter((cut) => cut !== null)).sort(cutOrder)
  const cells: VersionSpan[] = []
  let start: Cut | null = null
  for (const cut of cuts) {
    if (start !== null && cutOrder(start, cut) === 0) continue
    cells.push(between(start, cut))
    start = cut
  }
  cells.push(between(start, null))
  return cells
}

function between(start: Cut | null, end: Cut | null): VersionSpan {
  return { lo: start?.key ?? null, loOpen: start?.after ?? false, hi: end?.key ?? null, hiOpen: end !== null && !end.after }
}

function startCut({ lo, loOpen }: VersionSpan): Cut | null {
  return lo === null ? null : { key: lo, after: loOpen }
}

function endCut({ hi, hiOpen }: VersionSpan): Cut | null {
  return hi === null ? null : { key: hi, after: !hiOpen }
}

function cutOrder(a: Cut, b: Cut): number {
  return compareVersionKeys(a.key, b.key) || Number(a.after) - Number(b.after)
}

function startOrder(a: VersionSpan, b: VersionSpan): number {
  const one = startCut(a)
  const two = startCut(b)
  return one === null || two === null ? Number(two === null) - Number(one === null) : cutOrder(one, two)
}

function endOrder(a: VersionSpan, b: VersionSpan): number {
  const one = endCut(a)
  const two = endCut(b)
  return one === null || two === null ? Number(one === null) - Number(two === null) : cutOrder(one, two)
}

function leavesGap(a: VersionSpan, b: VersionSpan): boolean {
  const end = endCut(a)
  const start = startCut(b)
  return end !== null && start !== null && cutOrder(end, start) < 0
}
