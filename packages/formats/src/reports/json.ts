import type { ScanReport } from '@cupel/model'
import { defineReport } from '../report-format.ts'
import { componentLines } from './json/component-line.ts'
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
  write: (report) => [...pieces(report)].join(''),
  pieces,
})

/** Elements of a list that are written at a time. */
const RUN = 64

/** One after the other, and nothing is kept of those before: the memory's collector would move them about. */
function* pieces(report: ScanReport): Iterable<string> {
  const componentLine = componentLines()
  let start = '{\n'
  for (const [name, value] of Object.entries(orderedReport(report))) {
    if (value === undefined) continue
    start += `"${name}": `
    if (!Array.isArray(value) || value.length === 0) {
      yield start + elementLine(value)
      start = ',\n'
    } else {
      const line: (element: never) => string = name === 'components' ? componentLine : elementLine
      for (let at = 0; at < value.length; at += RUN) yield linesOf(value as never[], at, { start: at === 0 ? `${start}[\n` : '', line })
      start = '\n],\n'
    }
  }
  yield '\n}\n'
}

/** In one text, so that nobody has to put it together again. */
function linesOf(
  elements: readonly never[],
  from: number,
  { start, line }: { readonly start: string; readonly line: (element: never) => string },
): string {
  const lines: string[] = []
  for (let at = from; at < from + RUN && at < elements.length; at++) lines.push((at === from ? start : '') + line(elements[at] as never))
  if (from + RUN < elements.length) lines.push('')
  return lines.join(',\n')
}

function elementLine(element: unknown): string {
  return printableJson(JSON.stringify(element))
}
