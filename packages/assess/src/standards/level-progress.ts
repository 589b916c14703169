import type { Catalogue } from './catalogue.ts'
import type { RequirementResult } from './judge-standard.ts'

export interface LevelProgress {
  readonly level: string
  readonly title: string
  readonly total: number
  /** Requirements that are fulfilled, by the rules of the badge: with address or justification where one is asked. */
  readonly enough: number
  /** 0..100; 100 only when nothing is open. */
  readonly percent: number
  readonly counts: Readonly<Record<RequirementResult['status'], number>>
}

export interface StandardProgress {
  readonly levels: readonly LevelProgress[]
  /** The highest level whose own and lower requirements are all fulfilled; null when not even the first is. */
  readonly reached: string | null
  /** 0..100 within the first level, 100..200 within the second …: the badge's tiered percentage. */
  readonly tiered: number
}

const MIN_JUSTIFICATION = 5

/**
 * Whether a requirement counts as fulfilled (the badge site's rules): «Met» needs an address where one is asked; a SHOULD may be
 * unmet with a reason, a SUGGESTED in any case; «N/A» needs a reason where one is asked. What is open never counts.
 */
export function isEnough({ requirement, status, justification }: RequirementResult): boolean {
  const reasoned = justification.length >= MIN_JUSTIFICATION && !justification.startsWith('// ')
  if (status === 'met') {
    if (requirement.metUrl === true && !hasAddress(justification)) return false
    return requirement.metJustification !== true || reasoned
  }
  if (status === 'n/a') return requirement.naJustification !== true || reasoned
  if (status !== 'unmet') return false
  return requirement.category === 'SUGGESTED' || (requirement.category === 'SHOULD' && reasoned)
}

/** How far a standard is fulfilled, level by level. */
export function standardProgress(catalogue: Catalogue, results: readonly RequirementResult[]): StandardProgress {
  const levels = catalogue.levels.map(({ id, title }): LevelProgress => {
    const own = results.filter(({ requirement }) => requirement.levels.includes(id))
    const counts = { met: 0, unmet: 0, 'n/a': 0, unknown: 0, question: 0 }
    for (const { status } of own) counts[status]++
    const enough = own.filter(isEnough).length
    return { level: id, title, total: own.length, enough, percent: percentOf(enough, own.length), counts }
  })
  const firstOpen = levels.findIndex(({ percent }) => percent < 100)
  const done = firstOpen === -1 ? levels.length : firstOpen
  return {
    levels,
    reached: levels[done - 1]?.level ?? null,
    tiered: done * 100 + (levels[done]?.percent ?? 0),
  }
}

function percentOf(part: number, total: number): number {
  if (part === 0) return total === 0 ? 100 : 0
  return part >= total ? 100 : Math.min(99, Math.round((part * 100) / total))
}

/** The badge's own notion of an address; a comment is none. */
function hasAddress(text: string): boolean {
  return !text.startsWith('// ') && /https?:\/\/[^/. ]{1,200}\.[^ ]/.test(text)
}
