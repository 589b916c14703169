import type { Problem } from '@cupel/model'
import { folderOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import { asBuffer } from '../binary/as-buffer.ts'
import type { Extraction } from '../collect.ts'
import { isAside, isVendored } from '../places.ts'
import type { Candidate } from '../walk.ts'

/** Files of .NET that say which packages the assemblies around and below them are of. */
const LISTS: ReadonlySet<string> = new Set([
  'nuget-deps-json',
  'nuget-packages-lock',
  'nuget-packages-config',
  'nuget-project-assets',
  'msbuild-project',
  'paket-lock',
  'sbom',
])
/** No project keeps more of them in its tree; it bounds the work on a hostile one. */
const MAX_OPENED = 20_000

/**
 * One note for the assemblies of .NET in a folder that no project, lock or `*.deps.json` beside or above them tells of. In an image they are
 * among the programs and libraries that no package brought.
 */
export function looseAssemblies(tree: Tree, candidates: readonly Candidate[], extractions: readonly Extraction[]): readonly Problem[] {
  if (tree.kind === 'image') return []
  const libraries = candidates
    .filter(({ path, chosen }) => chosen !== true && /\.dll$/i.test(path) && !isVendored(path))
    .slice(0, MAX_OPENED)
  if (libraries.length === 0) return []
  const read = new Set(extractions.map(({ coverage }) => coverage.path))
  const listed = extractions.filter(({ coverage }) => LISTS.has(coverage.by)).map(({ coverage }) => folderOf(coverage.path))
  const isListed = (path: string): boolean => listed.some((folder) => folder === '' || path.startsWith(`${folder}/`))
  const loose = libraries.map(({ path }) => path).filter((path) => !read.has(path) && !isListed(path) && isAssembly(tree, path))
  const [first] = loose.filter((path) => !isAside(path)).concat(loose)
  if (first === undefined) return []
  const who = loose.length === 1 ? 'an assembly of .NET' : `one of ${loose.length} assemblies of .NET`
  const detail = `${who} that no project, packages.config or *.deps.json here tells of: which packages they are is not known`
  const hint = 'scan with the *.deps.json of what was published, or list them in an SBOM in the tree'
  return [{ code: 'unsupported-content', effect: 'note', path: first, detail, hint, by: 'walk' }]
}

/** A library of Windows with a header of the common language runtime (ECMA-335, II.25.2.3.3). */
function isAssembly(tree: Tree, path: string): boolean {
  try {
    const file = tree.open(path)
    if (file === null) return false
    try {
      const dos = asBuffer(file.read(0, 64))
      if (dos.length < 64 || dos.readUInt16BE(0) !== 0x4d5a) return false
      const head = asBuffer(file.read(dos.readUInt32LE(60), 24 + 240))
      if (head.length < 24 + 232 || head.readUInt32BE(0) !== 0x50450000) return false
      // The directories stand further back in a program of 64 bits; this is the fifteenth, of eight bytes each.
      return head.readUInt32LE(24 + (head.readUInt16LE(24) === 0x20b ? 112 : 96) + 14 * 8) !== 0
    } finally {
      file.close()
    }
  } catch {
    // What cannot be opened is not known to be one; the walk tells of folders and links that are not read.
    return false
  }
}
