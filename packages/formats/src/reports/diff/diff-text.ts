import type { Finding } from '@cupel/model'
import type { ReportOptions } from '../../report-format.ts'
import { asciiOnly } from '../table/ascii.ts'
import { indented } from '../table/finding-block.ts'
import { tableStyle } from '../table/style.ts'
import type { TableStyle } from '../table/style.ts'
import { counted, exploitMarks, fixText, packageLabel, severityText } from '../text/finding-text.ts'
import { oneLine, printable } from '../text/printable.ts'
import { disarmCommands } from '../text/workflow-commands.ts'
import type { ComponentChange, ReportDiff } from './diff-reports.ts'

/** The difference for people at a terminal: new findings first, the counts last. */
export function diffText({ components, findings, indexChanged }: ReportDiff, options: ReportOptions): string {
  const style = tableStyle(options)
  const blocks = [
    block(
      `New findings (${findings.added.length})`,
      findings.added.flatMap((one) => findingLines('+', one, style)),
      style,
    ),
    block(
      `Resolved findings (${findings.resolved.length})`,
      findings.resolved.flatMap(({ finding, how }) => indented(`- ${headline(finding)}: ${how}`, 2, style)),
      style,
    ),
    block(
      `Known findings in more files (${findings.spread.length})`,
      findings.spread.flatMap(({ finding, paths }) => indented(`+ ${headline(finding)}: ${placesText(paths)}`, 2, style)),
      style,
    ),
    block('Components', changeLines(components, style), style),
    [
      ...(indexChanged ? indented(`${style.mark} the advisory data changed between the two: new findings may come from it`, 0, style) : []),
      ...indented(counts({ components, findings }), 0, style),
    ],
  ]
  const text = disarmCommands(
    blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => `${lines.join('\n')}\n`)
      .join('\n'),
  )
  return options.unicode === false ? asciiOnly(text) : text
}

/** All numbers of a difference in one sentence. */
export function counts({ components, findings }: Pick<ReportDiff, 'components' | 'findings'>): string {
  const { added, resolved, unchanged } = findings
  const packages = `${counted(components.added.length, 'package')} added, ${components.removed.length} removed, ${components.changed.length} changed`
  return `${counted(added.length, 'new finding')}, ${resolved.length} resolved, ${unchanged.length} unchanged; ${packages}`
}

/** At most three files by name; printable. */
export function placesText(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).map(printable).join(', ')
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown
}

/** `name 1.0 → 1.1`, safe to print. */
function changeText({ name, removed, added }: ComponentChange, arrow: string): string {
  return [
    printable(name),
    [removed, added]
      .map((versions) => versions.map(printable).join(', '))
      .filter((one) => one !== '')
      .join(` ${arrow} `),
  ].join(' ')
}

function block(title: string, lines: readonly string[], style: TableStyle): readonly string[] {
  return lines.length === 0 ? [] : [style.bold(title), ...lines]
}

function findingLines(mark: string, finding: Finding, style: TableStyle): readonly string[] {
  const summary = oneLine(finding.advisory.summary)
  return [
    ...indented(`${mark} ${headline(finding)}`, 2, style),
    ...indented(summary, 4, style),
    ...indented(`${style.arrow} ${fixText(finding)}`, 4, style),
  ]
}

function headline(finding: Finding): string {
  const { name, version } = packageLabel(finding.component)
  const marks = [severityText(finding), ...exploitMarks(finding.advisory)].join(', ')
  return `${printable(finding.advisory.id)} in ${name} ${version} (${marks})`
}

function changeLines(components: ReportDiff['components'], style: TableStyle): readonly string[] {
  return [
    ...components.added.flatMap((one) => indented(`+ ${changeText(one, style.arrow)}`, 2, style)),
    ...components.removed.flatMap((one) => indented(`- ${changeText(one, style.arrow)}`, 2, style)),
    ...components.changed.flatMap((one) => indented(`~ ${changeText(one, style.arrow)}`, 2, style)),
  ]
}
