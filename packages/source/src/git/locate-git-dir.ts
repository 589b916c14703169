import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { LeavesTree } from '../tree.ts'
import { readGitConfig, settingOf } from './git-config.ts'
import type { GitPlace } from './run-git.ts'

/** Where a repository's parts lie, all real paths. */
export interface GitDirs {
  /** HEAD and what belongs to one work tree. */
  readonly gitDir: string
  /** Objects, refs and configuration; differs from `gitDir` for linked work trees. */
  readonly commonDir: string
  readonly isBare: boolean
}

const POINTER_BYTES = 8192

/**
 * Finds the repository at a folder itself: `.git` as folder or gitfile, or the folder as bare repository. Never looks above. null
 * when there is none. A `.git` that leads out of the folder is taken only where the repository out there points back (linked work
 * tree, submodule), so that a scanned folder cannot name somebody else's repository; otherwise throws LeavesTree.
 */
export async function locateGitDir(path: string, place: GitPlace): Promise<GitDirs | null> {
  const root = realpathSync.native(resolve(path))
  const dotGit = root + sep + '.git'
  const stat = lstatSync(dotGit, { throwIfNoEntry: false })
  if (stat === undefined) return looksLikeGitDir(root) ? withCommon(root, root, true) : null
  if (stat.isSymbolicLink()) {
    const target = realOf(dotGit)
    if (target === null || !isInside(root, target)) throw new LeavesTree('.git is a link that leads out of the folder')
    return looksLikeGitDir(target) ? withCommon(root, target, false) : null
  }
  if (stat.isDirectory()) return looksLikeGitDir(dotGit) ? withCommon(root, dotGit, false) : null
  const pointed = readPointer(dotGit)
  if (pointed === null || !pointed.startsWith('gitdir:')) return null
  const target = realOf(resolve(root, pointed.slice('gitdir:'.length).trim()))
  if (target === null) return null
  const pointsBack = isInside(root, target) || (await doesPointBack(target, dotGit, root, place))
  if (!pointsBack) throw new LeavesTree('.git names a repository elsewhere that does not know this folder')
  return looksLikeGitDir(target) ? withCommon(dirname(target), target, false) : null
}

function withCommon(allowed: string, gitDir: string, isBare: boolean): GitDirs {
  const pointer = readPointer(gitDir + sep + 'commondir')
  if (pointer === null) return { gitDir, commonDir: gitDir, isBare }
  const commonDir = realOf(resolve(gitDir, pointer))
  // A linked work tree lies in `<common>/worktrees/<name>`; any other commondir names a foreign repository.
  const isLinked = commonDir !== null && dirname(gitDir) === commonDir + sep + 'worktrees'
  if (commonDir === null || (!isLinked && !isInside(allowed, commonDir))) throw new LeavesTree('commondir leads out of the repository')
  return { gitDir, commonDir, isBare }
}

async function doesPointBack(target: string, dotGit: string, root: string, place: GitPlace): Promise<boolean> {
  const back = readPointer(target + sep + 'gitdir')
  if (back !== null) return realOf(resolve(target, back)) === dotGit
  const workTree = settingOf(await readGitConfig(place, target + sep + 'config'), 'core.worktree')
  return workTree !== undefined && realOf(resolve(target, workTree)) === root
}

function looksLikeGitDir(folder: string): boolean {
  const head = lstatSync(folder + sep + 'HEAD', { throwIfNoEntry: false })
  if (head === undefined || head.isDirectory()) return false
  if (lstatSync(folder + sep + 'commondir', { throwIfNoEntry: false })?.isFile() === true) return true
  return ['objects', 'refs'].every((name) => lstatSync(folder + sep + name, { throwIfNoEntry: false })?.isDirectory() === true)
}

/** First line of a small regular file; null when there is none. */
export function readPointer(file: string): string | null {
  const stat = lstatSync(file, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isFile() || stat.size > POINTER_BYTES) return null
  return (readFileSync(file, 'utf8').split('\n', 1)[0] as string).trimEnd()
}

/** Whether a real path is `folder` or lies below it. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

function realOf(path: string): string | null {
  try {
    return realpathSync.native(path)
  } catch {
    return null
  }
}
