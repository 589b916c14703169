import type { Problem } from '@cupel/model'
import type { Tree } from '@cupel/source'
import type { Extraction } from './collect.ts'
import { decodeText } from './decode-text.ts'
import { isAside, isVendored } from './places.ts'

/** A folder in a folder for other people's sources. */
const COPY = /^(?:.*\/)?(?:third[-_]?party|3rd[-_]?party|vendored)\/[^/]+/i
const SOURCE = /\.(?:c|cc|cpp|cxx|h|hh|hpp|m|mm|js|mjs|py|java|kt|rs|go|swift|rb|php|pl|lua|cs)$/i

/** The folder of a copy of somebody's sources that a folder with these files belongs to; null when it holds none. */
export function copiedFolder(path: string, files: readonly string[]): string | null {
  const copy = COPY.exec(path)?.[0]
  return copy !== undefined && !isVendored(`${path}/`) && files.some((name) => SOURCE.test(name)) ? copy : null
}

/**
 * One problem for the copies of other people's sources of which no file that was read says what they are: they are part of what is built as
 * much as any package is. `known` are the files that were read or reported; submodules are told by themselves.
 */
export function copiedSources(
  tree: Tree,
  copies: ReadonlySet<string>,
  extractions: readonly Extraction[],
  known: readonly string[],
): readonly Problem[] {
  if (copies.size === 0 || tree.kind === 'image') return []
  const told = new Set<string>(submodules(tree))
  for (const path of [...known, ...extractions.map(({ coverage }) => coverage.path)]) {
    const copy = COPY.exec(path)?.[0]
    if (copy !== undefined) told.add(copy)
  }
  const untold = [...copies].filter((copy) => !told.has(copy)).toSorted()
  const [first] = untold.filter((copy) => !isAside(`${copy}/`)).concat(untold)
  if (first === undefined) return []
  const more = untold.length === 1 ? '' : `, nor in ${untold.length - 1} more`
  const detail = `other people's sources were copied here, and no file says what they are${more}: they were not looked at`
  const hint = 'list them in an SBOM that lies in the tree (bom.json), or leave the folder out with --exclude'
  return [{ code: 'unsupported-content', effect: isAside(`${first}/`) ? 'note' : 'incomplete', path: first, detail, hint, by: 'walk' }]
}

const MAX_BYTES = 1024 * 1024

function submodules(tree: Tree): readonly string[] {
  const file = tree.open('.gitmodules')
  if (file === null) return []
  try {
    return [...decodeText(file, MAX_BYTES).matchAll(/^[ \t]*path[ \t]*=[ \t]*(.*?)[ \t\r]*$/gm)].map(([, path = '']) => path)
  } catch {
    // Its own extractor has said so.
    return []
  } finally {
    file.close()
  }
}
