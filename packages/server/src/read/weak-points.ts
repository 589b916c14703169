import type { Database } from '../store/database.ts'
import { packagePage } from './package-rows.ts'
import type { PageRequest } from './page.ts'
import type { Picture } from './picture.ts'

/**
 * GET /weak-points: packages by how many visible projects need them, each with its risk: projects × weakness, where weakness is
 * 10 − score (5 when never assessed, which is unknown and not weak) plus the weight of its open problems. Ordered by use, so that a
 * page costs a page; the risk is for reading and sorting within it.
 */
export async function weakPointPage(db: Database, picture: Picture, query: PageRequest) {
  const page = await packagePage(db, picture, { ...query, sort: 'projects' })
  const items = page.items.map(({ package: named, projects, score, counts, unmatched }) => {
    const weakness = score === null ? 5 : 10 - score
    const load = counts.malware * 50 + counts.critical * 10 + counts.high * 4 + counts.medium
    return {
      package: named,
      projects,
      score,
      counts,
      unmatched,
      risk: Math.round(projects * (weakness + Math.min(load / Math.max(projects, 1), 50)) * 10) / 10,
      why: score === null ? 'never assessed' : `score ${score}`,
    }
  })
  return { ...page, items: items.sort((a, b) => b.risk - a.risk) }
}
