import type { Problem } from '@cupel/model'
import { folderOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import type { Extraction } from '../collect.ts'
import { isVendored } from '../places.ts'
import type { Candidate } from '../walk.ts'
import { packagedFiles } from './packaged-files.ts'

/** Folders that the packages of a system fill; `usr/local` is not theirs (Filesystem Hierarchy Standard 3.0, section 4.9). */
const OF_SYSTEM = /^(?:bin|sbin|lib[^/]*|opt|usr\/(?!local\/)[^/]+|etc|var|boot|dev|proc|sys|run)\//

/**
 * One problem for the programs and libraries of an image that no package brought and that do not tell what they were built from: an image
 * is mostly made for the sake of one of them. A bill of materials answers for what lies below it. The folders of the system are looked at
 * where its database lists files.
 */
export function untoldExecutables(tree: Tree, candidates: readonly Candidate[], extractions: readonly Extraction[]): readonly Problem[] {
  if (tree.kind !== 'image') return []
  const told = new Set(extractions.map(({ coverage }) => coverage.path))
  const listed = extractions.filter(({ coverage }) => coverage.by === 'sbom').map(({ coverage }) => `${folderOf(coverage.path)}/`)
  const isUntold = ({ path, entries, chosen }: Candidate): boolean =>
    chosen !== true &&
    entries.every(isForBinaries) &&
    !isVendored(path) &&
    !told.has(path) &&
    !listed.some((folder) => path.startsWith(folder))
  const untold = candidates.filter(isUntold).map(({ path }) => path)
  const isPackaged = untold.some((path) => OF_SYSTEM.test(path)) ? packagedFiles(tree, extractions) : null
  const paths = untold.filter((path) => !OF_SYSTEM.test(path) || isPackaged?.(path) === false).toSorted()
  const [first] = paths
  if (first === undefined) return []
  const who = paths.length === 1 ? 'a program or library' : `one of ${paths.length} programs and libraries`
  const detail = `${who} that no package brought; what it was built from is not told`
  const hint = 'give an SBOM of what was built (bom.json beside it), build Rust with cargo auditable, or leave it out with --exclude'
  return [{ code: 'unsupported-content', effect: 'incomplete', path: first, detail, hint, by: 'walk' }]
}

function isForBinaries({ magic, files, suffixes }: Candidate['entries'][number]): boolean {
  return magic !== undefined && files === undefined && suffixes === undefined
}
