import { countVersions } from '../match/count-sets.ts'
import { COUNTERS } from '../match/counted.ts'
import type { Queryable } from '../store/database.ts'

/** A set of versions as a document gives it. */
export interface MemberSet {
  /** SHA-256 over the keys of its versions, hexadecimal. */
  readonly digest: string
  /** Sorted ids. */
  readonly members: readonly number[]
}

/** A set as it is stored, with the numbers of now. */
export interface StoredSet {
  readonly id: number
  readonly components: number
  readonly unmatched: number
  readonly findings: number
}

interface SetRow extends StoredSet {
  readonly digest: string
  /** It is some project's picture of now. */
  readonly used: boolean
}

/**
 * The sets by digest; those that nobody had are stored. A set that is nobody's picture so far is counted, since only those in use are
 * kept up to date. In the caller's transaction, which holds `lockPictures`.
 */
export async function ensureSets(db: Queryable, sets: readonly MemberSet[]): Promise<ReadonlyMap<string, StoredSet>> {
  const byDigest = new Map(sets.map((set) => [set.digest, set]))
  const known = await setsByDigest(db, [...byDigest.keys()])
  const missing = [...byDigest.values()].filter(({ digest }) => !known.has(digest))
  const idle = [...known.values()].filter(({ used }) => !used).flatMap(({ digest }) => byDigest.get(digest) ?? [])
  if (missing.length + idle.length === 0) return known
  const counts = await countSets(db, [...missing, ...idle])
  await insertSets(db, missing, counts)
  await recountSets(
    db,
    idle.map((set) => ({ id: known.get(set.digest)?.id ?? 0, counts: counts.get(set) ?? new Int32Array(COUNTERS.length) })),
  )
  const changed = await setsByDigest(
    db,
    [...missing, ...idle].map(({ digest }) => digest),
  )
  return new Map([...known, ...changed])
}

async function setsByDigest(db: Queryable, digests: readonly string[]): Promise<ReadonlyMap<string, SetRow>> {
  const rows = await db.query<SetRow>(
    `SELECT c.id, x.digest, k.n AS components, k.unmatched, k.critical + k.high + k.medium + k.low + k.unknown + k.malware AS findings,
       EXISTS (SELECT 1 FROM snapshot s WHERE s.set_id = c.id AND s.until IS NULL) AS used
     FROM unnest($1::text[]) AS x(digest) JOIN component_set c ON c.digest = decode(x.digest, 'hex') JOIN set_count k ON k.set_id = c.id`,
    [digests],
  )
  return new Map(rows.map((row) => [row.digest, row]))
}

/** Versions that several sets have are looked up once. */
async function countSets(db: Queryable, sets: readonly MemberSet[]): Promise<ReadonlyMap<MemberSet, Int32Array>> {
  const byVersion = await countVersions(db, [...new Set(sets.flatMap(({ members }) => members))])
  return new Map(
    sets.map((set) => {
      const sums = new Int32Array(COUNTERS.length)
      for (const version of set.members) byVersion.get(version)?.forEach((n, at) => void (sums[at] = (sums[at] ?? 0) + n))
      return [set, sums]
    }),
  )
}

const COUNTER_ARRAYS = (first: number): string => COUNTERS.map((_, at) => `$${first + at}::int4[]`).join(', ')

async function insertSets(db: Queryable, sets: readonly MemberSet[], counts: ReadonlyMap<MemberSet, Int32Array>): Promise<void> {
  if (sets.length === 0) return
  // In one order, so that two who store the same sets do not wait for each other.
  const sorted = sets.toSorted((a, b) => (a.digest < b.digest ? -1 : 1))
  await db.run(
    `WITH added AS (
       INSERT INTO component_set (digest, members) SELECT decode(digest, 'hex'), members::int4[] FROM unnest($1::text[], $2::text[]) AS x(digest, members)
       ON CONFLICT (digest) DO NOTHING RETURNING id, digest
     )
     INSERT INTO set_count (set_id, n, ${COUNTERS.join(', ')})
     SELECT added.id, x.n, ${COUNTERS.map((name) => `x.${name}`).join(', ')}
     FROM unnest($1::text[], $3::int4[], ${COUNTER_ARRAYS(4)}) AS x(digest, n, ${COUNTERS.join(', ')})
     JOIN added ON added.digest = decode(x.digest, 'hex')`,
    [
      sorted.map(({ digest }) => digest),
      sorted.map(({ members }) => `{${members.join()}}`),
      sorted.map(({ members }) => members.length),
      ...COUNTERS.map((_, at) => sorted.map((set) => counts.get(set)?.[at] ?? 0)),
    ],
  )
}

async function recountSets(db: Queryable, sets: readonly { readonly id: number; readonly counts: Int32Array }[]): Promise<void> {
  if (sets.length === 0) return
  await db.run(
    `UPDATE set_count c SET ${COUNTERS.map((name) => `${name} = x.${name}`).join(', ')}
     FROM unnest($1::int4[], ${COUNTER_ARRAYS(2)}) AS x(id, ${COUNTERS.join(', ')}) WHERE c.set_id = x.id`,
    [sets.map(({ id }) => id), ...COUNTERS.map((_, at) => sets.map(({ counts }) => counts[at] ?? 0))],
  )
  await db.run('UPDATE component_set SET matched = NULL WHERE id = ANY($1::int4[]) AND matched IS NOT NULL', [sets.map(({ id }) => id)])
}
