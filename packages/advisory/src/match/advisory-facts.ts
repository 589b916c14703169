import type { AdvisoryFacts, CvssRating, FindingKind, Severity } from '@cupel/model'
import { SEVERITIES, severityOfScore } from '@cupel/model'
import type { AdvisoryIndex, AdvisoryRecord } from '../advisory-index.ts'
import { shownId } from './shown-id.ts'

/** What is told of one problem, out of all its advisories that affect a component. */
export interface MergedAdvisory {
  readonly kind: FindingKind
  readonly severity: Severity
  readonly facts: AdvisoryFacts
}

/** Merges the facts of advisories that are aliases. `ids`: all ids of the problem, sorted; `records`: at least one. */
export function mergeAdvisories(ids: readonly string[], records: readonly AdvisoryRecord[], index: AdvisoryIndex): MergedAdvisory {
  const isMalware = ids.some((id) => id.startsWith('MAL-')) || records.some((record) => record.kind === 'malware')
  const kind: FindingKind = isMalware ? 'malware' : 'vulnerability'
  const id = shownId(ids, kind)
  const shownFirst = records.toSorted((a, b) => Number(b.id === id) - Number(a.id === id))
  const upstream = records.flatMap((record) => record.upstream)
  // A distribution's record of exactly one problem is that problem for waivers and VEX; a collection of several is none of them.
  const same = records.flatMap((record) => (record.upstream.length === 1 ? record.upstream : []))
  const cvss = ratingsOf(records)
  const facts = {
    id,
    aliases: [...new Set([...ids, ...same])].filter((one) => one !== id).toSorted(),
    summary: shownFirst.find((record) => record.summary !== '')?.summary ?? '',
    published: sorted(records.map((record) => record.published))[0] ?? '',
    modified: sorted(records.map((record) => record.modified)).at(-1) ?? '',
    cvss,
    cwes: [...new Set(records.flatMap((record) => record.cwes))].toSorted(),
    ...index.signals([...new Set([...ids, ...upstream])]),
  }
  return { kind, severity: severityOf(cvss, records, kind), facts }
}

function sorted(times: readonly string[]): readonly string[] {
  return times.filter((time) => time !== '').toSorted()
}

/** Newest version of CVSS first, then highest score. */
function ratingsOf(records: readonly AdvisoryRecord[]): readonly CvssRating[] {
  const byVector = new Map(records.flatMap((record) => record.cvss.map((rating) => [rating.vector, rating])))
  const byScore = (a: CvssRating, b: CvssRating): number => (b.score ?? -1) - (a.score ?? -1)
  const byVersion = (a: CvssRating, b: CvssRating): number => (a.version === b.version ? 0 : a.version > b.version ? -1 : 1)
  return [...byVector.values()].toSorted((a, b) => byVersion(a, b) || byScore(a, b) || (a.vector < b.vector ? -1 : 1))
}

/**
 * Worst rating by CVSS 3 or 4; by CVSS 2 when there is no other; else the worst that a source states in words. Malware
 * without any is critical: it is there to do harm.
 */
function severityOf(cvss: readonly CvssRating[], records: readonly AdvisoryRecord[], kind: FindingKind): Severity {
  const scored = cvss.filter((rating) => rating.score !== null)
  const current = scored.filter((rating) => rating.version !== '2.0')
  const scores = (current.length > 0 ? current : scored).map((rating) => rating.score ?? 0)
  if (scores.length > 0) return severityOfScore(Math.max(...scores))
  const stated = new Set(records.map((record) => record.severity))
  const worst = SEVERITIES.find((severity) => severity !== 'unknown' && stated.has(severity))
  return worst ?? (kind === 'malware' ? 'critical' : 'unknown')
}
