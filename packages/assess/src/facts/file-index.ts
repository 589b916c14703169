import type { Problem } from '@cupel/model'
import type { Tree } from '@cupel/source'

/** Bounds on what is read out of the assessed tree. */
export interface FileLimits {
  /** Files that are indexed; the rest is a Problem. Default 500,000. */
  readonly maxFiles?: number
  /** Bytes of a text that is parsed; longer ones read as absent with a Problem. Default 8 MiB. */
  readonly maxTextBytes?: number
}

/** The files of one tree: names at once, contents when asked for. Synchronous, cached within a bound, never throws. */
export interface FileIndex {
  /** Regular files in the order of a depth-first walk, names by code unit; version control folders left out. */
  readonly paths: readonly string[]
  /** Names that are symbolic links, wherever they lead; never followed. */
  readonly links: readonly string[]
  has(path: string): boolean
  /** Bytes, or -1 when it cannot be opened. */
  size(path: string): number
  /** The text, malformed UTF-8 replaced; null when absent, unreadable or over the limit (the latter two with a Problem). */
  text(path: string): string | null
  /** Up to `length` bytes from `offset`, copied; empty when it cannot be read. */
  bytes(path: string, offset: number, length: number): Uint8Array
  /** Grows while texts are read. */
  readonly problems: readonly Problem[]
}

const VERSION_CONTROL = new Set(['.git', '.hg', '.svn', '.jj', '.bzr', 'CVS'])
const CACHE_CHARACTERS = 64 * 1024 * 1024

/** Walks the tree once. Contents are opened when asked for. */
export function indexFiles(tree: Tree, limits: FileLimits = {}): FileIndex {
  const { maxFiles = 500_000, maxTextBytes = 8 * 1024 * 1024 } = limits
  const problems: Problem[] = []
  const { paths, links } = walkPaths(tree, maxFiles, problems)
  const known = new Set(paths)
  const texts = new Map<string, string | null>()
  let cached = 0

  const report = (code: Problem['code'], path: string, detail: string): void => {
    problems.push({ code, effect: 'incomplete', path, detail, by: 'assess' })
  }
  const bytes = (path: string, offset: number, length: number): Uint8Array => {
    try {
      const file = tree.open(path)
      if (file === null) return new Uint8Array()
      try {
        return file.read(offset, length).slice()
      } finally {
        file.close()
      }
    } catch {
      return new Uint8Array()
    }
  }
  const size = (path: string): number => {
    try {
      const file = tree.open(path)
      if (file === null) return -1
      file.close()
      return file.size
    } catch {
      return -1
    }
  }
  const read = (path: string): string | null => {
    const length = size(path)
    if (length < 0) {
      report('unreadable', path, 'the file cannot be opened')
      return null
    }
    if (length > maxTextBytes) {
      report('limit-exceeded', path, `the file is larger than ${maxTextBytes} bytes and was not read as text`)
      return null
    }
    return new TextDecoder().decode(bytes(path, 0, length))
  }

  return {
    paths,
    links,
    problems,
    has: (path) => known.has(path),
    size,
    bytes,
    text(path) {
      if (!known.has(path)) return null
      const before = texts.get(path)
      if (before !== undefined) return before
      const text = read(path)
      cached += text?.length ?? 0
      // Dropping everything at the bound keeps memory flat; what is needed again is read again, its problem is not repeated.
      if (cached > CACHE_CHARACTERS) {
        for (const [name, value] of texts) if (value !== null) texts.delete(name)
        cached = text?.length ?? 0
      }
      texts.set(path, text)
      return text
    },
  }
}

function walkPaths(tree: Tree, maxFiles: number, problems: Problem[]): { readonly paths: string[]; readonly links: string[] } {
  const paths: string[] = []
  const links: string[] = []
  let over = 0
  tree.walk(
    (folder) => {
      const inside = folder.path === '' ? '' : `${folder.path}/`
      for (const name of folder.files) {
        if (paths.length < maxFiles) paths.push(inside + name)
        else over++
      }
      for (const name of folder.links ?? []) if (links.length < maxFiles) links.push(inside + name)
      return paths.length < maxFiles ? folder.folders.filter((name) => !VERSION_CONTROL.has(name)) : []
    },
    (problem) => problems.push(problem),
  )
  if (over > 0 || paths.length >= maxFiles)
    problems.push({
      code: 'limit-exceeded',
      effect: 'incomplete',
      path: '',
      detail: `the tree has more than ${maxFiles} files; the rest was not looked at`,
      by: 'assess',
    })
  // Folders stand among files by name: `.github/x` before `README`. A separator sorts before every character of a name.
  const keys = new Map(paths.map((path) => [path, path.replaceAll('/', '\0')]))
  paths.sort((a, b) => ((keys.get(a) ?? a) < (keys.get(b) ?? b) ? -1 : 1))
  return { paths, links }
}
