import type { EcosystemReader } from './ecosystem-reader.ts'
import type { FileStamp } from './new-file.ts'
import { writeTableFile } from './table-file.ts'

/**
 * Writes the groups of ids that are one problem over all sources (the closure of `aliases`), as far as some record does not
 * state its group in full itself. `related` and `upstream` say something else and are not followed.
 */
export function writeAliasLinks(folder: string, ecosystems: readonly EcosystemReader[]): FileStamp {
  const stated = new Map<string, Set<string>>()
  const parents = new Map<string, string>()
  for (const ecosystem of ecosystems) {
    for (const [segment, reader] of ecosystem.segments.entries()) {
      for (const [ordinal, id, ...aliases] of reader.aliases()) {
        if (!ecosystem.isLive(segment, ordinal)) continue
        stated.set(id, new Set([...(stated.get(id) ?? []), ...aliases]))
        for (const alias of aliases) join(parents, id, alias)
      }
    }
  }
  const groups = groupsOf(parents)
  const incomplete = groups.filter((group) => group.some((id) => isIncomplete(id, group, stated.get(id), ecosystems)))
  return writeTableFile(
    folder,
    'links',
    incomplete.map((group) => [group, 0]),
  )
}

function isIncomplete(
  id: string,
  group: readonly string[],
  stated: ReadonlySet<string> | undefined,
  ecosystems: readonly EcosystemReader[],
): boolean {
  if (stated !== undefined) return stated.size + (stated.has(id) ? 0 : 1) < group.length
  return ecosystems.some((ecosystem) => ecosystem.segments.some((segment) => segment.mayHold(id)))
}

function groupsOf(parents: Map<string, string>): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>()
  for (const id of parents.keys()) {
    const root = rootOf(parents, id)
    const group = groups.get(root)
    if (group === undefined) groups.set(root, [id])
    else group.push(id)
  }
  return Array.from(groups.values(), (group) => group.toSorted()).toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1))
}

function join(parents: Map<string, string>, a: string, b: string): void {
  const [rootA, rootB] = [rootOf(parents, a), rootOf(parents, b)]
  if (rootA !== rootB) parents.set(rootB, rootA)
}

function rootOf(parents: Map<string, string>, id: string): string {
  let root = id
  for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) root = next
  if (!parents.has(root)) parents.set(root, root)
  for (let at = id; at !== root;) {
    const next = parents.get(at) ?? root
    parents.set(at, root)
    at = next
  }
  return root
}
