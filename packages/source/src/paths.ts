/**
 * Resolves `relative` against a folder of the tree, both with `/`. null when it is absolute, leaves the tree, or holds a NUL
 * or a backslash-drive form: such a path is never opened.
 */
export function resolvePath(folder: string, relative: string): string | null {
  if (relative.startsWith('/') || relative.includes('\0') || /^[A-Za-z]:/.test(relative)) return null
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}

/** Folder part of a path of the tree; `` for a file at its top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** Last segment of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
