import { folderOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import type { Claims } from './claims.ts'
import type { ExtractorEntry } from './extractor.ts'
import { magicEntries } from './walk.ts'
import type { Walked } from './walk.ts'

/** Extractor that judges by content: a document of any name may be a bill of materials. */
const BY_CONTENT = 'sbom'

/**
 * The one candidate of a target that is a file: by the extractor the user named, else by its name, else by its first bytes, else
 * by whoever looks into files with its ending, else as a bill of materials.
 */
export function singleFile(
  tree: Tree,
  claims: Claims,
  file: { path: string; as: string | null; extractors: readonly ExtractorEntry[] },
): Walked {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1)
  const named = file.as === null ? claims.byName(folderOf(file.path), name) : file.extractors.filter(({ id }) => id === file.as)
  const byMagic = named.length > 0 ? named : magicEntries(tree, claims, file.path, name)
  const entries = byMagic.length > 0 ? byMagic : [...claims.bySniff(name), ...file.extractors.filter(({ id }) => id === BY_CONTENT)]
  return {
    candidates: [{ path: file.path, entries, chosen: file.as !== null }],
    coveredFolders: [],
    manifests: [],
    copies: new Set(),
    excluded: 0,
    files: 1,
    problems: [],
  }
}
