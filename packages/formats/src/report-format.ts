import type { ScanReport } from '@cupel/model'

/** What a terminal can show; formats that are files ignore all of it. */
export interface ReportOptions {
  /** Columns; default 100. */
  readonly width?: number
  /** ANSI colours; default false. */
  readonly colour?: boolean
  /** Characters outside ASCII as ornaments; default true. */
  readonly unicode?: boolean
}

/**
 * One way to write a scan result. One file a format in `reports/`, found by `npm run gen`. `write` is pure: the same report
 * and options give the same text, which ends with a line feed and holds no control, bidirectional or invisible character
 * of the input in a raw form.
 */
export interface ReportFormat {
  /** File name of the plug-in and value of `--format`. */
  readonly id: string
  /** One line for the docs. */
  readonly title: string
  readonly media: string
  /** Usual file name ending, without dot. */
  readonly extension: string
  write(report: ScanReport, options: ReportOptions): string
  /** The same text cut into pieces, by formats whose text is large: to write them one after the other needs no copy of the whole. */
  pieces?(report: ScanReport): Iterable<string>
}

export function defineReport(format: ReportFormat): ReportFormat {
  return format
}

/** A format's metadata with its code behind a lazy import: what the generated registry holds. */
export interface ReportFormatEntry extends Omit<ReportFormat, 'write' | 'pieces'> {
  load(): Promise<ReportFormat>
}
