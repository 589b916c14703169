import type { Facts } from '../facts/facts.ts'
import { buildsInUse } from './builds-in-use.ts'

/** A folder with manifests of one package ecosystem. */
export interface ManifestFolder {
  readonly ecosystem: string
  /** Relative, empty for the root. */
  readonly folder: string
  readonly path: string
}

/** Where the project names dependencies of package ecosystems. */
export function manifestFolders(facts: Facts): readonly ManifestFolder[] {
  const seen = new Set<string>()
  const found: ManifestFolder[] = []
  for (const { system, paths } of buildsInUse(facts)) {
    if (system.ecosystem === undefined || !system.manifest) continue
    for (const path of paths) {
      const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
      const key = `${system.ecosystem}\n${folder}`
      if (seen.has(key)) continue
      seen.add(key)
      found.push({ ecosystem: system.ecosystem, folder, path })
    }
  }
  return found
}
