import type { Finding, Problem, ScanReport, Summary } from '@cupel/model'
import { counted, indexText, provenanceText, packageLabel, problemPlace, reasonText, severityText } from '../text/finding-text.ts'
import { nextStep } from '../text/next-step.ts'
import { oneLine, printable } from '../text/printable.ts'
import { indented } from './finding-block.ts'
import type { TableStyle } from './style.ts'

/** Findings that do not count, each with the statement that says so: nothing is hidden. */
export function closedBlock(findings: readonly Finding[], style: TableStyle): readonly string[] {
  if (findings.length === 0) return []
  const lines = findings.flatMap((one) => {
    const { name, version } = packageLabel(one.component)
    const what = `${one.state}  ${printable(one.advisory.id)} in ${name} ${version} (${severityText(one)})`
    return [
      ...indented(what, 2, style),
      ...(one.stateReason === null ? [] : indented(reasonText(one.stateReason), 4, style).map(style.dim)),
    ]
  })
  return [style.bold(`Ignored (${findings.length})`), ...lines]
}

/** A tree can have thousands of broken files; the other formats list all of them. */
const MAX_PROBLEMS = 40

/** What could not be done; what lowers the verdict stands first. */
export function problemBlock(problems: readonly Problem[], style: TableStyle): readonly string[] {
  if (problems.length === 0) return []
  const ordered = [...problems.filter((one) => one.effect === 'incomplete'), ...problems.filter((one) => one.effect === 'note')]
  const lines = ordered.slice(0, MAX_PROBLEMS).flatMap((one) => {
    const place = problemPlace(one)
    const [head = '', ...rest] = indented(
      `${one.effect === 'note' ? 'note' : style.mark} ${place === '' ? '' : `${place}  `}${oneLine(one.detail)}`,
      2,
      style,
    )
    const hint = one.hint === undefined ? [] : indented(`${style.arrow} ${oneLine(one.hint)}`, 4, style)
    return [...[head, ...rest].map(one.effect === 'note' ? style.dim : style.warn), ...hint]
  })
  if (ordered.length > MAX_PROBLEMS) lines.push(`  and ${ordered.length - MAX_PROBLEMS} more in the other formats`)
  const incomplete = problems.filter((one) => one.effect === 'incomplete').length
  return [style.bold(`Problems (${incomplete} of ${problems.length} lower the verdict)`), ...lines]
}

/** What was read, and by which data it was judged. */
export function coverageBlock(report: ScanReport, style: TableStyle): readonly string[] {
  const { target, coverage, summary, index } = report
  const byState = (state: string): number => coverage.filter((one) => one.state === state).length
  const parts = [`${target.kind} ${printable(target.name)}: ${counted(byState('read'), 'file')} read`]
  if (byState('partial') > 0) parts.push(`${byState('partial')} partly`)
  if (byState('failed') > 0) parts.push(`${byState('failed')} not understood`)
  const skipped = coverage.reduce((sum, file) => sum + file.skipped.reduce((count, one) => count + one.count, 0), 0)
  if (skipped > 0) parts.push(`${counted(skipped, 'entry')} skipped on purpose`)
  parts.push(counted(summary.components, 'component'))
  if (summary.unmatched > 0) parts.push(`${summary.unmatched} not fully matched`)
  const lines = [parts.join(style.dot), indexText(index), provenanceText(report)].flatMap((line) => indented(line, 0, style))
  if (index.kind === 'starter')
    lines.push(
      ...indented(`${style.mark} only the built-in starter set: most advisories are not in it; run cupel db sync`, 0, style).map(
        style.warn,
      ),
    )
  return lines
}

/** The verdict and the next step; always the last lines. */
export function verdictBlock(report: ScanReport, style: TableStyle): readonly string[] {
  const { outcome, reasons } = report.verdict
  const paint = outcome === 'pass' ? style.good : outcome === 'fail' ? style.bad : style.warn
  const said = reasons.length === 0 ? counts(report.summary) : reasons.map(oneLine).join('; ')
  const [head = '', ...rest] = indented(`${outcome.toUpperCase()}  ${said}`, 0, style)
  return [paint(head), ...rest, ...indented(`next: ${nextStep(report)}`, 0, style)]
}

function counts({ components, findings }: Summary): string {
  return findings === 0 ? `no known vulnerability in ${counted(components, 'component')}` : `${counted(findings, 'finding')}, none counts`
}
