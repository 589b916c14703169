import { printableJson } from '../text/printable.ts'
import type { AssessmentComparison } from './compare-assessments.ts'

/** The comparison as JSON, two spaces deep. */
export function comparisonJson({ projects, appeared, gone }: AssessmentComparison): string {
  return `${printableJson(JSON.stringify({ schemaVersion: '1.0', projects, appeared, gone }, null, 2))}\n`
}
