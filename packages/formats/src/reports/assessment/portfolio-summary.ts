import type { AssessmentReport } from '@cupel/model'

/** One project of a list: what came of it, without the evidence, which stands in its own file. */
export interface PortfolioRow {
  /** As the list has it. */
  readonly target: string
  readonly outcome: 'assessed' | 'failed'
  /** Its report, relative to the summary; empty when it failed. */
  readonly file: string
  readonly name: string
  readonly commit: string
  /** 0..10; -1 without one. */
  readonly score: number
  /** Score of each check, -1 when it has none. */
  readonly checks: Readonly<Record<string, number>>
  readonly contradictedClaims: number
  /** Things that are there and could not be read. */
  readonly unread: number
  /** Why it failed; else empty. */
  readonly error: string
}

export interface PortfolioSummary {
  readonly schemaVersion: '1.0'
  readonly tool: { readonly name: 'cupel'; readonly version: string }
  readonly projects: number
  readonly assessed: number
  readonly failed: number
  readonly unscored: number
  /** Projects with something unread. */
  readonly incomplete: number
  readonly mean: number | null
  readonly median: number | null
  /** Projects by whole points: the last takes 9.0 to 10. */
  readonly distribution: readonly number[]
  /** How many projects have a score of each check, and its mean; the worst first. */
  readonly checks: readonly { readonly id: string; readonly scored: number; readonly mean: number | null }[]
  /** Worst first; then those without a score, then those that failed. */
  readonly rows: readonly PortfolioRow[]
}

/** The row of a report. */
export function portfolioRow(target: string, file: string, { project, score, checks, summary, problems }: AssessmentReport): PortfolioRow {
  return {
    target,
    outcome: 'assessed',
    file,
    name: project.name,
    commit: project.commit,
    score,
    checks: Object.fromEntries(checks.map((check) => [check.id, check.score])),
    contradictedClaims: summary.contradictedClaims,
    unread: problems.filter(({ effect }) => effect === 'incomplete').length,
    error: '',
  }
}

/** Distribution and order of a portfolio. Pure: the same rows give the same summary, in whatever order they came. */
export function portfolioSummary(rows: readonly PortfolioRow[], version: string): PortfolioSummary {
  const scores = rows
    .filter(({ outcome, score }) => outcome === 'assessed' && score >= 0)
    .map(({ score }) => score)
    .sort((a, b) => a - b)
  const distribution = Array.from({ length: 10 }, () => 0)
  for (const score of scores) {
    const bin = Math.min(9, Math.floor(score))
    distribution[bin] = (distribution[bin] ?? 0) + 1
  }
  const assessed = rows.filter(({ outcome }) => outcome === 'assessed')
  return {
    schemaVersion: '1.0',
    tool: { name: 'cupel', version },
    projects: rows.length,
    assessed: assessed.length,
    failed: rows.length - assessed.length,
    unscored: assessed.length - scores.length,
    incomplete: assessed.filter(({ unread }) => unread > 0).length,
    mean: meanOf(scores),
    median: scores.length === 0 ? null : rounded(((scores[(scores.length - 1) >> 1] ?? 0) + (scores[scores.length >> 1] ?? 0)) / 2),
    distribution,
    checks: checkMeans(assessed),
    rows: [...rows].sort(worstFirst),
  }
}

function checkMeans(rows: readonly PortfolioRow[]): PortfolioSummary['checks'] {
  const found = new Map<string, number[]>()
  for (const { checks } of rows) {
    for (const [id, score] of Object.entries(checks)) {
      const scores = found.get(id) ?? []
      found.set(id, scores)
      if (score >= 0) scores.push(score)
    }
  }
  return [...found]
    .map(([id, scores]) => ({ id, scored: scores.length, mean: meanOf(scores) }))
    .sort((a, b) => (a.mean ?? 11) - (b.mean ?? 11) || (a.id < b.id ? -1 : 1))
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : rounded(values.reduce((sum, value) => sum + value, 0) / values.length)
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

function worstFirst(a: PortfolioRow, b: PortfolioRow): number {
  const group = ({ outcome, score }: PortfolioRow): number => (outcome === 'failed' ? 2 : score < 0 ? 1 : 0)
  return group(a) - group(b) || a.score - b.score || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.target < b.target ? -1 : 1)
}
