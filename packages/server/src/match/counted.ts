import type { Severity } from '@cupel/model'

/** What a set counts, in the order of its columns. `unmatched` is of versions, the others of matches. */
export const COUNTERS = ['critical', 'high', 'medium', 'low', 'unknown', 'malware', 'unmatched'] as const

export type Counter = (typeof COUNTERS)[number]

/** Under what a match is counted: malware apart, severity none not at all, what only one organisation knows not at all. */
export function counterOf({
  kind,
  severity,
  orgId,
}: {
  readonly kind: string
  readonly severity: Severity
  readonly orgId: number | null
}): Counter | null {
  if (orgId !== null) return null
  if (kind === 'malware') return 'malware'
  return severity === 'none' ? null : severity
}

/** Changes of counters by version, or by set, as they are met. No array of them is ever written to: thousands of sets that change alike share one. */
export class CounterChanges {
  readonly #byId = new Map<number, Int32Array>()

  add(id: number, counter: Counter | null, by: number): void {
    if (counter === null) return
    const changes = new Int32Array(COUNTERS.length)
    changes[COUNTERS.indexOf(counter)] = by
    this.addAll(id, changes)
  }

  addAll(id: number, changes: Int32Array): void {
    const known = this.#byId.get(id)
    this.#byId.set(id, known === undefined ? changes : known.map((by, at) => by + (changes[at] ?? 0)))
  }

  /** What was met of one; from now on it counts as not met. */
  take(id: number): Int32Array {
    const known = this.#byId.get(id) ?? new Int32Array(COUNTERS.length)
    this.#byId.delete(id)
    return known
  }

  /** The changes of each that was met. */
  all(): ReadonlyMap<number, Int32Array> {
    return this.#byId
  }

  /** Those whose changes do not cancel out, each with its changes. */
  rows(): readonly (readonly [id: number, changes: Int32Array])[] {
    return [...this.#byId].filter(([, changes]) => changes.some((by) => by !== 0))
  }
}
