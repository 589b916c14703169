import { excluder, folderOf, parseIgnore } from '@cupel/source'
import type { IgnoreRules, Tree } from '@cupel/source'
import type { ConfigExcludes } from './config.ts'

const MAX_IGNORE_BYTES = 1024 * 1024

/**
 * What a walk leaves out: the user's patterns, those of the configuration, and on request what the tree's own .gitignore files leave
 * out. Asked for parents before children, as a walk does. Folders end with `/`.
 */
export function excludesOf(
  tree: Tree,
  options: { readonly patterns: readonly string[]; readonly gitignore: boolean; readonly config?: ConfigExcludes | null },
): (path: string) => boolean {
  const byFlag = excluder(options.patterns)
  const byConfig = options.config ? configExcluder(options.config) : null
  const byUser = byConfig === null ? byFlag : (path: string) => byFlag(path) || byConfig(path)
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

/** Judges what lies in the target, from the configuration's folder; the target itself was asked for and is never left out. */
function configExcluder({ patterns, target }: ConfigExcludes): (path: string) => boolean {
  const rules = parseIgnore(patterns.join('\n'))
  const prefix = target === '' ? '' : `${target}/`
  return (path) => {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (rules.judge(prefix + path.slice(0, slash), true) === true) return true
    }
    return !path.endsWith('/') && rules.judge(prefix + path, false) === true
  }
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
