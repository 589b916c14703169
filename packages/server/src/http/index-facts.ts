import type { IndexFacts } from '../api/app-context.ts'
import type { AdvisoryHolder } from '../feed/advisory-holder.ts'

const DAY_MS = 86_400_000

/** What is said of the advisory data in use. */
export function indexFacts(advisories: AdvisoryHolder, now: Date): IndexFacts {
  const { kind, modified, records } = advisories.current().state
  const age = modified === '' ? null : (now.getTime() - Date.parse(modified)) / DAY_MS
  return { kind, modified, records, ageDays: age === null ? null : Math.max(0, Math.round(age * 10) / 10) }
}
