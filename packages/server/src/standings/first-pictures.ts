import type { Queryable } from '../store/database.ts'
import { FindingSums, matchesNear } from './finding-differences.ts'
import type { FindingDifferences } from './finding-differences.ts'
import { firstUses } from './first-uses.ts'
import { membersOf } from './pending-pictures.ts'
import { differenceOf } from './picture-difference.ts'
import type { UseDifferences } from './use-differences.ts'

/** The picture of a project of which nothing is counted yet. */
export interface FirstPicture {
  readonly project: number
  readonly organisation: number
  readonly set: number
  /** How many components. */
  readonly size: number
}

/** How much is counted together. */
export interface FirstSize {
  readonly pictures: number
  readonly components: number
}

/** Pictures of projects of which nothing is counted yet, by organisation; one at least, where there are any. */
export async function firstPictures(db: Queryable, size: FirstSize): Promise<readonly FirstPicture[]> {
  const [row] = await db.query<Record<'projects' | 'organisations' | 'sets' | 'sizes', readonly number[] | null>>(
    `SELECT array_agg(f.project) AS projects, array_agg(f.organisation) AS organisations, array_agg(f.set) AS sets, array_agg(f.n) AS sizes
     FROM (SELECT p.id AS project, p.org_id AS organisation, s.set_id AS set, k.n
       FROM project p JOIN snapshot s ON s.project_id = p.id AND s.until IS NULL JOIN set_count k ON k.set_id = s.set_id
       WHERE p.archived_at IS NULL AND NOT EXISTS (SELECT 1 FROM counted_picture c WHERE c.project_id = p.id)
       ORDER BY p.org_id, p.id LIMIT $1) f`,
    [size.pictures],
  )
  const pictures = (row?.projects ?? []).map((project, at) => ({
    project,
    organisation: row?.organisations?.[at] as number,
    set: row?.sets?.[at] as number,
    size: row?.sizes?.[at] as number,
  }))
  return parted(pictures, size.components)[0] ?? []
}

/**
 * What first pictures add, counted for all of them together: one by one each would be compared with nothing, and each package, version
 * and problem be written as often as somebody has it.
 */
export async function countFirst(
  db: Queryable,
  pictures: readonly FirstPicture[],
  now: Date,
): Promise<{ readonly uses: UseDifferences; readonly findings: FindingDifferences }> {
  // All of them at once: four bytes each.
  const members = new Map<number, Int32Array>()
  for (const part of parted(pictures, TOGETHER))
    for (const [id, versions] of await membersOf(db, [...new Set(part.map(({ set }) => set))])) members.set(id, Int32Array.from(versions))
  const uses = await firstUses(db, [...members.values()])
  const findings = new FindingSums(await matchesNear(db, uses.versions))
  for (const part of parted(pictures, TOGETHER)) {
    const differences = part.map(({ project, organisation, set }) => {
      const came = [...(members.get(set) ?? [])]
      uses.add(organisation, came)
      return differenceOf({ project, organisation, isGone: false, before: [], after: came })
    })
    await findings.add(db, differences, now)
  }
  return { uses: uses.differences(), findings: findings.differences() }
}

/** Components that are read and counted before others have their turn. */
const TOGETHER = 50_000

/** Pictures in order, in parts of so many components; a part has one at least. */
function parted(pictures: readonly FirstPicture[], components: number): readonly (readonly FirstPicture[])[] {
  const parts: FirstPicture[][] = []
  let room = 0
  for (const one of pictures) {
    const last = one.size > room ? undefined : parts.at(-1)
    room = (last === undefined ? components : room) - one.size
    if (last === undefined) parts.push([one])
    else last.push(one)
  }
  return parts
}
