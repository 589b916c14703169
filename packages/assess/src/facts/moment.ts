const DAY_MS = 86_400_000

/** Days from one RFC 3339 moment to another, with fractions; NaN when one of them is none. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}
