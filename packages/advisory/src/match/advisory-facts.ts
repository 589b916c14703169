import type { AdvisoryFacts, CvssRating, AdvisoryKind, Severity } from '@cupel/model'
import { SEVERITIES, severityOfScore } from '@cupel/model'
import type { AdvisoryIndex, AdvisoryRecord } from '../advisory-index.ts'
import { shownId } from './shown-id.ts'

/** What is told of one problem, out of all its advisories that affect a component. */
export interface MergedAdvisory {
  readonly kind: AdvisoryKind
  readonly severity: Severity
  readonly facts: AdvisoryFacts
}

/**
 * Merges the facts of advisories that are aliases. `ids`: all ids of the problem, sorted; `records`: at least one. The problem is shown
 * by one of `joins`, the ids that make it one: a record of several problems, which the advisories may name too, is shown for itself.
 */
export function mergeAdvisories(
  ids: readonly string[],
  records: readonly AdvisoryRecord[],
  index: AdvisoryIndex,
  joins: readonly string[] = ids,
): MergedAdvisory {
  const isMalware = ids.some((id) => id.startsWith('MAL-')) || records.some((record) => record.kind === 'malware')
  const kind: AdvisoryKind = isMalware ? 'malware' : 'vulnerability'
  const id = shownId(joins, kind, (one) => !records.some((record) => record.id === one) && index.isWithdrawn(one))
  const cvss = ratingsOf(records)
  const facts = {
    id,
    aliases: aliasesOf(id, ids, records),
    summary:
      (records.find((record) => record.id === id && record.summary !== '') ?? records.find(({ summary }) => summary !== ''))?.summary ?? '',
    published: earliest(records),
    modified: records.reduce((latest, { modified }) => (modified > latest ? modified : latest), ''),
    cvss,
    cwes: uniqueSorted(records.flatMap((record) => record.cwes)),
    ...index.signals(withUpstream(ids, records)),
  }
  return { kind, severity: severityOf(cvss, records, kind), facts }
}

/** A distribution's record of exactly one problem is that problem for waivers and VEX; a collection of several is none of them. */
function aliasesOf(id: string, ids: readonly string[], records: readonly AdvisoryRecord[]): readonly string[] {
  const same = records.filter(({ upstream }) => upstream.length === 1).map(({ upstream }) => upstream[0]!)
  const all = same.length === 0 ? ids : uniqueSorted([...ids, ...same])
  return all.filter((one) => one !== id)
}

function withUpstream(ids: readonly string[], records: readonly AdvisoryRecord[]): readonly string[] {
  return records.every(({ upstream }) => upstream.length === 0)
    ? ids
    : [...new Set([...ids, ...records.flatMap(({ upstream }) => upstream)])]
}

function earliest(records: readonly AdvisoryRecord[]): string {
  let first = ''
  for (const { published } of records) if (published !== '' && (first === '' || published < first)) first = published
  return first
}

function uniqueSorted(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...new Set(texts)].toSorted()
}

/** Newest version of CVSS first, then highest score. */
function ratingsOf(records: readonly AdvisoryRecord[]): readonly CvssRating[] {
  const [first, ...others] = records
  if (others.length === 0 && first!.cvss.length < 2) return first!.cvss
  const byVector = new Map(records.flatMap((record) => record.cvss.map((rating) => [rating.vector, rating])))
  const byScore = (a: CvssRating, b: CvssRating): number => (b.score ?? -1) - (a.score ?? -1)
  const byVersion = (a: CvssRating, b: CvssRating): number => (a.version === b.version ? 0 : a.version > b.version ? -1 : 1)
  return [...byVector.values()].toSorted((a, b) => byVersion(a, b) || byScore(a, b) || (a.vector < b.vector ? -1 : 1))
}

/**
 * Worst rating by CVSS 3 or 4; by CVSS 2 when there is no other; else the worst that a source states in words. Malware
 * without any is critical: it is there to do harm.
 */
function severityOf(cvss: readonly CvssRating[], records: readonly AdvisoryRecord[], kind: AdvisoryKind): Severity {
  let worst2 = -1
  let worst = -1
  for (const { version, score } of cvss) {
    if (score === null) continue
    if (version === '2.0') worst2 = Math.max(worst2, score)
    else worst = Math.max(worst, score)
  }
  if (worst >= 0 || worst2 >= 0) return severityOfScore(worst >= 0 ? worst : worst2)
  const stated = new Set(records.map((record) => record.severity))
  const inWords = SEVERITIES.find((severity) => severity !== 'unknown' && stated.has(severity))
  return inWords ?? (kind === 'malware' ? 'critical' : 'unknown')
}
