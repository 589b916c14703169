import type { Problem } from '@cupel/model'
import { LeavesTree } from '@cupel/source'
import type { Tree } from '@cupel/source'
import type { Claims } from './claims.ts'
import type { ExtractorEntry } from './extractor.ts'
import { copiedFolder } from './copied-sources.ts'
import { manifestKind } from './unlocked/manifest-locks.ts'

/** A file that at least one extractor may read. */
export interface Candidate {
  readonly path: string
  readonly entries: readonly ExtractorEntry[]
  /** The user chose the extractor: it is not asked whether the name is its own. */
  readonly chosen?: boolean
}

export interface Walked {
  readonly candidates: readonly Candidate[]
  /** `node_modules` folders not entered, since a lock file at or above them says what is in them: [folder, its lock's folder]. */
  readonly coveredFolders: readonly (readonly [folder: string, lockFolder: string])[]
  /** Manifests that only ask for packages, with or without a lock file somewhere. */
  readonly manifests: readonly string[]
  /** Folders of copies of other people's sources. */
  readonly copies: ReadonlySet<string>
  /** Known files that an exclusion kept out. */
  readonly excluded: number
  readonly files: number
  readonly problems: readonly Problem[]
}

export interface WalkOptions {
  /** Whether a path (folders end with `/`) is left out by the user. */
  readonly excludes: (path: string) => boolean
  /** Enter `node_modules` even where a lock file covers it. */
  readonly installed: boolean
  /** Start here instead of at the top. */
  readonly onFile?: (files: number) => void
}

/** Folders of version control: their contents are history, not the project. */
const VERSION_CONTROL = new Set(['.git', '.hg', '.svn', '.jj', '.bzr', 'CVS'])

/** Lock files that say what is in a `node_modules` folder. */
export const SCRIPT_LOCKS: ReadonlySet<string> = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
])

/** Walks a tree and says which files extractors may claim by name, by their first bytes or by what they hold. Opens nothing but those. */
export function walkTree(tree: Tree, claims: Claims, options: WalkOptions): Walked {
  const candidates: Candidate[] = []
  const coveredFolders: [string, string][] = []
  const problems: Problem[] = []
  const lockFolders: string[] = []
  const manifests: string[] = []
  const copies = new Set<string>()
  let excluded = 0
  let files = 0

  tree.walk(
    ({ path, files: names, folders, links = [] }) => {
      files += names.length
      options.onFile?.(files)
      const inside = path === '' ? '' : path + '/'
      const copy = copiedFolder(path, names)
      if (copy !== null) copies.add(copy)
      if (names.some((name) => SCRIPT_LOCKS.has(name))) lockFolders.push(path)
      for (const name of names) {
        const byName = inKind(tree, claims.byName(path, name))
        const kind = manifestKind(name, path)
        // A lock that an extractor claims is a lock that is read.
        if (kind !== undefined && (kind.unread !== true || byName.length === 0) && !options.excludes(inside + name))
          manifests.push(inside + name)
        const entries = byName.length > 0 ? byName : magicEntries(tree, claims, inside + name, name)
        if (entries.length === 0) {
          const sniffing =
            tree.kind === 'image'
              ? []
              : claims.bySniff(name).filter(({ notBeside }) => notBeside === undefined || !names.includes(notBeside))
          if (sniffing.length > 0 && !options.excludes(inside + name)) candidates.push({ path: inside + name, entries: sniffing })
          if (kind !== undefined && options.excludes(inside + name)) excluded++
          continue
        }
        if (options.excludes(inside + name)) excluded++
        else candidates.push({ path: inside + name, entries })
      }
      for (const name of links) {
        const entries = inKind(tree, claims.byName(path, name))
        if (entries.length > 0 && !options.excludes(inside + name) && linkedFile(tree, inside + name, problems))
          candidates.push({ path: inside + name, entries })
      }
      return folders.filter((folder) => {
        if (VERSION_CONTROL.has(folder) || options.excludes(`${inside}${folder}/`)) return false
        const lock = folder === 'node_modules' && !options.installed ? coveringLock(lockFolders, path) : null
        if (lock !== null) coveredFolders.push([inside + folder, lock])
        return lock === null
      })
    },
    (problem) => problems.push(problem),
  )
  return { candidates, coveredFolders, manifests, copies, excluded, files, problems }
}

/** Without those that read a project's sources only, in an image. */
function inKind(tree: Tree, entries: readonly ExtractorEntry[]): readonly ExtractorEntry[] {
  if (tree.kind !== 'image' || !entries.some(({ sourceOnly }) => sourceOnly)) return entries
  return entries.filter(({ sourceOnly }) => !sourceOnly)
}

/** Whether a link with a known name ends at a file of the tree. One that leaves the tree is a known file that stays unread. */
function linkedFile(tree: Tree, path: string, problems: Problem[]): boolean {
  try {
    const file = tree.open(path)
    file?.close()
    // Images are full of links to what another package would have brought.
    if (file === null)
      problems.push({
        code: 'unreadable',
        effect: tree.kind === 'image' ? 'note' : 'incomplete',
        path,
        detail: 'a link that leads to no file',
        by: 'walk',
      })
    return file !== null
  } catch (error) {
    if (!(error instanceof LeavesTree)) return true
    problems.push({
      code: 'unsafe-path',
      effect: 'incomplete',
      path,
      detail: 'a link that leads out of the target is not followed',
      by: 'walk',
    })
    return false
  }
}

/** The nearest folder at or above `path` with a lock file. Parents are walked before their children, so it is known by now. */
function coveringLock(lockFolders: readonly string[], path: string): string | null {
  let nearest: string | null = null
  for (const folder of lockFolders) {
    const above = folder === '' || folder === path || path.startsWith(folder + '/')
    if (above && (nearest === null || folder.length > nearest.length)) nearest = folder
  }
  return nearest
}

/** Extractors that know the file by its first bytes; none when it cannot be opened. */
export function magicEntries(tree: Tree, claims: Claims, path: string, name: string): readonly ExtractorEntry[] {
  const wanting = claims.byMagic(name)
  if (wanting.length === 0) return wanting
  let head: string
  try {
    const file = tree.open(path)
    if (file === null) return []
    head = Buffer.from(file.read(0, 8)).toString('hex')
    file.close()
  } catch {
    // A file nobody claims by name is not ours to complain about.
    return []
  }
  return wanting.filter((entry) => entry.magic?.some((magic) => head.startsWith(magic)))
}
