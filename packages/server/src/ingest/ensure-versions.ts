import type { AdvisoryIndex } from '@cupel/advisory'
import type { Hash } from '@cupel/model'
import { lockKnowledge } from '../match/locks.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { addVersions, hashKey, storedHashes } from './add-versions.ts'
import { fillVersions } from './fill-versions.ts'
import type { BareVersion } from './fill-versions.ts'
import type { KeyedComponent } from './named-version.ts'
import { SeenVersions } from './seen-versions.ts'

const CHUNK = 2000

/**
 * Ids of the components' versions, by key. Versions that nobody had so far are stored, with what is known of them; those of which nobody
 * told licences get these, and all get hashes that nobody told of them: an artifact is looked for by any of its hashes. In transactions of
 * their own: what versions are and what is wrong with them does not depend on who has them.
 */
export async function ensureVersions(
  services: Services,
  components: Iterable<readonly KeyedComponent[]>,
  index: (transaction: Queryable) => Promise<AdvisoryIndex>,
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>()
  const seen = SeenVersions.of(services.db)
  for (const chunk of chunksOf(components)) {
    const bare = await addKnown(services.db, chunk, { ids, seen })
    if (bare.length === 0 && chunk.every(({ key }) => ids.has(key))) continue
    await services.db.transaction(async (transaction) => {
      await lockKnowledge(transaction)
      await fillVersions(transaction, bare, services)
      const missing = chunk.filter(({ key }) => !ids.has(key))
      // Somebody else may have stored some before the lock was ours.
      await addKnown(transaction, missing, { ids, seen: null })
      const left = missing.filter(({ key }) => !ids.has(key))
      if (left.length === 0) return
      const added = await addVersions(transaction, left, { services, index: await index(transaction), now: services.now() })
      for (const [key, id] of added) ids.set(key, id)
    })
  }
  return ids
}

function* chunksOf(components: Iterable<readonly KeyedComponent[]>): Generator<readonly KeyedComponent[]> {
  for (const part of components) for (let start = 0; start < part.length; start += CHUNK) yield part.slice(start, start + CHUNK)
}

interface KnownVersions {
  /** In the order of the components; 0: not stored. */
  readonly ids: readonly number[] | null
  /** Places, from 1, of components that tell licences of versions without any, or other hashes than those that were told last. */
  readonly unlicensed: readonly number[] | null
  readonly otherwise: readonly number[] | null
}

/** A component with what is compared with what is stored of its version. */
interface Told extends KeyedComponent {
  readonly licensed: boolean
  readonly hashes: readonly Hash[]
  readonly hashKey: string
}

function toldOf({ key, component }: KeyedComponent): Told {
  const hashes = storedHashes(component)
  return { key, component, licensed: component.licenses.length > 0, hashes, hashKey: hashKey(hashes) }
}

/** Adds the ids of those that are stored; gives those to which the components have something to add. */
async function addKnown(
  db: Queryable,
  components: readonly KeyedComponent[],
  { ids, seen }: { readonly ids: Map<string, number>; readonly seen: SeenVersions | null },
): Promise<readonly BareVersion[]> {
  const unseen: Told[] = []
  for (const component of components) {
    const told = toldOf(component)
    const known = seen?.get(told.key)
    if (known !== undefined && (known.licensed || !told.licensed) && (told.hashKey === '0' || told.hashKey === known.hashes)) {
      ids.set(told.key, known.id)
    } else unseen.push(told)
  }
  const stored = await storedVersions(db, unseen)
  for (const { key, id, licensed, hashKey: told, licences, hash } of stored) {
    ids.set(key, id)
    seen?.add(key, { id, licensed: licensed && !licences, hashes: hash ? '0' : told })
  }
  return stored.filter(({ licences, hash }) => licences || hash)
}

/**
 * Those that are stored, each with what its component adds to it. One look into the index each: of thousands out of a million, the
 * planner would read the whole table. As one row, since thousands of rows cost more to hand over than to find.
 */
async function storedVersions(db: Queryable, told: readonly Told[]): Promise<readonly (Told & BareVersion)[]> {
  if (told.length === 0) return []
  const [known] = await db.query<KnownVersions>(
    `SELECT array_agg(coalesce(pv.id, 0) ORDER BY x.n) AS ids,
       array_agg(x.n::int4) FILTER (WHERE x.licensed AND pv.licences = '{}') AS unlicensed,
       array_agg(x.n::int4) FILTER (WHERE x.hash_key <> 0 AND x.hash_key <> pv.hash_key) AS otherwise
     FROM unnest($1::text[], $2::text[], $3::boolean[], $4::int8[]) WITH ORDINALITY AS x(purl, stated, licensed, hash_key, n)
     LEFT JOIN LATERAL (SELECT id, licences, hash_key FROM package_version WHERE purl = x.purl AND stated = x.stated LIMIT 1) pv ON true`,
    [
      told.map(({ component }) => component.purl),
      told.map(({ key, component }) => key.slice(component.purl.length + 1)),
      told.map(({ licensed }) => licensed),
      told.map((one) => one.hashKey),
    ],
  )
  const found = known?.ids ?? []
  const unlicensed = new Set(known?.unlicensed)
  const otherwise = new Set(known?.otherwise)
  const kept = await hashesOf(
    db,
    [...otherwise].map((place) => found[place - 1] as number),
  )
  return told.flatMap((one, at) => {
    const id = found[at] ?? 0
    if (id === 0) return []
    const lacks = ({ algorithm, value }: Hash): boolean => kept.get(id)?.has(`${algorithm} ${value}`) !== true
    return [{ ...one, id, licences: unlicensed.has(at + 1), hash: otherwise.has(at + 1) && one.hashes.some(lacks) }]
  })
}

/** What was told of versions, each as `algorithm value`. */
async function hashesOf(db: Queryable, versions: readonly number[]): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const told = new Map<number, Set<string>>()
  if (versions.length === 0) return told
  const rows = await db.query<{ id: number; hash: string }>(
    `SELECT x.id, h.algorithm || ' ' || h.value AS hash FROM unnest($1::int4[]) AS x(id)
     CROSS JOIN LATERAL (SELECT algorithm, value FROM version_hash WHERE version_id = x.id OFFSET 0) h`,
    [versions],
  )
  for (const { id, hash } of rows) {
    const known = told.get(id)
    if (known === undefined) told.set(id, new Set([hash]))
    else known.add(hash)
  }
  return told
}
