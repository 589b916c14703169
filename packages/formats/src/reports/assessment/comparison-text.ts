import type { ReportOptions } from '../../report-format.ts'
import { asciiOnly } from '../table/ascii.ts'
import { indented } from '../table/finding-block.ts'
import { tableStyle } from '../table/style.ts'
import type { TableStyle } from '../table/style.ts'
import { counted } from '../text/finding-text.ts'
import { oneLine } from '../text/printable.ts'
import { disarmCommands } from '../text/workflow-commands.ts'
import type { AssessmentChange, AssessmentChanges, AssessmentComparison, ChangeKind } from './compare-assessments.ts'

/** Headings of the four kinds, in the words of the reports. */
export const CHANGE_TITLES: Readonly<Record<ChangeKind, string>> = {
  worse: 'Worse',
  better: 'Better',
  seen: 'Newly seen',
  unseen: 'No longer seen',
}

/** The comparison for people at a terminal; projects without a change are only counted. */
export function comparisonText({ projects, appeared, gone }: AssessmentComparison, options: ReportOptions): string {
  const style = tableStyle(options)
  const arrow = options.unicode === false ? '->' : '→'
  const changed = projects.filter(({ changes, before, after }) => changes.length > 0 || before.score !== after.score)
  const blocks = [
    ...changed.map((one) => projectLines(one, style, arrow)),
    nameLines('Only in the new run', appeared, style),
    nameLines('Only in the old run', gone, style),
    indented(`${counted(projects.length, 'project')} compared, ${changed.length} changed`, 0, style),
  ]
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
  return disarmCommands(options.unicode === false ? asciiOnly(text) : text)
}

function projectLines({ name, before, after, changes }: AssessmentChanges, style: TableStyle, arrow: string): readonly string[] {
  const head = `${oneLine(name)}: ${scoreOf(before)} ${arrow} ${scoreOf(after)}`
  const rules =
    before.reading === after.reading
      ? []
      : indented(`${style.mark} the two were judged by other rules (${before.reading}, ${after.reading})`, 2, style)
  const lines = (Object.keys(CHANGE_TITLES) as ChangeKind[]).flatMap((kind) => {
    const own = changes.filter((one) => one.kind === kind)
    return own.length === 0
      ? []
      : [`  ${painted(kind, `${CHANGE_TITLES[kind]} (${own.length})`, style)}`, ...own.flatMap((one) => changeLines(one, style, arrow))]
  })
  return [...indented(head, 0, style).map(style.bold), ...rules, ...lines]
}

function changeLines({ id, before, after, reason }: AssessmentChange, style: TableStyle, arrow: string): readonly string[] {
  return indented(
    `${oneLine(id)}: ${oneLine(before)} ${arrow} ${oneLine(after)}${reason === '' ? '' : `${style.dot}${oneLine(reason)}`}`,
    4,
    style,
  )
}

/** `7.4`, or that there is none. */
export function scoreOf({ score }: { readonly score: number }): string {
  return score < 0 ? 'no score' : score.toFixed(1)
}

function nameLines(title: string, names: readonly string[], style: TableStyle): readonly string[] {
  return names.length === 0 ? [] : [style.bold(`${title} (${names.length})`), ...names.flatMap((name) => indented(oneLine(name), 2, style))]
}

function painted(kind: ChangeKind, text: string, style: TableStyle): string {
  if (kind === 'worse') return style.bad(text)
  return kind === 'better' ? style.good(text) : style.warn(text)
}
