import type { MatchPair } from './pair-rows.ts'

/** The projects that have a version which got a problem or got rid of it. */
export interface Hits {
  readonly pair: MatchPair
  readonly opened: boolean
  readonly projects: readonly number[]
}

/** The news of a problem that came or went: one piece for each project. */
export interface ProblemNews extends Pick<MatchPair, 'vulnerability' | 'orgId'> {
  readonly opened: boolean
  /** Versions, sorted, of which is told: all who have the same are told the same. */
  readonly told: readonly (readonly number[])[]
  readonly projects: readonly number[]
  /** Of each project: what it is told, as a place in `told`. */
  readonly places: readonly number[]
}

/** One piece of news a problem and project. */
export function newsOf(hits: readonly Hits[]): readonly ProblemNews[] {
  const problems = new Map<string, Hits[]>()
  for (const one of hits) {
    const key = `${one.pair.vulnerability} ${one.opened}`
    const known = problems.get(key)
    if (known === undefined) problems.set(key, [one])
    else known.push(one)
  }
  return [...problems.values()].map(problemNews)
}

function problemNews(hits: readonly Hits[]): ProblemNews {
  const { pair, opened } = hits[0] as Hits
  const versions = new Map<number, readonly number[]>()
  for (const one of hits) {
    // Most have one version of it, and share this list.
    const alone = [one.pair.version]
    for (const project of one.projects) {
      const known = versions.get(project)
      versions.set(project, known === undefined ? alone : [...known, one.pair.version])
    }
  }
  const told: (readonly number[])[] = []
  const byText = new Map<string, number>()
  const byList = new Map<readonly number[], number>()
  const placeOf = (own: readonly number[]): number => {
    const sorted = own.toSorted((a, b) => a - b)
    const place = byText.get(sorted.join()) ?? told.push(sorted) - 1
    byText.set(sorted.join(), place)
    byList.set(own, place)
    return place
  }
  const places = [...versions.values()].map((own) => byList.get(own) ?? placeOf(own))
  return { vulnerability: pair.vulnerability, orgId: pair.orgId, opened, told, projects: [...versions.keys()], places }
}
