import type { DependencyGraph } from '@cupel/model'
import { folderOf, nameOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import type { Extraction } from '../collect.ts'
import { readCoreMetadata } from './core-metadata.ts'
import { pypiName } from './pypi-name.ts'
import { parseRequirement } from './requirement.ts'

const MAX_HEAD_BYTES = 1024 * 1024

/**
 * One graph for each folder of installed Python distributions, from the `Requires-Dist` fields of all that lie in it (PyPA "Core
 * metadata specifications"); extras are left out. What pip was asked for is what the folder needs itself; where that is not told,
 * what no other distribution needs.
 */
export function installedGraphs(tree: Tree, extractions: readonly Extraction[]): readonly DependencyGraph[] {
  const folders = new Map<string, Extraction[]>()
  for (const extraction of extractions) {
    const { by, path } = extraction.coverage
    if (by !== 'python-installed' || extraction.components.length === 0 || nameOf(path) !== 'METADATA') continue
    const folder = folderOf(folderOf(path))
    const known = folders.get(folder)
    if (known === undefined) folders.set(folder, [extraction])
    else known.push(extraction)
  }
  return [...folders].flatMap(([folder, installed]) => (installed.length < 2 ? [] : [graphOf(tree, folder, installed)]))
}

function graphOf(tree: Tree, folder: string, installed: readonly Extraction[]): DependencyGraph {
  const components = installed.map(({ components: [component] }) => component)
  const byName = new Map(components.map((component, at) => [component?.name ?? '', at + 1]))
  const needed = new Set<number>()
  const edges: [number, number][] = []
  for (const [at, { coverage }] of installed.entries()) {
    for (const name of requiredNames(tree, coverage.path)) {
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

function requiredNames(tree: Tree, path: string): ReadonlySet<string> {
  const names = new Set<string>()
  const file = tree.open(path)
  if (file === null) return names
  try {
    const head = new TextDecoder().decode(file.read(0, Math.min(file.size, MAX_HEAD_BYTES)))
    for (const text of readCoreMetadata(head).values.get('requires-dist') ?? []) {
      const requirement = parseRequirement(text)
      if (requirement !== null && !/\bextra\s*==/.test(requirement.marker)) names.add(pypiName(requirement.name))
    }
    return names
  } finally {
    file.close()
  }
}
