import type { DependencyGraph } from '@cupel/model'
import type { Tree } from '@cupel/source'
import type { Extraction } from './collect.ts'

/** Packages of which each states itself in a file of its own, and how to tell which of them need which. */
export interface InstalledKind {
  /** The folder of those that see each other; null for a file that is of no such folder. */
  readonly folderOf: (path: string) => string | null
  /** Names, as components have them, that the package stated in a file needs. */
  readonly needs: (tree: Tree, path: string) => Iterable<string>
}

/**
 * One graph for each folder of installed packages. What the installer was asked for is what the folder needs itself; where that is not told,
 * what no other package needs.
 */
export function installedGraphs(tree: Tree, extractions: readonly Extraction[], kind: InstalledKind): readonly DependencyGraph[] {
  const folders = new Map<string, Extraction[]>()
  for (const extraction of extractions) {
    const folder = extraction.components.length === 0 ? null : kind.folderOf(extraction.coverage.path)
    if (folder === null) continue
    const known = folders.get(folder)
    if (known === undefined) folders.set(folder, [extraction])
    else known.push(extraction)
  }
  return [...folders].flatMap(([folder, installed]) => (installed.length < 2 ? [] : [graphOf(tree, { folder, installed, kind })]))
}

interface Installed {
  readonly folder: string
  readonly installed: readonly Extraction[]
  readonly kind: InstalledKind
}

function graphOf(tree: Tree, { folder, installed, kind }: Installed): DependencyGraph {
  const components = installed.map(({ components: [component] }) => component)
  const byName = new Map(components.map((component, at) => [component?.name ?? '', at + 1]))
  const needed = new Set<number>()
  const edges: [number, number][] = []
  for (const [at, { coverage }] of installed.entries()) {
    for (const name of kind.needs(tree, coverage.path)) {
      const to = byName.get(name)
      if (to === undefined || to === at + 1) continue
      edges.push([at + 1, to])
      needed.add(to)
    }
  }
  const told = components.some((component) => component?.direct === true)
  for (const [at, component] of components.entries()) {
    if (told ? component?.direct === true : !needed.has(at + 1)) edges.push([0, at + 1])
  }
  const project = { name: '', version: '', licenses: [], path: folder }
  return { path: folder, projects: [project], components: components.map((component) => component?.purl ?? ''), edges }
}
