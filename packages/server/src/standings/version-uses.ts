import type { Queryable } from '../store/database.ts'
import { countedHolders } from './counted-holders.ts'
import type { PackageUse } from './package-uses.ts'

/** How many projects more have a version of a package. */
export interface VersionChange {
  readonly organisation: number
  readonly package: number
  readonly version: number
  readonly by: number
}

/** Brings up to date how many projects have the versions of these packages, which are all of which a version came or went. */
export async function writeVersionUses(
  db: Queryable,
  uses: readonly PackageUse[],
  { changes, wide: least }: { readonly changes: readonly VersionChange[]; readonly wide: number },
): Promise<void> {
  // Also of those that become wide: of an organisation that is gone since, the numbers of others stayed.
  await forget(
    db,
    uses.filter(({ before, after }) => before >= least !== after >= least),
  )
  await begin(
    db,
    uses.filter(({ before, after }) => before > 0 && before < least && after >= least),
  )
  // Of a package that nobody had, the changes are all there is.
  const wide = new Set(uses.flatMap((use) => ((use.before >= least || use.before === 0) && use.after >= least ? [use.package] : [])))
  const sums = new Map<string, VersionChange>()
  for (const change of changes) {
    if (!wide.has(change.package)) continue
    const key = `${change.organisation} ${change.version}`
    sums.set(key, { ...change, by: change.by + (sums.get(key)?.by ?? 0) })
  }
  await add(
    db,
    [...sums.values()].filter(({ by }) => by !== 0),
  )
}

async function add(db: Queryable, changes: readonly VersionChange[]): Promise<void> {
  if (changes.length === 0) return
  await db.run(
    `INSERT INTO version_use AS u (version_id, org_id, projects) SELECT * FROM unnest($1::int4[], $2::int4[], $3::int4[])
     ON CONFLICT (version_id, org_id) DO UPDATE SET projects = u.projects + excluded.projects`,
    [changes.map(({ version }) => version), changes.map(({ organisation }) => organisation), changes.map(({ by }) => by)],
  )
  const less = changes.filter(({ by }) => by < 0)
  await db.run(
    `DELETE FROM version_use u USING unnest($1::int4[], $2::int4[]) AS x(version_id, org_id)
     WHERE u.version_id = x.version_id AND u.org_id = x.org_id AND u.projects = 0`,
    [less.map(({ version }) => version), less.map(({ organisation }) => organisation)],
  )
}

/** They are counted out, of the pictures that are counted, these among them. */
async function begin(db: Queryable, uses: readonly PackageUse[]): Promise<void> {
  if (uses.length === 0) return
  await db.run(
    `INSERT INTO version_use (version_id, org_id, projects)
     SELECT pv.id, k.org_id, count(*) FROM package_version pv ${countedHolders('pv.id')}
     WHERE pv.package_id = ANY($1::int4[]) GROUP BY 1, 2`,
    [uses.map((use) => use.package)],
  )
}

async function forget(db: Queryable, uses: readonly PackageUse[]): Promise<void> {
  if (uses.length === 0) return
  await db.run('DELETE FROM version_use u USING package_version pv WHERE pv.package_id = ANY($1::int4[]) AND u.version_id = pv.id', [
    uses.map((use) => use.package),
  ])
}
