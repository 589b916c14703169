import type { Tree } from '@cupel/source'

const FOLDER = 'var/lib/dpkg/info'
/** Larger lists are those of nobody. */
const MAX_BYTES = 16 * 1024 * 1024

/** Paths of all files that dpkg's packages brought (`info/*.list`), relative to the tree. */
export function dpkgFiles(tree: Tree): ReadonlySet<string> {
  const found = new Set<string>()
  for (const name of tree.list(FOLDER)) if (name.endsWith('.list')) addList(tree, `${FOLDER}/${name}`, found)
  return found
}

function addList(tree: Tree, path: string, found: Set<string>): void {
  try {
    const file = tree.open(path)
    if (file === null) return
    try {
      const text = new TextDecoder().decode(file.read(0, Math.min(file.size, MAX_BYTES)))
      for (const line of text.split('\n')) found.add(line.slice(1))
    } finally {
      file.close()
    }
  } catch {
    // A list that cannot be read owns nothing: its files are told as anybody's.
  }
}
