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

interface KnownRow {
  readonly n: number
  readonly id: number
  readonly unlicensed: boolean
  readonly hashed: boolean
}

/**
 * Adds the ids of those that are stored; gives those to which the components have something to add. One look into the index each:
 * of thousands out of a million, the planner would read the whole table.
 */
async function addKnown(db: Queryable, components: readonly KeyedComponent[], ids: Map<string, number>): Promise<readonly BareVersion[]> {
  if (components.length === 0) return []
  const rows = await db.query<KnownRow>(
    `SELECT x.n::int4 AS n, pv.id, pv.licences = '{}' AS unlicensed, pv.hashed FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS x(purl, stated, n)
     CROSS JOIN LATERAL (SELECT id, licences, hashed FROM package_version WHERE purl = x.purl AND stated = x.stated LIMIT 1) pv`,
    [components.map(({ component }) => component.purl), components.map(({ key, component }) => key.slice(component.purl.length + 1))],
  )
  const bare: BareVersion[] = []
  for (const { n, id, unlicensed, hashed } of rows) {
    const keyed = components[n - 1] as KeyedComponent
    ids.set(keyed.key, id)
    const { licenses, hashes } = keyed.component
    const [licences, hash] = [unlicensed && licenses.length > 0, !hashed && hashes.length > 0]
    if (licences || hash) bare.push({ ...keyed, id, licences, hash })
  }
  return bare
}
