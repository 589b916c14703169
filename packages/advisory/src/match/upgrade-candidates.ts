import type { OsvRange, VersionScheme } from '@cupel/model'
import { isVersionRange } from '@cupel/model'
import type { AdvisoryEntry } from '../advisory-index.ts'

/**
 * Versions of a package that the index knows to exist (those that fix something, and those listed) and that no plain range of
 * any advisory holds, in version order. Whether such a version is clean is still to be asked; no clean one is left out. Kernels
 * have thousands of advisories and fixed versions: putting each to each would take minutes.
 */
export function upgradeCandidates(entries: readonly AdvisoryEntry[], scheme: VersionScheme): readonly string[] {
  const known = new Set<string>()
  const ranges: OsvRange[] = []
  for (const { affected } of entries) {
    for (const part of affected) {
      for (const listed of part.versions ?? []) known.add(listed)
      for (const range of part.ranges ?? []) {
        if (!isVersionRange(range)) continue
        ranges.push(range)
        for (const { fixed } of range.events) if (fixed !== undefined) known.add(fixed)
      }
    }
  }
  const sorted = [...known].filter((version) => scheme.valid(version)).toSorted((a, b) => scheme.compare(a, b) || (a < b ? -1 : 1))
  const starts = new Map<string, number>()
  /** Place of the first known version at or above `version`. */
  const placeOf = (version: string): number => {
    let place = starts.get(version)
    if (place === undefined) starts.set(version, (place = lowerBound(sorted, version, scheme)))
    return place
  }
  const changes = new Int32Array(sorted.length + 1)
  for (const { events } of ranges) {
    const [first, second] = events
    if (events.length > 2 || first?.introduced === undefined || (second !== undefined && second.fixed === undefined)) continue
    const start = first.introduced === '0' ? 0 : placeOf(first.introduced)
    const end = second?.fixed === undefined ? sorted.length : placeOf(second.fixed)
    if (start >= end) continue
    changes[start]! += 1
    changes[end]! -= 1
  }
  let holding = 0
  return sorted.filter((_, place) => {
    holding += changes[place]!
    return holding === 0
  })
}

function lowerBound(sorted: readonly string[], version: string, scheme: VersionScheme): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (scheme.compare(sorted[middle]!, version) < 0) low = middle + 1
    else high = middle
  }
  return low
}
