import type { AdvisoryIndex } from '@cupel/advisory'
import { lockKnowledge } from '../match/locks.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { addVersions } from './add-versions.ts'
import { fillVersions } from './fill-versions.ts'
import type { BareVersion } from './fill-versions.ts'
import type { KeyedComponent } from './named-version.ts'

const CHUNK = 2000

/**
 * Ids of the components' versions, by key. Versions that nobody had so far are stored, with what is known of them, and those of which
 * nobody had told licences or hashes get them, in transactions of their own: what versions are and what is wrong with them does not
 * depend on who has them.
 */
export async function ensureVersions(
  services: Services,
  components: readonly KeyedComponent[],
  index: () => AdvisoryIndex,
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>()
  for (let start = 0; start < components.length; start += CHUNK) {
    const chunk = components.slice(start, start + CHUNK)
    const bare = await addKnown(services.db, chunk, ids)
    if (bare.length === 0 && chunk.every(({ key }) => ids.has(key))) continue
    await services.db.transaction(async (transaction) => {
      await lockKnowledge(transaction)
      await fillVersions(transaction, bare, services)
      const missing = chunk.filter(({ key }) => !ids.has(key))
      // Somebody else may have stored some before the lock was ours.
      await addKnown(transaction, missing, ids)
      const left = missing.filter(({ key }) => !ids.has(key))
      if (left.length === 0) return
      const added = await addVersions(transaction, left, { services, index: index(), now: services.now() })
      for (const [key, id] of added) ids.set(key, id)
    })
  }
  return ids
}

interface KnownVersions {
  /** In the order of the components; 0: not stored. */
  readonly ids: readonly number[] | null
  /** Places, from 1, of components that tell licences or hashes of versions without any. */
  readonly unlicensed: readonly number[] | null
  readonly unhashed: readonly number[] | null
}

/**
 * Adds the ids of those that are stored; gives those to which the components have something to add. One look into the index each:
 * of thousands out of a million, the planner would read the whole table. As one row, since thousands of rows cost more to hand over than
 * to find.
 */
async function addKnown(db: Queryable, components: readonly KeyedComponent[], ids: Map<string, number>): Promise<readonly BareVersion[]> {
  if (components.length === 0) return []
  const [known] = await db.query<KnownVersions>(
    `SELECT array_agg(coalesce(pv.id, 0) ORDER BY x.n) AS ids,
       array_agg(x.n::int4) FILTER (WHERE x.licensed AND pv.licences = '{}') AS unlicensed,
       array_agg(x.n::int4) FILTER (WHERE x.hashed AND NOT pv.hashed) AS unhashed
     FROM unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[]) WITH ORDINALITY AS x(purl, stated, licensed, hashed, n)
     LEFT JOIN LATERAL (SELECT id, licences, hashed FROM package_version WHERE purl = x.purl AND stated = x.stated LIMIT 1) pv ON true`,
    [
      components.map(({ component }) => component.purl),
      components.map(({ key, component }) => key.slice(component.purl.length + 1)),
      components.map(({ component }) => component.licenses.length > 0),
      components.map(({ component }) => component.hashes.length > 0),
    ],
  )
  const found = known?.ids ?? []
  for (const [at, { key }] of components.entries()) if (found[at] !== 0) ids.set(key, found[at] as number)
  const [unlicensed, unhashed] = [new Set(known?.unlicensed), new Set(known?.unhashed)]
  return [...new Set([...unlicensed, ...unhashed])].map((place) => ({
    ...(components[place - 1] as KeyedComponent),
    id: found[place - 1] as number,
    licences: unlicensed.has(place),
    hash: unhashed.has(place),
  }))
}
