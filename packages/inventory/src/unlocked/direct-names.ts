import type { Component, DependencyGraph } from '@cupel/model'

const NONE: ReadonlyMap<string, ReadonlySet<string>> = new Map()

/** Gives the names of what the project in a folder needs itself by a file's graph, with their versions; worked out when first asked for. */
export function directNames(
  { projects, components: purls, edges }: DependencyGraph,
  components: readonly Component[],
): (folder: string) => ReadonlyMap<string, ReadonlySet<string>> {
  let byFolder: Map<string, Map<string, Set<string>>> | null = null
  function workOut(): Map<string, Map<string, Set<string>>> {
    const known = new Map(components.map((component) => [component.purl, component]))
    const found = new Map<string, Map<string, Set<string>>>()
    for (const [from, to] of edges) {
      const folder = projects[from]?.path
      const component = projects[to] === undefined ? known.get(purls[to - projects.length] ?? '') : undefined
      const name = projects[to]?.name ?? component?.name
      if (folder === undefined || name === undefined) continue
      const ofFolder = found.get(folder) ?? new Map<string, Set<string>>()
      found.set(folder, ofFolder)
      const versions = ofFolder.get(name) ?? new Set<string>()
      ofFolder.set(name, versions)
      if (component !== undefined) versions.add(component.version)
    }
    return found
  }
  return (folder) => (byFolder ??= workOut()).get(folder) ?? NONE
}
