import type { Dirent } from 'node:fs'
import { readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, resolve, sep } from 'node:path'
import type { Problem } from '@cupel/model'
import { isAbsent, openDiskFile, readFailed } from './disk-file.ts'
import type { Limits } from './limits.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { resolvePath } from './paths.ts'
import type { OpenFile, Tree, TreeFolder } from './tree.ts'
import { LeavesTree } from './tree.ts'

/**
 * A folder of the disk as a tree. Links to folders are not walked, links to files are opened only where their real path lies in
 * the real path of `root`; sockets, FIFOs and devices are left out and never opened, and so are the kernel's own file systems at
 * the top of a running system. Throws the system's error when `root` itself is not a readable folder.
 */
export function folderTree(root: string, limits: Limits = DEFAULT_LIMITS): Tree {
  const real = realpathSync.native(resolve(root))
  readdirSync(real, { withFileTypes: true, encoding: 'utf8' })
  return {
    kind: 'folder',
    walk: (enter, problem) => walk({ real, limits, enter, problem }),
    open: (path) => openInside(real, path),
    list: (path) => listInside(real, path),
  }
}

/**
 * One file of the disk as a tree with that file alone. Its neighbours are not walked, but `open` and `list` reach them, so that
 * what the file includes is read (a requirements file, a parent pom). Throws the system's error when there is no such file.
 */
export function fileTree(path: string): Tree {
  const real = realpathSync.native(resolve(path))
  const folder = dirname(real)
  const own = basename(resolve(path))
  const target = basename(real)
  return {
    kind: 'file',
    walk: (enter) => void enter({ path: '', files: [own], folders: [] }),
    open: (at) => openInside(folder, at === own ? target : at),
    list: (at) => listInside(folder, at),
  }
}

interface Walk {
  readonly real: string
  readonly limits: Limits
  readonly enter: (folder: TreeFolder) => readonly string[]
  readonly problem: (problem: Problem) => void
}

function walk({ real, limits, enter, problem }: Walk): void {
  const paths = ['']
  const depths = [0]
  let entries = 0
  for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
    const depth = depths.pop() as number
    const folder = readFolder(real, path, problem)
    if (folder === null) continue
    entries += folder.files.length + folder.folders.length + (folder.links?.length ?? 0)
    if (entries > limits.entries) {
      problem(limitProblem(path, `more than ${limits.entries} files and folders; the rest was not walked`))
      return
    }
    const next = enter(folder)
    if (next.length > 0 && depth >= limits.depth) {
      problem(limitProblem(path, `folders nested more than ${limits.depth} deep; deeper ones were not walked`))
      continue
    }
    const inside = path === '' ? '' : path + '/'
    for (let at = next.length - 1; at >= 0; at--) {
      paths.push(inside + (next[at] as string))
      depths.push(depth + 1)
    }
  }
}

function limitProblem(path: string, detail: string): Problem {
  return { code: 'limit-exceeded', effect: 'incomplete', path, detail }
}

function readFolder(real: string, path: string, problem: (problem: Problem) => void): TreeFolder | null {
  let found: Dirent[]
  try {
    found = readdirSync(path === '' ? real : real + '/' + path, { withFileTypes: true, encoding: 'utf8' })
  } catch (error) {
    problem({ code: 'unreadable', effect: 'incomplete', path, detail: `the folder was not walked: ${readFailed(error).message}` })
    return null
  }
  const files: string[] = []
  const folders: string[] = []
  const links: string[] = []
  for (const entry of found) {
    if (entry.isFile()) files.push(entry.name)
    else if (entry.isDirectory()) {
      if (entry.name.includes('\ufffd')) problem(nameProblem(path, entry.name))
      else if (real !== '/' || path !== '' || !KERNEL_FOLDERS.has(entry.name)) folders.push(entry.name)
    } else if (entry.isSymbolicLink()) links.push(entry.name)
  }
  if (files.length > 1) files.sort()
  if (folders.length > 1) folders.sort()
  return links.length === 0 ? { path, files, folders } : { path, files, folders, links: links.sort() }
}

/** On no disk, without end, and nobody's software. */
const KERNEL_FOLDERS = new Set(['proc', 'sys', 'dev'])

/** Node decodes names as UTF-8; one with replacement characters can hardly be opened again, so its content would be lost. */
function nameProblem(path: string, name: string): Problem {
  const shown = path === '' ? name : path + '/' + name
  return { code: 'unreadable', effect: 'incomplete', path: shown, detail: 'the name of the folder is not UTF-8; it was not walked' }
}

function openInside(real: string, path: string): OpenFile | null {
  const at = realInside(real, path)
  return at === null ? null : openDiskFile(at)
}

function listInside(real: string, path: string): readonly string[] {
  try {
    const at = realInside(real, path)
    if (at === null) return []
    const found = readdirSync(at, { withFileTypes: true, encoding: 'utf8' })
    return found.map((entry) => (entry.isDirectory() ? entry.name + '/' : entry.name)).sort()
  } catch {
    return []
  }
}

/** Real path of a path of the tree, null when absent. Any segment may be a link, so the whole path is resolved. */
function realInside(real: string, path: string): string | null {
  const clean = resolvePath('', path)
  if (clean === null) return null
  let at: string
  try {
    at = realpathSync.native(clean === '' ? real : real + '/' + clean)
  } catch (error) {
    if (isAbsent(error)) return null
    throw readFailed(error)
  }
  const inside = real.endsWith(sep) ? real : real + sep
  if (at !== real && !at.startsWith(inside)) throw new LeavesTree('the link leads out of the scanned folder')
  return at
}
