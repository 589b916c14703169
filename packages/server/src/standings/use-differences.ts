import type { Queryable } from '../store/database.ts'
import { idRanges } from './id-ranges.ts'
import { PackageUses } from './package-uses.ts'
import { changedVersions } from './picture-difference.ts'
import type { PictureDifference } from './picture-difference.ts'
import type { VersionChange } from './version-uses.ts'

/** What came and went, by package and by version. */
export interface UseDifferences {
  readonly packages: PackageUses
  readonly versions: readonly VersionChange[]
}

/** What the differences change about who has which package and version. Nothing that is asked for this ever changes. */
export async function useDifferences(db: Queryable, differences: readonly PictureDifference[]): Promise<UseDifferences> {
  const packages = await packagesOf(db, changedVersions(differences))
  const kept = await keptPackages(db, differences, packages)
  const uses = new PackageUses()
  const versions: VersionChange[] = []
  for (const difference of differences) {
    const { organisation } = difference.side
    const met = new Map<number, { came: boolean; went: boolean }>()
    const meet = (version: number, by: 1 | -1): void => {
      const of = packages.get(version)
      if (of === undefined) return
      versions.push({ organisation, package: of, version, by })
      const known = met.get(of) ?? { came: false, went: false }
      met.set(of, { came: known.came || by === 1, went: known.went || by === -1 })
    }
    for (const version of difference.came) meet(version, 1)
    for (const version of difference.went) meet(version, -1)
    for (const [of, { came, went }] of met)
      uses.add(organisation, of, kept.get(difference)?.has(of) === true ? 0 : Number(came) - Number(went))
  }
  return { packages: uses, versions }
}

function namesOf(versions: readonly number[], packages: ReadonlyMap<number, number>): ReadonlySet<number> {
  return new Set(versions.flatMap((version) => packages.get(version) ?? []))
}

/** The package of each version, and perhaps of others. As one row, since thousands of rows cost more to hand over than to find. */
export async function packagesOf(db: Queryable, versions: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>()
  for (const { from, to, only } of idRanges(versions)) {
    const [row] = await db.query<{ ids: readonly number[] | null; packages: readonly number[] | null }>(
      `SELECT array_agg(id) AS ids, array_agg(package_id) AS packages FROM package_version
       WHERE ${only === null ? 'id BETWEEN $1 AND $2' : 'id = ANY($1::int4[])'}`,
      only === null ? [from, to] : [only],
    )
    for (const [at, id] of (row?.ids ?? []).entries()) found.set(id, row?.packages?.[at] as number)
  }
  return found
}

/** Of the packages of which a version came or went, those of which the project keeps another version. */
async function keptPackages(
  db: Queryable,
  differences: readonly PictureDifference[],
  packages: ReadonlyMap<number, number>,
): Promise<ReadonlyMap<PictureDifference, ReadonlySet<number>>> {
  const partly = differences.filter(({ stayed }) => stayed.size > 0)
  const asked = new Map(partly.map((one) => [one, namesOf([...one.came, ...one.went], packages)]))
  const all = [...new Set([...asked.values()].flatMap((names) => [...names]))]
  if (all.length === 0) return new Map()
  const rows = await db.query<{ package_id: number; versions: readonly number[] }>(
    'SELECT package_id, array_agg(id) AS versions FROM package_version WHERE package_id = ANY($1::int4[]) GROUP BY 1',
    [all],
  )
  const versions = new Map(rows.map((row) => [row.package_id, row.versions]))
  return new Map(
    [...asked].map(([one, names]) => [
      one,
      new Set([...names].filter((name) => versions.get(name)?.some((version) => one.stayed.has(version)) === true)),
    ]),
  )
}
