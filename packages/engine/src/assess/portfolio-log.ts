import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { PortfolioRow } from '@cupel/formats'

/** One finished project: its row, and under which options it was made. */
export interface LogEntry {
  readonly row: PortfolioRow
  readonly options: string
}

/**
 * What earlier runs finished, by target; the last entry counts. Each entry is one line of JSON, appended when the project's report is in
 * its place, so that a run that was killed goes on where it stopped. A line that was cut off is no entry.
 */
export function readLog(file: string): Map<string, LogEntry> {
  const entries = new Map<string, LogEntry>()
  if (!existsSync(file)) return entries
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const entry = entryOf(line)
    if (entry !== null) entries.set(entry.row.target, entry)
  }
  return entries
}

/** Appends one entry. A cut-off last line is ended before. */
export function appendLog(file: string, entry: LogEntry): void {
  appendFileSync(file, `\n${JSON.stringify(entry)}\n`)
}

function entryOf(line: string): LogEntry | null {
  try {
    const value: unknown = JSON.parse(line)
    return isEntry(value) ? value : null
  } catch {
    return null
  }
}

function isEntry(value: unknown): value is LogEntry {
  if (typeof value !== 'object' || value === null || !('row' in value) || !('options' in value)) return false
  const { row, options } = value
  if (typeof row !== 'object' || row === null || typeof options !== 'string') return false
  const { target, outcome, file, name, commit, score, checks } = row as Record<string, unknown>
  return (
    [target, outcome, file, name, commit].every((one) => typeof one === 'string') &&
    typeof score === 'number' &&
    typeof checks === 'object' &&
    checks !== null
  )
}
