import { folderOf, nameOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import type { InstalledKind } from '../installed-graphs.ts'
import { readCoreMetadata } from './core-metadata.ts'
import { pypiName } from './pypi-name.ts'
import { parseRequirement } from './requirement.ts'

const MAX_HEAD_BYTES = 1024 * 1024

/** Installed Python distributions need what `Requires-Dist` says (PyPA "Core metadata specifications"); extras are left out. */
export const installedDistributions: InstalledKind = {
  folderOf: (path) => (nameOf(path) === 'METADATA' ? folderOf(folderOf(path)) : null),
  needs: requiredNames,
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
