import { gunzipSync } from 'node:zlib'
import { sourceUnusable } from '../errors.ts'
import type { EpssRow } from '../store/epss-file.ts'

export interface EpssScores {
  /** `YYYY-MM-DD`, or empty. */
  readonly date: string
  readonly rows: readonly EpssRow[]
}

const MAX_BYTES = 1 << 28

/** Reads FIRST's daily file, gzipped or not: a comment with the date, a header, then `cve,epss,percentile`. Refuses it when a line is no score. */
export function readEpssScores(bytes: Buffer, name: string): EpssScores {
  const lines = textOf(bytes, name).split('\n')
  const date = /score_date:(\d{4}-\d\d-\d\d)/.exec(lines[0] ?? '')?.[1] ?? ''
  const header = lines.findIndex((line) => line.startsWith('cve,epss,percentile'))
  if (header === -1 || header > 1) throw sourceUnusable(name, 'not a file of EPSS scores')
  const rows: EpssRow[] = []
  for (const line of lines.slice(header + 1)) {
    if (line === '') continue
    const [id = '', epss = '', percentile = ''] = line.trimEnd().split(',')
    const row = { id, score: Number(epss), percentile: Number(percentile) }
    if (id === '' || epss === '' || percentile === '' || !isShare(row.score) || !isShare(row.percentile)) {
      throw sourceUnusable(name, `line ${rows.length + header + 2} is not a score`)
    }
    rows.push(row)
  }
  return { date, rows }
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1
}

function textOf(bytes: Buffer, name: string): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8')
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8')
  } catch (error) {
    throw sourceUnusable(name, 'the file is damaged', error)
  }
}
