import type { AdvisoryKind } from '@cupel/model'

/** Databases whose ids people of an ecosystem know, best known first. */
const KNOWN: readonly string[] = ['GHSA-', 'CVE-', 'PYSEC-', 'GO-', 'RUSTSEC-']
/** Later than any id of a registered database. */
const PROVISIONAL = 'x_'

/**
 * The id of a problem that is shown first, out of all its ids: for malware its MAL id, else GHSA before CVE before the
 * ecosystem's own database before others; within one database the lowest. An id whose record was withdrawn (`isWithdrawn`, asked
 * only about the best one) gives way to the next. It depends on nothing but the ids and what became of them, so it is the same on
 * every machine and for every component, and it is what the fingerprint is made from.
 */
export function shownId(ids: readonly string[], kind: AdvisoryKind, isWithdrawn: (id: string) => boolean): string {
  let candidates = ids
  while (candidates.length > 1) {
    const best = bestOf(candidates, kind)
    if (!isWithdrawn(best)) return best
    candidates = candidates.filter((id) => id !== best)
  }
  return candidates[0] ?? ''
}

function bestOf(ids: readonly string[], kind: AdvisoryKind): string {
  let best = ''
  let bestRank = Number.POSITIVE_INFINITY
  for (const id of ids) {
    const rank = rankOf(id, kind)
    if (rank > bestRank || (rank === bestRank && id > best)) continue
    best = id
    bestRank = rank
  }
  return best
}

function rankOf(id: string, kind: AdvisoryKind): number {
  if (kind === 'malware' && id.startsWith('MAL-')) return -1
  if (id.startsWith(PROVISIONAL)) return KNOWN.length + 1
  const known = KNOWN.findIndex((prefix) => id.startsWith(prefix))
  return known === -1 ? KNOWN.length : known
}
