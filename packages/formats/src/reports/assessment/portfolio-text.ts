import type { ReportOptions } from '../../report-format.ts'
import { asciiOnly } from '../table/ascii.ts'
import { indented } from '../table/finding-block.ts'
import { tableStyle } from '../table/style.ts'
import { oneLine } from '../text/printable.ts'
import { disarmCommands } from '../text/workflow-commands.ts'
import { scoreText } from './evidence-text.ts'
import type { PortfolioSummary } from './portfolio-summary.ts'

const SHOWN = 10
const BAR = 40

/** The portfolio for people at a terminal: distribution, the worst ten, what failed. */
export function portfolioText(summary: PortfolioSummary, options: ReportOptions): string {
  const style = tableStyle(options)
  const full = options.unicode === false ? '#' : '█'
  const most = Math.max(1, ...summary.distribution)
  const scored = summary.rows.filter(({ outcome, score }) => outcome === 'assessed' && score >= 0)
  const failed = summary.rows.filter(({ outcome }) => outcome === 'failed')
  const bars = summary.distribution.map(
    (count, at) => `  ${String(at).padStart(2)}  ${full.repeat(Math.ceil((count / most) * Math.min(BAR, style.width - 14)))} ${count}`,
  )
  const blocks = [
    [style.bold('Distribution'), ...bars],
    scored.length === 0
      ? []
      : [
          style.bold('Worst first'),
          ...scored.slice(0, SHOWN).flatMap(({ name, score }) => indented(`${scoreText(score).padStart(4)}  ${oneLine(name)}`, 2, style)),
        ],
    failed.length === 0
      ? []
      : [
          style.bold(`Failed (${failed.length})`),
          ...failed
            .slice(0, SHOWN)
            .flatMap(({ target, error }) => indented(`${oneLine(target)}: ${oneLine(error)}`, 2, style).map(style.warn)),
          ...(failed.length > SHOWN ? [`  and ${failed.length - SHOWN} more in summary.json`] : []),
        ],
    indented(
      [
        `${summary.assessed} of ${summary.projects} assessed`,
        `mean ${summary.mean?.toFixed(1) ?? '?'}`,
        `median ${summary.median?.toFixed(1) ?? '?'}`,
        `${summary.incomplete} not read in full`,
      ].join(style.dot),
      0,
      style,
    ),
  ]
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
  return disarmCommands(options.unicode === false ? asciiOnly(text) : text)
}
