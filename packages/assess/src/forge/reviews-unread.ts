import type { Missing } from '../outcome.ts'

/** This forge tells reviews only one change request at a time, and the budget ended before the last. */
export function reviewsUnread(unread: number, all: number): Missing {
  const detail = `reviews of ${unread} of ${all} change requests were not read: this forge needs a call for each`
  return { what: 'network', detail, remedy: `allow more calls with --forge-calls ${all + 10}, and give a token that may read them` }
}
