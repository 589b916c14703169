import { orderKey, versionKeyScheme } from './version-key.ts'
import { pointSpan } from './version-span.ts'
import type { VersionSpan } from './version-span.ts'

/** The keys of the versions that are the same as the text (VersionScheme.same); null where that cannot be said. */
export function sameSpans(schemeId: string, text: string): readonly VersionSpan[] | null {
  const scheme = versionKeyScheme(schemeId)
  const key = orderKey(schemeId, text)
  if (key !== null) return scheme?.same?.(text) ?? [pointSpan(key)]
  return scheme?.above !== undefined && scheme.ordered?.(text) === false ? [] : null
}

/** The keys of the versions at or above the text; null where that cannot be said. */
export function spansFrom(schemeId: string, text: string): readonly VersionSpan[] | null {
  const key = orderKey(schemeId, text)
  return key === null ? spansAbove(schemeId, text) : [{ lo: key, loOpen: false, hi: null, hiOpen: false }]
}

/** The keys of the versions above the text and all that are the same as it; null where that cannot be said. */
export function spansBeyond(schemeId: string, text: string): readonly VersionSpan[] | null {
  const last = sameSpans(schemeId, text)?.at(-1)
  return last === undefined ? spansAbove(schemeId, text) : [{ lo: last.hi, loOpen: !last.hiOpen, hi: null, hiOpen: false }]
}

function spansAbove(schemeId: string, text: string): readonly VersionSpan[] | null {
  const scheme = versionKeyScheme(schemeId)
  return scheme?.ordered?.(text) === false ? (scheme.above?.(text) ?? null) : null
}
