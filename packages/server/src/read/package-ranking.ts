import { totalsOf, USE_BLOCK } from '../standings/package-uses.ts'
import type { Queryable } from '../store/database.ts'
import type { CursorValue } from './cursor.ts'
import { KeptAnswers } from './kept-answers.ts'
import type { Ranked } from './kept-ranking.ts'
import type { Picture } from './picture.ts'
import type { StandingScope } from './standing-scope.ts'

/** Packages by how many projects have them, then by id: each as one number, in ascending order. */
export type PackageRanking = Float64Array

/** More than an id can be. */
const IDS = 2 ** 31

/** Of each store the last few: putting hundreds of thousands in order takes longer than reading a page of them. */
const kept = new KeptAnswers<PackageRanking>(60_000, 4)

/** All packages that projects of the organisations have, in one order as long as nothing else is counted. */
export async function rankPackages(
  db: Queryable,
  store: Queryable,
  { picture, scope: { organisations, folded } }: { readonly picture: Picture; readonly scope: StandingScope },
): Promise<PackageRanking> {
  const question = `${folded} ${organisations.join()}`
  const known = kept.get(store, picture, question)
  if (known !== undefined) return known
  const ranking = await counted(db, organisations)
  kept.set(store, picture, question, ranking)
  return ranking
}

async function counted(db: Queryable, organisations: readonly number[]): Promise<PackageRanking> {
  const rows = await db.query<{ block: number; counts: Uint8Array }>(
    'SELECT block, counts FROM package_use WHERE org_id = ANY($1::int4[])',
    [organisations],
  )
  const blocks = totalsOf(rows)
  const keys = new Float64Array(blocks.size * USE_BLOCK)
  let used = 0
  for (const [block, sums] of blocks) {
    for (let at = 0; at < USE_BLOCK; at++) {
      const projects = sums[at] ?? 0
      if (projects > 0) keys[used++] = projects * IDS + block * USE_BLOCK + at
    }
  }
  return keys.subarray(0, used).sort()
}

/** The most used first, at most so many; with `after`, only those behind it. */
export function mostUsedOf(ranking: PackageRanking, after: readonly CursorValue[] | null, limit: number): readonly Ranked[] {
  const end = after === null ? ranking.length : placeOf(ranking, Number(after[0]) * IDS + Number(after[1]))
  return Array.from(ranking.subarray(Math.max(0, end - limit), end), (key) => ({
    id: key % IDS,
    sort_key: Math.floor(key / IDS),
  })).reverse()
}

/** Those of these packages, in the same order. */
export function rankingOf(ranking: PackageRanking, ids: ReadonlySet<number>): PackageRanking {
  return ranking.filter((key) => ids.has(key % IDS))
}

/** How many are less. */
function placeOf(ranking: PackageRanking, key: number): number {
  let [low, high] = [0, ranking.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranking[middle] ?? 0) < key) low = middle + 1
    else high = middle
  }
  return low
}
