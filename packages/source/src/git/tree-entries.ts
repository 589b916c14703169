import type { GitPlace } from './run-git.ts'
import { runGit } from './run-git.ts'

/** One entry of a commit's tree, folders left out. */
export interface GitTreeEntry {
  readonly path: string
  readonly kind: 'file' | 'link' | 'submodule'
  readonly executable: boolean
  readonly id: string
  /** Bytes; 0 for submodules and for objects that are not there. */
  readonly size: number
}

const ENTRY = /^(\d{6}) (?:blob|tree|commit) ([0-9a-f]{40,64}) +(\d+|-|BAD)$/

/** All files of the tree of a commit, in git's order. */
export async function listTree(place: GitPlace, commit: string): Promise<readonly GitTreeEntry[]> {
  const answer = await runGit(place, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit])
  const entries: GitTreeEntry[] = []
  let at = 0
  for (let zero = answer.indexOf(0, at); zero >= 0; zero = answer.indexOf(0, at)) {
    const record = answer.toString('utf8', at, zero)
    at = zero + 1
    const tab = record.indexOf('\t')
    const match = ENTRY.exec(record.slice(0, tab))
    if (match === null) continue
    const [, mode, id = '', size = ''] = match
    const kind = mode === '160000' ? 'submodule' : mode === '120000' ? 'link' : 'file'
    entries.push({ path: record.slice(tab + 1), kind, executable: mode === '100755', id, size: /^\d+$/.test(size) ? Number(size) : 0 })
  }
  return entries
}
