import type { Facts } from './facts.ts'

/** Makes a lazy reading of facts: computed on first use, once for each Facts object. `read` must be pure. */
export function reading<T>(read: (facts: Facts) => T): (facts: Facts) => T {
  const done = new WeakMap<Facts, { readonly value: T }>()
  return (facts) => {
    const before = done.get(facts)
    if (before !== undefined) return before.value
    const value = read(facts)
    done.set(facts, { value })
    return value
  }
}
