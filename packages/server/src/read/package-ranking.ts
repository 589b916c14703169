import { endianness } from 'node:os'
import { totalsOf, USE_BLOCK } from '../standings/package-uses.ts'
import type { Queryable } from '../store/database.ts'
import type { CursorValue } from './cursor.ts'
import { KeptAnswers } from './kept-answers.ts'
import { LONG } from './kept-ranking.ts'
import type { Ranked } from './kept-ranking.ts'
import { riskOf } from './package-risk.ts'
import { packageScores } from './package-scores.ts'
import type { Picture } from './picture.ts'
import { packageLoads } from './standing-loads.ts'
import type { StandingScope } from './standing-scope.ts'

/** By what packages are put in order: how many projects have them, or their risk in tenths. */
export type RankedBy = 'projects' | 'risk'

/** Packages in the ascending order of a number, then of their id: of each the number and the id, below 2 ** 32. */
export class PackageRanking {
  readonly #words: Uint32Array

  private constructor(words: Uint32Array) {
    this.#words = words
  }

  static of(packages: Iterable<readonly [id: number, number: number]>, most: number): PackageRanking {
    const words = new Uint32Array(2 * most)
    let used = 0
    for (const [id, number] of packages) {
      words[used + HIGH] = number
      words[used + LOW] = id
      used += 2
    }
    new BigUint64Array(words.buffer, 0, used / 2).sort()
    return new PackageRanking(words.subarray(0, used))
  }

  get length(): number {
    return this.#words.length / 2
  }

  at(place: number): Ranked {
    return { id: this.#words[2 * place + LOW] ?? 0, sort_key: this.#words[2 * place + HIGH] ?? 0 }
  }

  /** Those of these packages, in the same order. */
  among(ids: ReadonlySet<number>): PackageRanking {
    const words = new Uint32Array(this.#words.length)
    let used = 0
    for (let at = 0; at < this.#words.length; at += 2) {
      if (!ids.has(this.#words[at + LOW] ?? 0)) continue
      words.set(this.#words.subarray(at, at + 2), used)
      used += 2
    }
    return new PackageRanking(words.subarray(0, used))
  }

  /** The highest first, at most so many; with `after`, only those behind it. */
  highest(after: readonly CursorValue[] | null, limit: number): readonly Ranked[] {
    const end = after === null ? this.length : this.#placeOf(Number(after[0]), Number(after[1]))
    const page: Ranked[] = []
    for (let place = end - 1; place >= 0 && page.length < limit; place--) page.push(this.at(place))
    return page
  }

  /** How many are less. */
  #placeOf(number: number, last: number): number {
    let [low, high] = [0, this.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const { id, sort_key } = this.at(middle)
      if (sort_key < number || (sort_key === number && id < last)) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The words of a number of 64 bits, as they are put in order. */
const HIGH = endianness() === 'LE' ? 1 : 0
const LOW = 1 - HIGH

/** Of each store the last few: putting hundreds of thousands in order takes longer than reading a page of them. */
const kept = new KeptAnswers<PackageRanking>(60_000, 8)

/**
 * All packages that projects of the organisations have, in one order as long as nothing else is counted; by risk, which takes all that is
 * open, a long list is in that of up to a minute ago.
 */
export async function rankPackages(
  db: Queryable,
  store: Queryable,
  { picture, scope: { organisations, folded }, by }: { readonly picture: Picture; readonly scope: StandingScope; readonly by: RankedBy },
): Promise<PackageRanking> {
  const question = `${by} ${by === 'risk' ? '' : folded} ${organisations.join()}`
  const known = kept.get(store, picture, question)
  if (known !== undefined) return known
  const ranking = await counted(db, picture, organisations, by)
  if (by === 'projects' || ranking.length >= LONG) kept.set(store, picture, question, ranking)
  return ranking
}

async function counted(db: Queryable, picture: Picture, organisations: readonly number[], by: RankedBy): Promise<PackageRanking> {
  const rows = await db.query<{ block: number; counts: Uint8Array }>(
    'SELECT block, counts FROM package_use WHERE org_id = ANY($1::int4[])',
    [organisations],
  )
  const blocks = totalsOf(rows)
  const most = blocks.size * USE_BLOCK
  if (by === 'projects') return PackageRanking.of(usesOf(blocks), most)
  const loads = await packageLoads(db, organisations)
  const scores = await packageScores(db, picture)
  return PackageRanking.of(risksOf(blocks, loads, scores), most)
}

function* usesOf(blocks: ReadonlyMap<number, Float64Array>): Generator<readonly [number, number]> {
  for (const [block, sums] of blocks) {
    for (let at = 0; at < USE_BLOCK; at++) {
      const projects = sums[at] ?? 0
      if (projects > 0) yield [block * USE_BLOCK + at, projects]
    }
  }
}

function* risksOf(
  blocks: ReadonlyMap<number, Float64Array>,
  loads: ReadonlyMap<number, number>,
  scores: ReadonlyMap<number, number>,
): Generator<readonly [number, number]> {
  for (const [id, projects] of usesOf(blocks)) {
    yield [id, riskOf({ projects, score: scores.get(id) ?? null, load: loads.get(id) ?? 0 })]
  }
}
