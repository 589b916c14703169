const WHOLE_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** RFC 3339 time stamp as seconds when that loses nothing, else the text itself. */
export function packTime(text: string): string | number {
  if (!WHOLE_SECONDS.test(text)) return text
  const seconds = Date.parse(text) / 1000
  return unpackTime(seconds) === text ? seconds : text
}

/** What `packTime` was given. */
export function unpackTime(packed: string | number): string {
  if (typeof packed === 'string') return packed
  return Number.isFinite(packed) ? `${new Date(packed * 1000).toISOString().slice(0, 19)}Z` : ''
}
