import type { MatchReason, OsvAffected, VersionScheme } from '@cupel/model'
import { evaluateAffected } from '@cupel/model'
import type { AdvisoryEntry } from '../advisory-index.ts'

/** An advisory that affects the version, with those of its parts that do. */
export interface Hit {
  readonly entry: AdvisoryEntry
  readonly reason: MatchReason
  readonly parts: readonly OsvAffected[]
}

/** An advisory that names the package and for which the version tells nothing. */
export interface Unjudged {
  readonly entry: AdvisoryEntry
  readonly detail: string
}

/** Puts a version to all advisories of its package. */
export function evaluateEntries(
  entries: readonly AdvisoryEntry[],
  scheme: VersionScheme,
  version: string,
): { readonly hits: readonly Hit[]; readonly unjudged: readonly Unjudged[] } {
  const hits: Hit[] = []
  const unjudged: Unjudged[] = []
  for (const entry of entries) {
    let reason: MatchReason | null = null
    let detail: string | null = null
    let parts: OsvAffected[] | null = null
    for (const affected of entry.affected) {
      const result = evaluateAffected(scheme, affected, version)
      if (result.state === 'affected') {
        reason ??= result.reason
        ;(parts ??= []).push(affected)
      } else if (result.state === 'unknown') detail ??= result.detail
    }
    if (reason !== null) hits.push({ entry, reason, parts: parts ?? [] })
    else if (detail !== null) unjudged.push({ entry, detail })
  }
  return { hits, unjudged }
}
