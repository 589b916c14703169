import type { OsvEvent, VersionScheme } from '@cupel/model'
import { isVersionRange } from '@cupel/model'
import type { AdvisoryEntry } from '../advisory-index.ts'

/** Versions from `introduced`, where there is one, to below `fixed`, where there is one. */
interface Stretch {
  readonly introduced: string
  readonly fixed: string | undefined
}

export interface LeapOptions {
  readonly version: string
  /** Whether no advisory of the package holds a version. */
  readonly isUntouched: (version: string) => boolean
}

/**
 * The smallest upgrade of an affected version, found by leaps over plain ranges, which nearly all are: whatever lies below the end of
 * a range that holds the version is held too. null when one holds it for ever; undefined when leaps do not tell, because the rest of
 * the advisories (lists, last affected versions, several stretches in one) has a say.
 */
export function leapUpgrade(
  entries: readonly AdvisoryEntry[],
  scheme: VersionScheme,
  { version, isUntouched }: LeapOptions,
): string | null | undefined {
  if (!scheme.valid(version)) return undefined
  const { stretches, known, others } = stretchesOf(entries, scheme)
  let at = version
  for (;;) {
    let end = at
    for (const { introduced, fixed } of stretches) {
      if (fixed !== undefined && scheme.compare(fixed, end) <= 0) continue
      if (introduced !== '0' && scheme.compare(at, introduced) < 0) continue
      if (fixed === undefined) return null
      end = fixed
    }
    if (end === at) break
    at = end
  }
  if (at === version || (others && !isUntouched(at))) return undefined
  // Of several spellings of one version the first by text.
  return known.reduce((first, one) => (one < first && scheme.compare(one, at) === 0 && scheme.valid(one) ? one : first), at)
}

/** The plain ranges, all versions that are known to exist, and whether anything is no plain range. */
function stretchesOf(entries: readonly AdvisoryEntry[], scheme: VersionScheme) {
  const stretches: Stretch[] = []
  const known: string[] = []
  let others = false
  for (const { affected } of entries) {
    for (const { ranges = [], versions } of affected) {
      if (versions !== undefined) {
        others = true
        for (const listed of versions) known.push(listed)
      }
      for (const range of ranges) {
        if (!isVersionRange(range)) continue
        const stretch = stretchOf(range.events, scheme)
        if (stretch === null) others = true
        else stretches.push(stretch)
        for (const { fixed } of range.events) if (fixed !== undefined) known.push(fixed)
      }
    }
  }
  return { stretches, known, others }
}

function stretchOf(events: readonly OsvEvent[], scheme: VersionScheme): Stretch | null {
  const introduced = events[0]?.introduced
  if (introduced === undefined || events.length > 2) return null
  if (events.length === 1) return { introduced, fixed: undefined }
  const fixed = events[1]?.fixed
  if (fixed === undefined || !scheme.valid(fixed)) return null
  // Events in the wrong order say something else: not affected below `introduced`, and affected ever after.
  return introduced !== '0' && scheme.compare(introduced, fixed) > 0 ? null : { introduced, fixed }
}
