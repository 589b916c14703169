import type { AssessmentReport } from '@cupel/model'
import { printableJson } from '../text/printable.ts'

/** The whole assessment as JSON, two spaces deep, as docs/schemas/assessment-report-1.0.schema.json describes it. */
export function assessmentJson(report: AssessmentReport): string {
  return `${printableJson(JSON.stringify(report, null, 2))}\n`
}
