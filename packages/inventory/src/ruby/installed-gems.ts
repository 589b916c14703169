import { folderOf, nameOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import type { InstalledKind } from '../installed-graphs.ts'
import { readGemSpecification } from './gem-specification.ts'

const MAX_BYTES = 1024 * 1024

/** Installed gems need what their specifications say; those that come with Ruby lie a folder deeper. */
export const installedGems: InstalledKind = {
  folderOf(path) {
    const folder = folderOf(path)
    return folderOf(nameOf(folder) === 'default' ? folderOf(folder) : folder)
  },
  needs: neededGems,
}

function neededGems(tree: Tree, path: string): readonly string[] {
  const file = tree.open(path)
  if (file === null) return []
  try {
    return readGemSpecification(new TextDecoder().decode(file.read(0, Math.min(file.size, MAX_BYTES)))).needs
  } finally {
    file.close()
  }
}
