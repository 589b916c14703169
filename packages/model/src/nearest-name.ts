/**
 * The candidate most like the word, for "did you mean": Damerau-Levenshtein distance (adjacent swaps count once) of at
 * most a third of the word's length, at least 1. Null where none is near; of equals the first.
 */
export function nearestName(word: string, candidates: Iterable<string>): string | null {
  if (word.length > 64) return null
  let limit = Math.max(1, Math.floor(word.length / 3))
  let nearest: string | null = null
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue
    const found = distance(word.toLowerCase(), candidate.toLowerCase())
    if (found > limit || (nearest !== null && found === limit)) continue
    nearest = candidate
    limit = found
    if (found === 0) break
  }
  return nearest
}

/** Optimal string alignment with three rows. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
