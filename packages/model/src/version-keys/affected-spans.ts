import { holdsEveryVersion, isVersionRange } from '../affected.ts'
import type { AffectedVersions } from '../affected.ts'
import type { VersionScheme } from '../version-scheme.ts'
import { rangeSpans } from './range-spans.ts'
import { sameSpans } from './text-spans.ts'
import { EVERY_KEY, unionOfSpans } from './version-span.ts'
import type { VersionSpan } from './version-span.ts'

/** Which keys one `affected` entry means. */
export interface AffectedSpans {
  /** Ascending; none meets another. */
  readonly spans: readonly VersionSpan[]
  /** False where a bound has no key: then the one span is of all keys, and evaluateAffected must judge. */
  readonly exact: boolean
}

/**
 * The keys of the versions that evaluateAffected calls affected, as spans: for a version with a key (versionKey), being in
 * one of them is being affected, provided that `exact` is true. Versions without a key are the caller's to judge. Whether
 * the record is withdrawn does not count here.
 */
export function affectedSpans(scheme: VersionScheme, affected: AffectedVersions): AffectedSpans {
  const spans: VersionSpan[] = []
  for (const range of affected.ranges ?? []) {
    if (!isVersionRange(range)) continue
    const found = holdsEveryVersion(range.events) ? [EVERY_KEY] : rangeSpans(scheme, range.events)
    if (found === null) return { spans: [EVERY_KEY], exact: false }
    spans.push(...found)
  }
  for (const version of affected.versions ?? []) {
    const found = sameSpans(scheme.id, version)
    if (found === null) return { spans: [EVERY_KEY], exact: false }
    spans.push(...found)
  }
  return { spans: unionOfSpans(spans), exact: true }
}
