import type { Collector } from '../extractor.ts'

/** A line of a line-shaped file that does not belong there, or that is not known. */
export interface LineFault {
  readonly what: string
  /** 1-based. */
  readonly line: number
  readonly kind: 'unknown' | 'malformed'
}

const MAX_REPORTED = 100

/** Reports the faults of one file; beyond a hundred only their number, so that noise does not drown the report. */
export function reportFaults(out: Collector, faults: readonly LineFault[], file: string): void {
  for (const { what, line, kind } of faults.slice(0, MAX_REPORTED)) {
    if (kind === 'unknown') out.unknown(what, line)
    else out.problem({ code: 'malformed', line, detail: `not a line of a ${file}: ${what}` })
  }
  const more = faults.length - MAX_REPORTED
  const next = faults[MAX_REPORTED]
  if (next !== undefined) out.problem({ code: 'malformed', line: next.line, detail: `${more} more lines do not belong in a ${file}` })
}
