import type { Database } from '../store/database.ts'
import { packagePage } from './package-rows.ts'
import { loadOf, riskOf } from './package-risk.ts'
import type { PageRequest } from './page.ts'
import type { Picture } from './picture.ts'

/**
 * GET /weak-points: all packages that visible projects have by risk, the highest first: how many projects rest on it × how weak its
 * posture is, and what is open in it. One that was never assessed is unknown and not weak.
 */
export async function weakPointPage(db: Database, picture: Picture, query: PageRequest) {
  const page = await packagePage(db, picture, { ...query, sort: 'risk' })
  const items = page.items.map(({ package: named, projects, score, counts, unmatched }) => ({
    package: named,
    projects,
    score,
    counts,
    unmatched,
    risk: riskOf({ projects, score, load: loadOf(counts) }) / 10,
    why: score === null ? 'never assessed' : `score ${score}`,
  }))
  return { ...page, items }
}
