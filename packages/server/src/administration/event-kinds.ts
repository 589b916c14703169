import { invalid } from '../api/problem-details.ts'

/** Names of events are those of the outbox; which there are grows, so only their form is checked. `*` is all. */
export function checkEventKinds(kinds: readonly string[]): void {
  if (kinds.length > 50) throw invalid('kinds: at most 50')
  for (const kind of kinds) if (!/^(\*|[a-z]{2,30}(\.[a-z-]{2,40})?)$/.test(kind)) throw invalid(`kinds: ${kind} is no name of an event`)
}
