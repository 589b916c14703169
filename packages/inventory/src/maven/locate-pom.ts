import { folderOf, resolvePath } from '@cupel/source'
import type { PlacedPom, PomTree } from './pom-tree.ts'

/**
 * Finds a POM of the same build by its coordinates: in the folder of the artifact's name beside the given POMs, and among
 * their modules whose folder name fits. Bounded on purpose: it never reads all modules of a large build.
 */
export function locatePom(tree: PomTree, group: string, artifact: string, from: readonly PlacedPom[]): PlacedPom | null {
  const places = new Set<string>()
  for (const { pom, path } of from) {
    const folder = folderOf(path)
    for (const relative of [artifact, `../${artifact}`, '.', '..']) addPlace(places, folder, relative)
    const modules = [...pom.modules, ...pom.profiles.flatMap((profile) => profile.modules)]
    for (const module of modules) if (fits(module, artifact)) addPlace(places, folder, module)
  }
  for (const place of places) {
    const found = tree.at('pom.xml', place)
    if (found === null || found.pom.artifact !== artifact) continue
    const foundGroup = found.pom.group || (found.pom.parent?.group ?? '')
    if (foundGroup === group || foundGroup.includes('${')) return found
  }
  return null
}

function addPlace(places: Set<string>, folder: string, relative: string): void {
  const path = resolvePath(folder, relative)
  if (path !== null) places.add(path === '' ? '.' : path)
}

function fits(module: string, artifact: string): boolean {
  const name = module.slice(module.lastIndexOf('/', module.length - 2) + 1).replace(/\/$|\/?pom\.xml$/, '')
  return name === artifact || artifact.endsWith('-' + name) || artifact.endsWith('.' + name) || name.endsWith('-' + artifact)
}
