import { uncoveredProblems } from '@cupel/advisory'
import type { Problem } from '@cupel/model'
import type { Queryable } from '../store/database.ts'
import { indexState } from './index-state.ts'
import type { StoredVersion } from './stored-versions.ts'

/** An image that a file names is a target of its own, not a package that an advisory could be about. */
const IMAGE = /^pkg:(?:docker|oci)\//

/**
 * What advisory data could not be asked about, as a scan tells it: components of ecosystems without data together, those with a version
 * that cannot be compared one by one. Gives a function from the members of a set to its problems; `members` are those of every set.
 */
export async function unaskedProblems(
  db: Queryable,
  members: readonly number[],
  versions: ReadonlyMap<number, StoredVersion>,
): Promise<(members: readonly number[]) => readonly Problem[]> {
  if (members.length === 0) return () => []
  const rows = await db.query<{ id: number; asked: string }>(
    "SELECT id, asked FROM package_version WHERE id = ANY($1::int4[]) AND asked <> 'asked'",
    [[...new Set(members)]],
  )
  const state = await indexState(db)
  const asked = new Map(rows.map(({ id, asked: how }) => [id, how]))
  return (own) => {
    const uncovered = new Map<string, number>()
    const problems: Problem[] = []
    for (const id of own) {
      const how = asked.get(id)
      const version = versions.get(id)
      if (how === undefined || version === undefined) continue
      const { purl, ecosystem, name } = version.component
      if (how === 'no-data' || how === 'no-ecosystem') {
        if (ecosystem !== '' || !IMAGE.test(purl)) uncovered.set(ecosystem, (uncovered.get(ecosystem) ?? 0) + 1)
      } else problems.push(unjudged(name, how))
    }
    return [...problems, ...uncoveredProblems(uncovered, { state })]
  }
}

function unjudged(name: string, how: string): Problem {
  const why = how === 'no-version' ? 'has no known version' : 'has a version that cannot be compared'
  const code = how === 'no-version' ? 'version-unpinned' : 'version-uncomparable'
  return { code, effect: 'incomplete', path: '', detail: `"${name}" ${why}, so it cannot be told whether it is affected`, by: 'match' }
}
