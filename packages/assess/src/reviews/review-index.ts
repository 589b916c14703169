import type { Problem } from '@cupel/model'
import { PurlInvalid, buildPurl, parsePurl } from '@cupel/model'
import { readReview } from './read-review.ts'
import type { SecurityReview } from './read-review.ts'

export interface ReviewIndex {
  readonly reviews: readonly SecurityReview[]
  readonly problems: readonly Problem[]
  /** Files that are no review. */
  readonly refused: number
}

export interface ReviewMatch {
  readonly review: SecurityReview
  /** `version`: this very version was reviewed. `package`: another one, or no single one. */
  readonly about: 'version' | 'package'
  /** Days between the review and the assessment; null when the review has no date. */
  readonly ageDays: number | null
}

export interface ReviewCoverage {
  readonly reviewed: readonly { readonly purl: string; readonly matches: readonly ReviewMatch[] }[]
  /** Components without any review: the gaps. */
  readonly gaps: readonly string[]
}

/** Reads a collection of reviews, path and text of each file. Files whose name is no review's (README, template) are for the caller to leave out. */
export function indexReviews(files: Iterable<readonly [path: string, text: string]>): ReviewIndex {
  const reviews: SecurityReview[] = []
  const problems: Problem[] = []
  let refused = 0
  for (const [path, text] of files) {
    const read = readReview(text, path)
    problems.push(...read.problems)
    if (read.review === null) refused++
    else reviews.push(read.review)
  }
  return { reviews, problems, refused }
}

/** Which components were reviewed, by whom and when; the newest review first. Removed reviews and drafts do not count. */
export function reviewCoverage({ reviews }: ReviewIndex, purls: readonly string[], asOf: string): ReviewCoverage {
  const byPackage = new Map<string, { readonly review: SecurityReview; readonly version: string }[]>()
  for (const review of reviews) {
    if (review.state !== 'active') continue
    for (const purl of review.purls) {
      const parts = splitPurl(purl)
      if (parts === undefined) continue
      const known = byPackage.get(parts.name)
      if (known === undefined) byPackage.set(parts.name, [{ review, version: parts.version }])
      else known.push({ review, version: parts.version })
    }
  }
  const reviewed: { purl: string; matches: readonly ReviewMatch[] }[] = []
  const gaps: string[] = []
  for (const purl of [...new Set(purls)].sort()) {
    const parts = splitPurl(purl)
    const found = parts === undefined ? [] : (byPackage.get(parts.name) ?? [])
    if (parts === undefined || found.length === 0) {
      gaps.push(purl)
      continue
    }
    const matches = found.map(({ review, version }): ReviewMatch => {
      const age = Math.floor((Date.parse(asOf) - Date.parse(review.date)) / 86_400_000)
      return { review, about: version !== '' && version === parts.version ? 'version' : 'package', ageDays: Number.isNaN(age) ? null : age }
    })
    reviewed.push({ purl, matches: matches.sort((a, b) => (a.review.date < b.review.date ? 1 : -1)) })
  }
  return { reviewed, gaps }
}

function splitPurl(purl: string): { readonly name: string; readonly version: string } | undefined {
  try {
    const { type, namespace, name, version } = parsePurl(purl)
    return { name: buildPurl({ type, namespace, name }), version }
  } catch (error) {
    if (!(error instanceof PurlInvalid)) throw error
    return undefined
  }
}
