import type { Queryable } from '../store/database.ts'
import { mendedCandidates } from './mended-candidates.ts'
import type { Picture } from './picture.ts'

/**
 * The newest version that an advisory names as mended, and of which those that are known here know nothing. Empty: there is none, nobody
 * could be asked, or what people have of it is in several distributions, each with versions of its own.
 */
export async function newestMended(db: Queryable, { viewer }: Picture, packageId: number): Promise<string> {
  const subjects = await db.query<{ id: number; ecosystem: string }>(
    `SELECT s.id, s.ecosystem FROM subject s WHERE s.covered AND s.id IN (SELECT subject_id FROM package_version WHERE package_id = $1) LIMIT 2`,
    [packageId],
  )
  const [subject] = subjects
  if (subject === undefined || subjects.length > 1) return ''
  const candidates = (await mendedCandidates(db, [subject], viewer.organisations)).get(subject.id) ?? []
  return candidates.findLast(({ problems }) => problems.size === 0)?.version ?? ''
}
