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

/** Changes of counters by version, as they are met. */
export class CounterChanges {
  readonly #byVersion = new Map<number, Int32Array>()

  add(version: number, counter: Counter | null, by: number): void {
    if (counter === null) return
    const known = this.#byVersion.get(version) ?? new Int32Array(COUNTERS.length)
    const at = COUNTERS.indexOf(counter)
    known[at] = (known[at] ?? 0) + by
    this.#byVersion.set(version, known)
  }

  /** The changes of each version that was met. */
  all(): ReadonlyMap<number, Int32Array> {
    return this.#byVersion
  }

  /** Versions whose changes do not cancel out, each with its changes. */
  rows(): readonly (readonly [version: number, changes: Int32Array])[] {
    return [...this.#byVersion].filter(([, changes]) => changes.some((by) => by !== 0))
  }
}
