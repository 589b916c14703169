import { GitFailed } from './git-failed.ts'
import { idleLimit } from './idle-limit.ts'
import type { GitPlace } from './run-git.ts'
import { ended, startGit, tail } from './run-git.ts'

/** One file that a commit changes against its first parent. A rename is a removal and an addition. */
export interface GitChange {
  readonly path: string
  /** Lines; null in binary files, and where only paths were asked for. */
  readonly added: number | null
  readonly deleted: number | null
}

/** `paths` reads trees only; `counts` makes a diff of every file, and needs their contents. */
export type ChangeDetail = 'paths' | 'counts'

const COUNTS = /^(\d{1,10}|-)\t(\d{1,10}|-)\t/
const ID = /^[0-9a-f]{40,64}$/

/**
 * What each of the commits changes, in their order, by one `diff-tree` child: no external diffs, no text conversion, no attributes.
 * Commits without changes give an empty list, and so do merges unless `merges` asks to compare them with their first parent.
 */
export async function* readChanges(
  place: GitPlace,
  ids: readonly string[],
  { detail, merges }: { readonly detail: ChangeDetail; readonly merges: boolean },
): AsyncGenerator<{ readonly id: string; readonly changes: readonly GitChange[] }, void, undefined> {
  const options = ['--stdin', '-r', '-z', '--root', '--always', '--no-renames', '--no-ext-diff', '--no-textconv']
  const format = detail === 'paths' ? '--raw' : '--numstat'
  const child = startGit(place, ['diff-tree', ...options, format, ...(merges ? ['--diff-merges=first-parent'] : [])])
  const errors = tail(child)
  const end = ended(child)
  end.catch(() => {})
  child.stdin.end(ids.map((id) => id + '\n').join(''))
  const limit = idleLimit(child, place.limits.timeoutMs)
  limit.start()
  let open: { readonly id: string; readonly changes: GitChange[] } | null = null
  let isPath = false
  try {
    for await (const record of recordsOf(child.stdout, place.limits.objectBytes)) {
      const counts = isPath ? null : COUNTS.exec(record)
      if (isPath) open?.changes.push({ path: record, added: null, deleted: null })
      else if (counts !== null) open?.changes.push(changeOf(record, counts))
      else if (ID.test(record)) {
        limit.stop()
        if (open !== null) yield open
        limit.start()
        open = { id: record, changes: [] }
      }
      isPath = !isPath && record.startsWith(':')
    }
    const code = await end
    if (code !== 0) throw new GitFailed(`git diff-tree failed: ${errors() || `exit code ${code}`}`)
    if (open !== null) yield open
  } finally {
    limit.stop()
    child.kill('SIGKILL')
  }
}

function changeOf(record: string, [head, added, deleted]: RegExpExecArray): GitChange {
  return { path: record.slice(head.length), added: numberOf(added), deleted: numberOf(deleted) }
}

function numberOf(text: string | undefined): number | null {
  return text === undefined || text === '-' ? null : Number(text)
}

async function* recordsOf(stream: AsyncIterable<Buffer>, limit: number): AsyncGenerator<string, void, undefined> {
  let rest = Buffer.alloc(0)
  for await (const piece of stream) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    let at = 0
    for (let zero = bytes.indexOf(0, at); zero >= 0; zero = bytes.indexOf(0, at)) {
      yield bytes.toString('utf8', at, zero)
      at = zero + 1
    }
    rest = Buffer.from(bytes.subarray(at))
    if (rest.length > limit) throw new GitFailed('git diff-tree answered with one endless record')
  }
  if (rest.length > 0) yield rest.toString('utf8')
}
