import { defineReport } from '../report-format.ts'
import { orderedReport } from './json/ordered-report.ts'
import { printableJson } from './text/printable.ts'

/** The JSON contract, `docs/schemas/scan-report-1.0.schema.json`: the ScanReport itself, always in the same order. */
export default defineReport({
  id: 'json',
  title: 'The whole result, for programs',
  media: 'application/json',
  extension: 'json',
  write(report) {
    return `${printableJson(JSON.stringify(orderedReport(report), null, 2))}\n`
  },
})
