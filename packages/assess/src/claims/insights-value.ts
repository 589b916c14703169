import type { Facts } from '../facts/facts.ts'
import type { Place } from '../outcome.ts'
import { securityInsightsOf } from '../documents/security-insights-of.ts'

export interface InsightsValue {
  readonly value: unknown
  readonly place: Place
}

/** A value of the project's SECURITY-INSIGHTS file by its path (keys joined with dots); undefined when it is not stated. */
export function insightsValue(facts: Facts, ...paths: readonly string[]): InsightsValue | undefined {
  const insights = securityInsightsOf(facts)
  if (insights === null) return undefined
  for (const path of paths) {
    let value: unknown = insights.value
    for (const key of path.split('.'))
      value = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
    if (value !== undefined && value !== null) return { value, place: { path: insights.path, line: insights.lineOf(path) } }
  }
  return undefined
}
