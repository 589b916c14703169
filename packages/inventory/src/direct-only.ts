import type { Problem } from '@cupel/model'
import type { Extraction } from './collect.ts'

/**
 * One note for each kind of package that is known from manifests alone: they name what a project asks for, not what that needs
 * in turn. A lock, an installed tree, a binary or a bill of materials of the same kind anywhere in the tree answers for it.
 */
export function directOnly(extractions: readonly Extraction[]): readonly Problem[] {
  const manifests = new Map<string, Set<string>>()
  const answered = new Set<string>()
  for (const { components, coverage } of extractions) {
    for (const { purl, evidence } of components) {
      const type = purl.slice(4, purl.indexOf('/'))
      if (evidence.some(({ kind }) => kind !== 'manifest')) answered.add(type)
      else manifests.set(type, (manifests.get(type) ?? new Set()).add(coverage.path))
    }
  }
  return [...manifests].flatMap(([type, paths]): Problem[] => {
    const [path = ''] = [...paths].toSorted()
    if (answered.has(type)) return []
    const who = paths.size === 1 ? `${path} names` : `${path} and ${paths.size - 1} more name`
    const detail = `${who} only what is asked for directly; the ${type} packages that those need are not listed`
    const hint = 'scan a lock file, what is installed, or an SBOM of the build as well'
    return [{ code: 'unsupported-content', effect: 'note', path, detail, hint, by: 'walk' }]
  })
}
