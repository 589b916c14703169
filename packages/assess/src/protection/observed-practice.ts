import type { Facts } from '../facts/facts.ts'

const WINDOW = 100
const REQUEST = /\((?:#|!)\d{1,7}\)$|^Merge (?:pull request #\d{1,7}|branch '.{1,200}' into )/

export interface ObservedPractice {
  /** Changes of the main line that look as if they came by a change request. */
  readonly byRequest: number
  readonly of: number
}

/**
 * How the newest changes came to the main line, by the shape of merges, the forge as committer and numbers in subjects. Anybody who can push
 * can write all of that, and a rebased change request shows nothing: this informs and is neither a merit nor a fault. Null without history.
 */
export function observedPractice({ git }: Facts): ObservedPractice | null {
  if (!git.known) return null
  const byId = new Map(git.value.commits.map((commit) => [commit.id, commit]))
  let [byRequest, of] = [0, 0]
  for (let at = byId.get(git.value.head); at !== undefined && of < WINDOW; at = byId.get(at.parents[0] ?? '')) {
    byId.delete(at.id)
    of++
    const { parents, committer, subject } = at
    if (parents.length > 1 || REQUEST.test(subject) || /^noreply@(?:github|gitlab)\./i.test(committer.email)) byRequest++
  }
  return of === 0 ? null : { byRequest, of }
}
