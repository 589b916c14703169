import { excluder, folderOf, parseIgnore } from '@cupel/source'
import type { IgnoreRules, Tree } from '@cupel/source'

const MAX_IGNORE_BYTES = 1024 * 1024

/**
 * What a walk leaves out: the user's patterns, and on request what the tree's own .gitignore files leave out. Asked for parents
 * before children, as a walk does. Folders end with `/`.
 */
export function excludesOf(tree: Tree, options: { patterns: readonly string[]; gitignore: boolean }): (path: string) => boolean {
  const byUser = excluder(options.patterns)
  if (!options.gitignore) return byUser
  const known = new Map<string, IgnoreRules | null>()

  function rulesIn(folder: string): IgnoreRules | null {
    let rules = known.get(folder)
    if (rules === undefined) known.set(folder, (rules = readIgnore(tree, folder)))
    return rules
  }
  /** The rules nearest to the path speak first, as in git. */
  function byTree(path: string): boolean {
    const isFolder = path.endsWith('/')
    const clean = isFolder ? path.slice(0, -1) : path
    for (let folder = folderOf(clean); ; folder = folderOf(folder)) {
      const inside = folder === '' ? clean : clean.slice(folder.length + 1)
      const judged = rulesIn(folder)?.judge(inside, isFolder) ?? null
      if (judged !== null || folder === '') return judged === true
    }
  }
  return (path) => byUser(path) || byTree(path)
}

function readIgnore(tree: Tree, folder: string): IgnoreRules | null {
  const file = tree.open(folder === '' ? '.gitignore' : `${folder}/.gitignore`)
  if (file === null) return null
  try {
    return parseIgnore(Buffer.from(file.read(0, Math.min(file.size, MAX_IGNORE_BYTES))).toString('utf8'))
  } finally {
    file.close()
  }
}
