import type { Static } from 'typebox'
import type { AffectedRow } from '../api/contract/knowledge.ts'
import type { Services } from '../services.ts'
import { findingPage } from './finding-rows.ts'
import type { PageRequest } from './page.ts'
import type { Picture } from './picture.ts'
import { seenVulnerability } from './seen-vulnerability.ts'
import { snapshotDetails } from './snapshot-detail.ts'

const STATES = ['open', 'affected', 'accepted', 'not-affected', 'fixed', 'under-investigation']

/** GET /advisories/:advisory/affected: every finding of it, whatever its state, each with its shortest dependency paths. */
export async function affectedPage({ db }: Services, picture: Picture, name: string, query: PageRequest) {
  const vulnerability = await seenVulnerability(db, picture, name)
  const page = await findingPage(db, picture, { ...query, vulnerability, state: STATES })
  const details = await snapshotDetails(
    db,
    picture,
    page.items.map(({ project }) => project.id),
  )
  const items = page.items.map(({ project, package: named, version, state, firstSeen }): Static<typeof AffectedRow> => {
    const { paths } = details.get(project.id)?.paths(version.purl, 3) ?? { paths: [] }
    return { project, package: named, version, state, firstSeen, paths: paths.map(({ nodes }) => [...nodes]) }
  })
  return { ...page, items }
}
