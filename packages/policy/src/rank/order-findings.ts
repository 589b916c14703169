import type { Finding } from '@cupel/model'
import { SEVERITIES } from '@cupel/model'

/** The order of every report: what counts before what does not, malice first, then rank, severity, id and component. Total. */
export function orderFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      closed(a) - closed(b) ||
      Number(b.kind === 'malware') - Number(a.kind === 'malware') ||
      b.rank.score - a.rank.score ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      compare(a.advisory.id, b.advisory.id) ||
      compare(a.component, b.component) ||
      compare(a.id, b.id),
  )
}

function closed({ state }: Finding): number {
  return state === 'open' || state === 'under-investigation' ? 0 : 1
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
