import { checkObjectId } from '../git/git-object-id.ts'
import { readGitTree } from '../git/read-git-tree.ts'
import type { GitTreeEntry } from '../git/read-git-tree.ts'
import { Refused } from '../verdict/refused.ts'

/** Raw trees by id; those that are not there are left out. */
export type TreeReader = (ids: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>

/** Two trees to compare; null is no tree at all. */
export interface TreePair {
  readonly before: string | null
  readonly after: string | null
}

const MAX_PATHS = 1_000_000
const MAX_DEPTH = 500
const FOLDER = '40000'

/**
 * Paths of the files that differ in content or mode between the trees of each pair, as `git diff-tree -r` names them: links and submodules
 * count as files, a rename as two. Trees are read level by level, all pairs together. Refuses trees that are missing, malformed, or not
 * what their id says.
 */
export async function changedPaths(pairs: readonly TreePair[], read: TreeReader): Promise<readonly (readonly string[])[]> {
  const found = pairs.map((): string[] => [])
  let open = pairs.flatMap((pair, at): readonly OpenPair[] => (pair.before === pair.after ? [] : [{ ...pair, at, prefix: '' }]))
  let count = 0
  for (let depth = 0; open.length > 0; depth++) {
    if (depth === MAX_DEPTH) throw new Refused('limit-exceeded', `folders of more than ${MAX_DEPTH} levels`)
    const trees = await treesById(open, read)
    const next: OpenPair[] = []
    for (const { before, after, at, prefix } of open) {
      const [old, now] = [entriesOf(before, trees), entriesOf(after, trees)]
      for (const name of new Set([...old.keys(), ...now.keys()])) {
        const [was, is] = [old.get(name), now.get(name)]
        if (was?.id === is?.id && was?.mode === is?.mode) continue
        const path = prefix + name
        if ((was !== undefined && was.mode !== FOLDER) || (is !== undefined && is.mode !== FOLDER)) {
          found[at]!.push(path)
          if (++count > MAX_PATHS) throw new Refused('limit-exceeded', `a change of more than ${MAX_PATHS} files`)
        }
        const [left, right] = [folderId(was), folderId(is)]
        if (left !== right) next.push({ before: left, after: right, at, prefix: `${path}/` })
      }
    }
    open = next
  }
  return found
}

interface OpenPair extends TreePair {
  readonly at: number
  readonly prefix: string
}

function folderId(entry: GitTreeEntry | undefined): string | null {
  return entry?.mode === FOLDER ? entry.id : null
}

async function treesById(pairs: readonly OpenPair[], read: TreeReader): Promise<ReadonlyMap<string, ReadonlyMap<string, GitTreeEntry>>> {
  const ids = [...new Set(pairs.flatMap(({ before, after }) => [before, after].filter((id) => id !== null)))]
  const raw = await read(ids)
  return new Map(
    ids.map((id) => {
      const bytes = raw.get(id)
      if (bytes === undefined)
        throw new Refused('evidence-missing', `the tree ${id} is not in the repository`, { remedy: 'fetch the whole history' })
      checkObjectId(id, 'tree', bytes)
      return [id, readGitTree(bytes, id)] as const
    }),
  )
}

const NONE: ReadonlyMap<string, GitTreeEntry> = new Map()

function entriesOf(id: string | null, trees: ReadonlyMap<string, ReadonlyMap<string, GitTreeEntry>>): ReadonlyMap<string, GitTreeEntry> {
  return id === null ? NONE : (trees.get(id) ?? NONE)
}
