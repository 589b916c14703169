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
    const { components, graphs, findings, problems, provenance, summary, verdict, ...head } = orderedReport(report)
    // The lists are most of the text and nearly always ASCII, which is soonest told of them alone.
    const parts = [head, { components, graphs }, { findings, problems, ...(provenance && { provenance }), summary, verdict }].map(membersOf)
    return `{\n${parts.join(',\n')}\n}\n`
  },
})

/** The members of an object as JSON, without the braces around them. */
function membersOf(part: object): string {
  return printableJson(JSON.stringify(part, null, 2)).slice(2, -2)
}
