import type { Static } from 'typebox'
import type { AffectedRow } from '../api/contract/knowledge.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { findingPage } from './finding-rows.ts'
import type { PageRequest } from './page.ts'
import type { Picture } from './picture.ts'
import { seenVulnerability } from './seen-vulnerability.ts'
import { snapshotDetail } from './snapshot-detail.ts'

const STATES = ['open', 'affected', 'accepted', 'not-affected', 'fixed', 'under-investigation']

/** GET /advisories/:advisory/affected: every finding of it, whatever its state, each with its shortest dependency paths. */
export async function affectedPage({ db }: Services, picture: Picture, name: string, query: PageRequest) {
  const vulnerability = await seenVulnerability(db, picture, name)
  const page = await findingPage(db, picture, { ...query, vulnerability, state: STATES })
  const items: Static<typeof AffectedRow>[] = []
  for (const { project, package: named, version, state, firstSeen } of page.items) {
    items.push({ project, package: named, version, state, firstSeen, paths: await pathsTo(db, picture, project.id, version.purl) })
  }
  return { ...page, items }
}

async function pathsTo(db: Queryable, picture: Picture, project: number, purl: string): Promise<string[][]> {
  const detail = await snapshotDetail(db, picture, project)
  return detail.paths(purl, 3).paths.map(({ nodes }) => [...nodes])
}
