import { recountProblems } from '../standings/standings-touched.ts'
import type { Queryable } from '../store/database.ts'
import { writeAsked } from './ask-versions.ts'
import { CounterChanges, counterOf } from './counted.ts'
import type { Counter } from './counted.ts'
import { matchFacts } from './match-facts.ts'
import type { MatchFacts } from './match-facts.ts'
import { moveMerged } from './move-merged.ts'
import { closePairs, openPairs, updatePairs } from './pair-rows.ts'
import type { MatchPair, OpenPair } from './pair-rows.ts'
import { pairKey } from './touched-vulnerability.ts'
import type { TouchedVulnerability } from './touched-vulnerability.ts'
import { wantedPairs } from './wanted-pairs.ts'

export interface MatchChanges {
  readonly opened: readonly MatchPair[]
  readonly closed: readonly MatchPair[]
  readonly counters: CounterChanges
}

export interface MatchOptions {
  /** Those about which a record says something else now. */
  readonly subjects: readonly number[]
  readonly now: Date
}

/** Brings the matches of problems up to what their records say now. What it costs follows the problems, not the store. */
export async function matchVulnerabilities(
  db: Queryable,
  touched: readonly TouchedVulnerability[],
  { subjects, now }: MatchOptions,
): Promise<MatchChanges> {
  const counters = new CounterChanges()
  const moved = await moveMerged(db, touched, { counters, now })
  const staying = touched.filter(({ mergedInto }) => mergedInto === 0)
  const recounted = staying.filter(({ before, after, ranges }) => ranges || before !== after)
  const existing = await readPairs(db, recounted)
  const ids = staying.filter(({ ranges }) => ranges).map(({ id }) => id)
  const { wanted, judged, unjudged } = await wantedPairs(db, ids, subjects)
  const factsOf = await matchFacts(db, wanted)
  const byProblem = new Map<number, Map<number, MatchFacts | null>>()
  for (const hit of wanted) {
    const known = byProblem.get(hit.vulnerability) ?? new Map<number, MatchFacts | null>()
    known.set(hit.version, factsOf(hit))
    byProblem.set(hit.vulnerability, known)
  }
  const opened: MatchPair[] = []
  const closed: MatchPair[] = []
  const changed: MatchPair[] = []
  for (const one of recounted) {
    const open = existing.get(one.id) ?? NONE
    const want = one.ranges ? (byProblem.get(one.id) ?? NONE) : open
    const counted = (facts: MatchFacts | null, of: Counter | null): Counter | null =>
      facts === null ? of : counterOf({ ...facts, orgId: one.orgId })
    for (const [version, facts] of want) {
      if (open.has(version)) continue
      opened.push({ vulnerability: one.id, version, orgId: one.orgId, facts })
      counters.add(version, counted(facts, one.after), 1)
    }
    for (const [version, was] of open) {
      // What was moved here is counted as the problem is from now on.
      counters.add(version, counted(was, moved.has(pairKey(one.id, version)) ? one.after : one.before), -1)
      const facts = want.get(version)
      if (facts === undefined) {
        closed.push({ vulnerability: one.id, version, orgId: one.orgId, facts: was })
        continue
      }
      counters.add(version, counted(facts, one.after), 1)
      if (!isSame(was, facts)) changed.push({ vulnerability: one.id, version, orgId: one.orgId, facts })
    }
  }
  await closePairs(db, closed, now)
  await updatePairs(db, changed)
  await openPairs(db, opened, now)
  await writeAsked(db, judged, { unjudged, counters })
  await recountProblems(db, [
    ...[...opened, ...closed].map(({ vulnerability }) => vulnerability),
    ...touched.flatMap(({ id, mergedInto }) => (mergedInto === 0 ? [] : [id, mergedInto])),
  ])
  return { opened, closed, counters }
}

const NONE: ReadonlyMap<number, MatchFacts | null> = new Map()

function isSame(a: MatchFacts | null, b: MatchFacts | null): boolean {
  if (a === null || b === null) return a === b
  return a.kind === b.kind && a.severity === b.severity && single(a.cvss) === single(b.cvss)
}

/** The column is single precision. */
function single(value: number | null): number | null {
  return value === null ? null : Math.fround(value)
}

async function readPairs(
  db: Queryable,
  touched: readonly TouchedVulnerability[],
): Promise<ReadonlyMap<number, ReadonlyMap<number, MatchFacts | null>>> {
  const rows = await db.query<OpenPair>(
    'SELECT vulnerability_id, version_id, kind, severity, cvss FROM match WHERE vulnerability_id = ANY($1::int4[]) AND until IS NULL',
    [touched.map(({ id }) => id)],
  )
  const pairs = new Map<number, Map<number, MatchFacts | null>>()
  for (const { vulnerability_id, version_id, kind, severity, cvss } of rows) {
    const known = pairs.get(vulnerability_id) ?? new Map<number, MatchFacts | null>()
    known.set(version_id, kind === null || severity === null ? null : { kind, severity, cvss })
    pairs.set(vulnerability_id, known)
  }
  return pairs
}
