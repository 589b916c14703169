import type { CountColumns } from './project-rows.ts'

/** How much an open finding weighs, by the count it goes into and the rank of its severity. */
const WEIGHTS: readonly (readonly [count: keyof CountColumns, rank: number, weight: number])[] = [
  ['malware', 6, 50],
  ['critical', 5, 10],
  ['high', 4, 4],
  ['medium', 3, 1],
]

/** One that was never assessed is taken for neither weak nor strong. */
const UNKNOWN_SCORE = 5
/** What is open weighs no more than this in one project. */
const MOST_OPEN = 50

/** What a package's risk is made of. */
export interface PackageBurden {
  readonly projects: number
  /** null: never assessed. */
  readonly score: number | null
  /** The weight of what is open in it, in all its projects. */
  readonly load: number
}

/**
 * Risk of a package in tenths: projects that have it × (10 − score, 5 where it was never assessed), and the weight of what is open in it.
 * Published in the docs.
 */
export function riskOf({ projects, score, load }: PackageBurden): number {
  return projects * (100 - Math.round(10 * (score ?? UNKNOWN_SCORE))) + 10 * Math.min(load, MOST_OPEN * projects)
}

/** The same as SQL. */
export function riskSql({ projects, score, load }: Readonly<Record<keyof PackageBurden, string>>): string {
  return `(${projects} * (100 - coalesce(round(10 * ${score}::numeric), ${10 * UNKNOWN_SCORE})) + 10 * least(${load}, ${MOST_OPEN} * ${projects}))::int8`
}

/** The weight of what is open. */
export function loadOf(counts: Readonly<Record<keyof CountColumns, number>>): number {
  return WEIGHTS.reduce((sum, [count, , weight]) => sum + weight * counts[count], 0)
}

/** The same as SQL, of the counts of `n`, which may be absent. */
export function loadSql(n: string): string {
  return `(${WEIGHTS.map(([count, , weight]) => `${weight} * coalesce(${n}.${count}, 0)`).join(' + ')})`
}

/** SQL of the weight of a finding whose severity has the rank. */
export function weightOf(rank: string): string {
  return `CASE ${rank} ${WEIGHTS.map(([, of, weight]) => `WHEN ${of} THEN ${weight}`).join(' ')} ELSE 0 END`
}
