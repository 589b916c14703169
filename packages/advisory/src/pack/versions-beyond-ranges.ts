import type { OsvAffected, OsvRange, VersionScheme } from '@cupel/model'
import { evaluateAffected } from '@cupel/model'

/**
 * Listed versions that the ranges do not already hold. The others say nothing more, and in most records the list is the
 * ranges written out: leaving it out makes the index several times smaller.
 */
export function versionsBeyondRanges(affected: OsvAffected, ranges: readonly OsvRange[], scheme: VersionScheme): readonly string[] {
  const versions = affected.versions ?? []
  if (ranges.length === 0 || versions.length === 0) return versions
  const bounds = scheme.same === undefined ? [] : ranges.flatMap((range) => range.events.flatMap((event) => Object.values(event)))
  return versions.filter(
    (version) =>
      evaluateAffected(scheme, { ranges }, version).state !== 'affected' || bounds.some((bound) => splits(bound, version, scheme)),
  )
}

/** A listed version stands for its local builds too; a bound among them puts some of these outside the range. */
function splits(bound: string, version: string, scheme: VersionScheme): boolean {
  return bound !== version && scheme.same?.(version, bound) === true
}
