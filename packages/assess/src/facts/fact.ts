import type { Fact, Missing } from '../outcome.ts'

/** A fact that was seen. */
export function known<T>(value: T): Fact<T> {
  return { known: true, value }
}

/** A fact that could not be seen, with the reason. */
export function missing(what: Missing['what'], detail: string, remedy: string): Fact<never> {
  return { known: false, missing: { what, detail, remedy } }
}
