import type { ScanReport } from '@cupel/model'
import { defineReport } from '../report-format.ts'
import { orderedReport } from './json/ordered-report.ts'
import { printableJson } from './text/printable.ts'

/**
 * The JSON contract, `docs/schemas/scan-report-1.0.schema.json`: the ScanReport itself, always in the same order. Each component, finding
 * and problem has a line of its own: half the size of a text with every value on one, and what changed shows line by line.
 */
export default defineReport({
  id: 'json',
  title: 'The whole result, for programs',
  media: 'application/json',
  extension: 'json',
  write: (report) => pieces(report).join(''),
  pieces,
})

function pieces(report: ScanReport): readonly string[] {
  const members = Object.entries(orderedReport(report)).filter(([, value]) => value !== undefined)
  return ['{\n', ...members.map(([name, value], at) => member(name, value) + (at < members.length - 1 ? ',\n' : '\n')), '}\n']
}

/** Most members, and in them most elements, are ASCII, which is soonest told of each alone. */
function member(name: string, value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return `"${name}": ${printableJson(JSON.stringify(value))}`
  return `"${name}": [\n${printableJson(value.map(elementJson).join(',\n'))}\n]`
}

function elementJson(element: unknown): string {
  return JSON.stringify(element)
}
