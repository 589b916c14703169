import type { Component, DependencyGraph } from '@cupel/model'

const NONE: ReadonlySet<string> = new Set()

/** Gives the names of what the project in a folder needs itself by a file's graph; worked out when first asked for. */
export function directNames(
  { projects, components: purls, edges }: DependencyGraph,
  components: readonly Component[],
): (folder: string) => ReadonlySet<string> {
  let byFolder: Map<string, Set<string>> | null = null
  function workOut(): Map<string, Set<string>> {
    const names = new Map(components.map(({ purl, name }) => [purl, name]))
    const found = new Map<string, Set<string>>()
    for (const [from, to] of edges) {
      const folder = projects[from]?.path
      const name = projects[to]?.name ?? names.get(purls[to - projects.length] ?? '')
      if (folder === undefined || name === undefined) continue
      const known = found.get(folder)
      if (known === undefined) found.set(folder, new Set([name]))
      else known.add(name)
    }
    return found
  }
  return (folder) => (byFolder ??= workOut()).get(folder) ?? NONE
}
