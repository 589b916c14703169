import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import type { SecurityInsights } from './read-security-insights.ts'
import { readSecurityInsights } from './read-security-insights.ts'

const NAME = /^(?:\.github\/|\.gitlab\/|\.project\.d\/)?security-insights\.ya?ml$/i

/** The project's SECURITY-INSIGHTS file, read; null when it has none. */
export const securityInsightsOf: (facts: Facts) => SecurityInsights | null = reading(({ files }) => {
  const path = files.paths.find((one) => NAME.test(one))
  if (path === undefined) return null
  return readSecurityInsights(files.text(path) ?? '', path)
})
