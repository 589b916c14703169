import { TOUCH_QUEUE } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { encodeParameter } from '../store/sql-text.ts'
import { addHashes, hashKey, storedHashes } from './add-versions.ts'
import type { KeyedComponent } from './named-version.ts'
import { storedLicences } from './stored-licences.ts'

/** A stored version of which a document tells what no other has told before. */
export interface BareVersion extends KeyedComponent {
  readonly id: number
  /** It has no licences so far, and gets the component's. */
  readonly licences: boolean
  /** The same of hashes. */
  readonly hash: boolean
}

/**
 * Fills in what nobody has told of versions so far; what is there stays. Rules about licences are asked again for whoever has them. In
 * the caller's transaction, which holds `lockKnowledge`.
 */
export async function fillVersions(
  db: Queryable,
  versions: readonly BareVersion[],
  services: Pick<Services, 'jobs' | 'now'>,
): Promise<void> {
  const licensed = versions.filter(({ licences }) => licences)
  const hashed = versions.filter(({ hash }) => hash)
  if (hashed.length > 0) {
    await addHashes(db, hashed, new Map(hashed.map(({ key, id }) => [key, id])))
    await db.run(
      'UPDATE package_version v SET hash_key = x.hash_key FROM unnest($1::int4[], $2::int8[]) AS x(id, hash_key) WHERE v.id = x.id',
      [hashed.map(({ id }) => id), hashed.map(({ component }) => hashKey(storedHashes(component)))],
    )
  }
  if (licensed.length === 0) return
  const filled = await db.query<{ id: number }>(
    `UPDATE package_version v SET licences = x.licences::text[] FROM unnest($1::int4[], $2::text[]) AS x(id, licences)
     WHERE v.id = x.id AND v.licences = '{}' RETURNING v.id`,
    [licensed.map(({ id }) => id), licensed.map(({ component }) => encodeParameter(storedLicences(component)))],
  )
  const [pack] = await db.query('SELECT 1 FROM policy_pack WHERE until IS NULL AND enabled LIMIT 1')
  if (pack === undefined || filled.length === 0) return
  await services.jobs.send(TOUCH_QUEUE, { versions: filled.map(({ id }) => id), at: services.now().toISOString() }, { transaction: db })
}
