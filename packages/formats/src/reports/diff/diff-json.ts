import { printableJson } from '../text/printable.ts'
import type { ReportDiff } from './diff-reports.ts'

/** The difference as JSON, two spaces deep, with the members of ReportDiff in their order. */
export function diffJson({ before, after, components, findings, indexChanged }: ReportDiff): string {
  const value = { schemaVersion: '1.0', before, after, components, findings, indexChanged }
  return `${printableJson(JSON.stringify(value, null, 2))}\n`
}
