import type { Queryable } from '../store/database.ts'
import { writeAsked } from './ask-versions.ts'
import { CounterChanges } from './counted.ts'
import { moveMerged } from './move-merged.ts'
import { pairKey } from './touched-vulnerability.ts'
import type { TouchedVulnerability } from './touched-vulnerability.ts'
import { wantedPairs } from './wanted-pairs.ts'

export interface MatchPair {
  readonly vulnerability: number
  readonly version: number
  /** null: known to all. */
  readonly orgId: number | null
}

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
  const existing = await openPairs(db, recounted)
  const ids = staying.filter(({ ranges }) => ranges).map(({ id }) => id)
  const { wanted, judged, unjudged } = await wantedPairs(db, ids, subjects)
  const opened: MatchPair[] = []
  const closed: MatchPair[] = []
  for (const one of recounted) {
    const open = existing.get(one.id) ?? NONE
    const want = one.ranges ? (wanted.get(one.id) ?? NONE) : open
    for (const version of want) {
      if (open.has(version)) continue
      opened.push({ vulnerability: one.id, version, orgId: one.orgId })
      counters.add(version, one.after, 1)
    }
    for (const version of open) {
      // What was moved here is counted as the problem is from now on.
      const counted = moved.has(pairKey(one.id, version)) ? one.after : one.before
      const stays = want.has(version)
      if (!stays) closed.push({ vulnerability: one.id, version, orgId: one.orgId })
      if (stays && counted === one.after) continue
      counters.add(version, counted, -1)
      if (stays) counters.add(version, one.after, 1)
    }
  }
  await closePairs(db, closed, now)
  await openNew(db, opened, now)
  await writeAsked(db, judged, { unjudged, counters })
  return { opened, closed, counters }
}

const NONE: ReadonlySet<number> = new Set()

async function openPairs(db: Queryable, touched: readonly TouchedVulnerability[]): Promise<ReadonlyMap<number, ReadonlySet<number>>> {
  const rows = await db.query<{ vulnerability_id: number; version_id: number }>(
    'SELECT vulnerability_id, version_id FROM match WHERE vulnerability_id = ANY($1::int4[]) AND until IS NULL',
    [touched.map(({ id }) => id)],
  )
  const pairs = new Map<number, Set<number>>()
  for (const { vulnerability_id, version_id } of rows) {
    const known = pairs.get(vulnerability_id)
    if (known === undefined) pairs.set(vulnerability_id, new Set([version_id]))
    else known.add(version_id)
  }
  return pairs
}

async function closePairs(db: Queryable, pairs: readonly MatchPair[], now: Date): Promise<void> {
  if (pairs.length === 0) return
  await db.run(
    `UPDATE match m SET until = $3::timestamptz FROM unnest($1::int4[], $2::int4[]) AS x(vulnerability_id, version_id)
     WHERE m.vulnerability_id = x.vulnerability_id AND m.version_id = x.version_id AND m.until IS NULL`,
    [pairs.map(({ vulnerability }) => vulnerability), pairs.map(({ version }) => version), now],
  )
}

async function openNew(db: Queryable, pairs: readonly MatchPair[], now: Date): Promise<void> {
  if (pairs.length === 0) return
  // Within one moment a match may end and begin again: then it never ended.
  await db.run(
    `INSERT INTO match (vulnerability_id, version_id, since, org_id)
     SELECT x.vulnerability_id, x.version_id, $4::timestamptz, x.org_id
     FROM unnest($1::int4[], $2::int4[], $3::int4[]) AS x(vulnerability_id, version_id, org_id)
     ON CONFLICT (vulnerability_id, version_id, since) DO UPDATE SET until = NULL`,
    [pairs.map(({ vulnerability }) => vulnerability), pairs.map(({ version }) => version), pairs.map(({ orgId }) => orgId), now],
  )
}
