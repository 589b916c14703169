import type { Severity } from '@cupel/model'
import type { ReportOptions } from '../../report-format.ts'

/** How the terminal wants to be written to: columns, ornaments, and colours that are the identity when switched off. */
export interface TableStyle {
  readonly width: number
  readonly dot: string
  readonly arrow: string
  readonly step: string
  readonly cut: string
  readonly mark: string
  bold(text: string): string
  dim(text: string): string
  good(text: string): string
  bad(text: string): string
  warn(text: string): string
  severity(severity: Severity | 'malware', text: string): string
}

const SEVERITY_CODES: Readonly<Record<Severity | 'malware', string>> = {
  malware: '1;97;41',
  critical: '1;31',
  high: '31',
  unknown: '35',
  medium: '33',
  low: '36',
  none: '2',
}

/** Widths under 40 columns are taken as 40: a report that small would hold no version. */
export function tableStyle({ width = 100, colour = false, unicode = true }: ReportOptions): TableStyle {
  const paint =
    (code: string) =>
    (text: string): string =>
      colour && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text
  return {
    width: Math.max(40, width),
    dot: unicode ? ' · ' : ' - ',
    arrow: unicode ? '→' : '->',
    step: unicode ? ' › ' : ' > ',
    cut: unicode ? '…' : '...',
    mark: unicode ? '▲' : '!',
    bold: paint('1'),
    dim: paint('2'),
    good: paint('1;32'),
    bad: paint('1;31'),
    warn: paint('1;33'),
    severity: (severity, text) => paint(SEVERITY_CODES[severity])(text),
  }
}
