import { bufferAccess } from './random-access.ts'
import { resolvePath } from './paths.ts'
import type { OpenFile, Tree } from './tree.ts'

/** A tree held in memory: path → text or bytes. For library users, tests and documents that arrive without a disk. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>, kind: Tree['kind'] = 'folder'): Tree {
  const encoder = new TextEncoder()
  const bytes = new Map<string, Uint8Array>()
  for (const [path, content] of Object.entries(files)) bytes.set(path, typeof content === 'string' ? encoder.encode(content) : content)
  const folders = foldersOf(bytes.keys())
  return {
    kind,
    walk(enter) {
      const pending = ['']
      for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
        const folder = folders.get(path)
        if (folder === undefined) continue
        const names = [...folder].sort()
        const inside = path === '' ? '' : path + '/'
        const next = enter({
          path,
          files: names.filter((name) => !name.endsWith('/')),
          folders: names.filter((name) => name.endsWith('/')).map((name) => name.slice(0, -1)),
        })
        for (const name of [...next].reverse()) pending.push(inside + name)
      }
    },
    open(path) {
      const content = bytes.get(resolvePath('', path) ?? '')
      return content === undefined ? null : asOpenFile(content)
    },
    list: (path) => [...(folders.get(resolvePath('', path) ?? '/') ?? [])].sort(),
  }
}

function asOpenFile(bytes: Uint8Array): OpenFile {
  return { ...bufferAccess(bytes), close: () => {} }
}

function foldersOf(paths: Iterable<string>): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>([['', new Set()]])
  for (const path of paths) {
    const parts = path.split('/')
    for (let depth = 0; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/')
      const names = folders.get(folder) ?? new Set()
      names.add(parts[depth] + (depth === parts.length - 1 ? '' : '/'))
      folders.set(folder, names)
    }
  }
  return folders
}
