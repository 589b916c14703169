import type { AssessmentReport, CheckReport } from '@cupel/model'
import type { ReportOptions } from '../../report-format.ts'
import { asciiOnly } from '../table/ascii.ts'
import { problemBlock } from '../table/closing-blocks.ts'
import { indented } from '../table/finding-block.ts'
import { tableStyle } from '../table/style.ts'
import type { TableStyle } from '../table/style.ts'
import { padToWidth } from '../text/display-width.ts'
import { counted } from '../text/finding-text.ts'
import { oneLine } from '../text/printable.ts'
import { disarmCommands } from '../text/workflow-commands.ts'
import { claimBlock, standardBlock, stepBlock, unseenBlock } from './text-blocks.ts'
import { measureBlock } from './measure-block.ts'
import { scoreBar } from './score-bar.ts'
import { scoreText } from './evidence-text.ts'

/**
 * The assessment for people at a terminal: score and checks, what could not be seen and how it could, standards, contradictions,
 * and what to do next, which stands last, where the eye is.
 */
export function assessmentText(report: AssessmentReport, options: ReportOptions): string {
  const style = tableStyle(options)
  const ascii = options.unicode === false
  const blocks = [
    headBlock(report, style),
    checkBlock(report.checks, style, ascii),
    unseenBlock(report, style),
    standardBlock(report, style, ascii),
    claimBlock(report.claims, style),
    measureBlock(report, style),
    problemBlock(report.problems, style),
    stepBlock(report, style),
    scoreBlock(report, style),
  ]
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
  return disarmCommands(ascii ? asciiOnly(text) : text)
}

function headBlock({ project, asOf, reading }: AssessmentReport, style: TableStyle): readonly string[] {
  const commit = project.commit === '' ? 'no commit' : `commit ${project.commit.slice(0, 12)}`
  const rules = reading === 'cupel' ? '' : `${style.dot}rules of Scorecard 5`
  return [
    ...indented(oneLine(project.name), 0, style).map(style.bold),
    ...indented(`${oneLine(commit)}${style.dot}as of ${oneLine(asOf.slice(0, 10))}${rules}`, 0, style).map(style.dim),
  ]
}

function checkBlock(checks: readonly CheckReport[], style: TableStyle, ascii: boolean): readonly string[] {
  if (checks.length === 0) return []
  const names = Math.max(...checks.map(({ id }) => id.length))
  const narrow = style.width < names + 45
  const lines = checks.flatMap(({ id, score, reason, missing }) => {
    const figure = scoreText(score).padStart(2)
    const bar = paint(scoreBar(score, ascii), score, style)
    const said = `${oneLine(reason)}${score >= 0 && missing.length > 0 ? ` (${counted(missing.length, 'thing')} not seen)` : ''}`
    if (narrow) return [`  ${bar} ${paint(figure, score, style)}  ${style.bold(oneLine(id))}`, ...indented(said, 6, style)]
    const lead = names + 19
    const [first = '', ...rest] = indented(said, lead, style)
    return [`  ${bar} ${paint(figure, score, style)}  ${style.bold(padToWidth(oneLine(id), names))}  ${first.trimStart()}`, ...rest]
  })
  return [style.bold('Checks'), ...lines]
}

function scoreBlock({ score, summary }: AssessmentReport, style: TableStyle): readonly string[] {
  const head = score < 0 ? 'No score: nothing could be judged' : `Score ${score.toFixed(1)} of 10`
  const parts = [
    `${counted(summary.scored, 'check')} scored`,
    ...(summary.byClone === 0 ? [] : [`${summary.byClone} by the clone alone`]),
    ...(summary.inconclusive === 0 ? [] : [`${summary.inconclusive} without a score`]),
    ...(summary.partlySeen === 0 ? [] : [`${summary.partlySeen} seen in part`]),
    ...(summary.contradictedClaims === 0 ? [] : [`${counted(summary.contradictedClaims, 'claim')} contradicted`]),
  ]
  return indented(`${head}${style.dot}${parts.join(style.dot)}`, 0, style).map((line) => paint(line, score, style))
}

function paint(text: string, score: number, style: TableStyle): string {
  if (score < 0) return style.dim(text)
  if (score >= 8) return style.good(text)
  return score >= 5 ? style.warn(text) : style.bad(text)
}
