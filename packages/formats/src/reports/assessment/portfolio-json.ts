import { printableJson } from '../text/printable.ts'
import type { PortfolioSummary } from './portfolio-summary.ts'

/** The summary as JSON, two spaces deep. */
export function portfolioJson(summary: PortfolioSummary): string {
  return `${printableJson(JSON.stringify(summary, null, 2))}\n`
}
