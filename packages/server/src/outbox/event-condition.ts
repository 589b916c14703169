import { celEnvironment, CelInvalid, compileCel, RECORD_TYPE } from '@cupel/policy'
import type { CelValue } from '@cupel/policy'
import type { NewsGroup } from './news-event.ts'

const ENVIRONMENT = celEnvironment({ variables: { event: 'dyn' } })

/**
 * Whether a message passes the condition of a webhook, in CEL over `event`. An empty one lets all through; one that cannot be read or
 * fails lets nothing through, so that a mistake is seen and nobody gets what they did not ask for.
 */
export function meetsCondition(condition: string, group: NewsGroup): boolean {
  if (condition.trim() === '') return true
  try {
    return compileCel(condition, ENVIRONMENT).run({ event: eventRecord(group) }) === true
  } catch (error) {
    if (error instanceof CelInvalid) return false
    throw error
  }
}

function eventRecord({ leader, events }: NewsGroup): CelValue {
  const { kind, project, organisation, text, shown, severity, malware, epss, exploited } = leader
  const vulnerability =
    shown === null ? null : { [RECORD_TYPE]: 'vulnerability', id: shown, severity: severity ?? 'unknown', malware, epss, exploited }
  const projects = [...new Set(events.flatMap((event) => (event.project === null ? [] : [event.project])))]
  return { [RECORD_TYPE]: 'event', kind, project, organisation, text, vulnerability, projects, count: BigInt(events.length) }
}
