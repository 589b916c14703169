import type { Step, StepOutcome, VerificationItem, VerificationReport } from '@cupel/model'
import type { ReportOptions } from '../../report-format.ts'
import { asciiOnly } from '../table/ascii.ts'
import { indented } from '../table/finding-block.ts'
import { tableStyle } from '../table/style.ts'
import type { TableStyle } from '../table/style.ts'
import { counted } from '../text/finding-text.ts'
import { oneLine } from '../text/printable.ts'
import { disarmCommands } from '../text/workflow-commands.ts'
import { signerText } from './signer-text.ts'

const MARKS: Readonly<Record<StepOutcome, string>> = {
  passed: 'ok',
  warned: 'warn',
  failed: 'FAIL',
  'not-applicable': 'skip',
  'not-reached': '-',
}

/**
 * The verdict for people: for each thing what was refused and why, or who signed; then the steps. `steps` shows all of them,
 * else only those on the way to a failure or a warning.
 */
export function verificationText(report: VerificationReport, options: ReportOptions & { readonly steps?: boolean }): string {
  const style = tableStyle(options)
  const blocks = report.items.map((item) => itemLines(item, style, options.steps === true).join('\n'))
  const problems = report.problems.flatMap(({ effect, path, line, detail, hint = '' }) => {
    const head = effect === 'note' ? 'note' : 'not checked'
    const place = `${path}${line === undefined ? '' : `:${line}`}`
    return indented(oneLine(`${head}: ${place === '' ? '' : `${place}: `}${detail}${hint === '' ? '' : ` (${hint})`}`), 0, style)
  })
  const text = [...blocks, ...(problems.length === 0 ? [] : [problems.join('\n')]), closing(report, style)].join('\n\n')
  const safe = disarmCommands(`${text}\n`)
  return options.unicode === false ? asciiOnly(safe) : safe
}

function itemLines(item: VerificationItem, style: TableStyle, all: boolean): readonly string[] {
  const verified = item.outcome === 'verified'
  const head = `${verified ? style.good('VERIFIED') : style.bad('REFUSED')}  ${style.bold(oneLine(item.subject))}  ${style.dim(oneLine(item.kind))}`
  return [
    head,
    ...(verified ? [] : firstFailure(item.step, style)),
    ...item.signers.flatMap((signer) => indented(`signed by ${signerText(signer)}`, 2, style)),
    ...item.times.flatMap((time) => indented(`at ${oneLine(time)}`, 2, style)),
    ...(item.vouchedBy.length === 0 ? [] : indented(`trusted as ${item.vouchedBy.map(oneLine).join(', ')}`, 2, style)),
    ...stepLines(item.step, { depth: 1, style, all, top: innermostFailure(item.step) }),
  ]
}

/** The reason stands first: at night nobody reads a tree from its root. */
function firstFailure(step: Step, style: TableStyle): readonly string[] {
  const failed = innermostFailure(step)
  if (failed === null) return []
  const { title, reason, expected, found, remedy } = failed
  const lines = [`${oneLine(reason ?? title)}`]
  if (expected !== undefined) lines.push(`expected: ${oneLine(expected)}`)
  if (found !== undefined) lines.push(`found:    ${oneLine(found)}`)
  if (remedy !== undefined) lines.push(`${style.arrow} ${oneLine(remedy)}`)
  return lines.flatMap((line) => indented(line, 2, style))
}

/** The failed step that carries the reason; the last one, since earlier failures of alternatives did not end it. */
export function innermostFailure(step: Step): Step | null {
  if (step.outcome !== 'failed') return null
  if (step.reason !== undefined) return step
  for (const inner of step.steps.toReversed()) {
    const found = innermostFailure(inner)
    if (found !== null) return found
  }
  return step
}

function stepLines(
  step: Step,
  { depth, style, all, top }: { readonly depth: number; readonly style: TableStyle; readonly all: boolean; readonly top: Step | null },
): readonly string[] {
  if (!all && step.outcome !== 'failed' && !hasRemark(step)) return []
  const notes = [step === top ? '' : (step.reason ?? ''), step.outcome === 'passed' ? (step.found ?? '') : ''].filter((note) => note !== '')
  const line = `${MARKS[step.outcome].padEnd(4)} ${oneLine(step.title)}${notes.length === 0 ? '' : `: ${oneLine(notes.join('; '))}`}`
  return [
    ...indented(line, depth * 2, style).map((text) => painted(text, step.outcome, style)),
    ...step.steps.flatMap((inner) => stepLines(inner, { depth: depth + 1, style, all, top })),
  ]
}

function hasRemark(step: Step): boolean {
  return step.outcome === 'warned' || step.outcome === 'failed' || step.steps.some(hasRemark)
}

function painted(text: string, outcome: StepOutcome, style: TableStyle): string {
  if (outcome === 'failed') return style.bad(text)
  if (outcome === 'warned') return style.warn(text)
  return outcome === 'passed' ? text : style.dim(text)
}

function closing({ summary, verdict, trust }: VerificationReport, style: TableStyle): string {
  const counts = [
    `${summary.verified} verified`,
    `${summary.refused} refused`,
    ...(summary.warnings === 0 ? [] : [counted(summary.warnings, 'warning')]),
  ]
  const judged = [trust.policy, trust.root === '' ? '' : `trust root ${trust.root}${trust.rootDate === '' ? '' : ` of ${trust.rootDate}`}`]
  const by = judged.filter((one) => one !== '').map(oneLine)
  const line = `${counts.join(style.dot)}${by.length === 0 ? '' : `${style.dot}judged by ${by.join(' and ')}`}`
  if (verdict.outcome === 'verified') return style.good(line)
  return verdict.outcome === 'refused' ? style.bad(line) : style.warn(line)
}
