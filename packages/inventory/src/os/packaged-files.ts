import type { Tree } from '@cupel/source'
import type { Extraction } from '../collect.ts'

/** Larger lists are those of nobody. */
const MAX_BYTES = 64 * 1024 * 1024

/** Whether a package of the system brought the file at a path of the tree. */
export type IsPackaged = (path: string) => boolean

/**
 * Told by the lists of files that dpkg (`info/*.list`) and apk (`F:` and `R:` of its database) keep. null: a database is here and no list
 * that is read. Without any database no package brought anything.
 */
export function packagedFiles(tree: Tree, extractions: readonly Extraction[]): IsPackaged | null {
  const found = new Set<string>()
  let databases = 0
  const add = (path: string): void => void found.add(merged(path))
  for (const { coverage } of extractions) {
    if (OTHERS.has(coverage.by)) return null
    if (coverage.by !== 'apk-installed' && coverage.by !== 'dpkg-status') continue
    databases++
    if (coverage.by === 'apk-installed') addApk(textOf(tree, coverage.path), add)
    else addDpkg(tree, add)
  }
  return found.size === 0 && databases > 0 ? null : (path) => found.has(merged(path))
}

const OTHERS = new Set(['rpm-database', 'pacman-local', 'chisel-manifest', 'unread-database'])

/** `/bin` and `/lib` are links into `/usr` by now, and some packages are of the time before. */
function merged(path: string): string {
  return path.startsWith('usr/') ? path.slice('usr/'.length) : path
}

function addDpkg(tree: Tree, add: (path: string) => void): void {
  const folder = 'var/lib/dpkg/info'
  for (const name of tree.list(folder)) {
    if (name.endsWith('.list')) for (const line of textOf(tree, `${folder}/${name}`).split('\n')) add(line.slice(1))
  }
}

function addApk(text: string, add: (path: string) => void): void {
  let folder = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('F:')) folder = line.slice(2)
    else if (line.startsWith('R:')) add(folder === '' ? line.slice(2) : `${folder}/${line.slice(2)}`)
  }
}

/** Empty for a list that cannot be read: it owns nothing, and its files are told as anybody's. */
function textOf(tree: Tree, path: string): string {
  try {
    const file = tree.open(path)
    if (file === null) return ''
    try {
      return new TextDecoder().decode(file.read(0, Math.min(file.size, MAX_BYTES)))
    } finally {
      file.close()
    }
  } catch {
    return ''
  }
}
