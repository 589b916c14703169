import type { Queryable } from '../store/database.ts'
import { announceMatches } from './announce-matches.ts'
import { addToSets, spreadCounters, writeCounters } from './count-sets.ts'
import { CounterChanges } from './counted.ts'
import { holdersOf } from './holders.ts'
import type { MatchChanges } from './match-vulnerabilities.ts'
import type { MatchPair } from './pair-rows.ts'

/** Pairs that are carried on together, unless one problem alone has more. */
const TOGETHER = 100

/**
 * Carries what changed about matches on to whoever has the versions: into the counters of their sets, and as news to their projects. Who
 * has a version is looked up once for both. Gives how many news were written.
 */
export async function spreadMatches(db: Queryable, { opened, closed, counters }: MatchChanges, now: Date): Promise<number> {
  const versions = new CounterChanges()
  for (const [version, by] of counters.rows()) versions.addAll(version, by)
  const sets = new CounterChanges()
  let events = 0
  for (const part of parts(opened, closed)) {
    const holders = await holdersOf(db, [...new Set([...part.opened, ...part.closed].map(({ version }) => version))])
    for (const [version, holding] of holders) addToSets(sets, holding.sets, versions.take(version))
    events += await announceMatches(db, part, { holders, now })
  }
  await spreadCounters(db, versions, sets)
  await writeCounters(db, sets)
  return events
}

interface Pairs {
  readonly opened: MatchPair[]
  readonly closed: MatchPair[]
}

/** News of one problem are one for each project, so its pairs stay together. */
function parts(opened: readonly MatchPair[], closed: readonly MatchPair[]): readonly Pairs[] {
  const problems = new Map<number, Pairs>()
  const of = ({ vulnerability }: MatchPair): Pairs => {
    const known = problems.get(vulnerability) ?? { opened: [], closed: [] }
    problems.set(vulnerability, known)
    return known
  }
  for (const pair of opened) of(pair).opened.push(pair)
  for (const pair of closed) of(pair).closed.push(pair)
  const found: Pairs[] = []
  let room = 0
  for (const one of problems.values()) {
    const size = one.opened.length + one.closed.length
    const last = size > room ? undefined : found.at(-1)
    room = (last === undefined ? TOGETHER : room) - size
    if (last === undefined) found.push(one)
    else {
      last.opened.push(...one.opened)
      last.closed.push(...one.closed)
    }
  }
  return found
}
