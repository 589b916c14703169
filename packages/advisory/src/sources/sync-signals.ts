import { gunzipSync } from 'node:zlib'
import type { KnownExploited } from '@cupel/model'
import type { EpssRow } from '../store/epss-file.ts'
import { writeEpssFile } from '../store/epss-file.ts'
import type { ManifestSignal } from '../store/manifest.ts'
import { writeTableFile } from '../store/table-file.ts'
import { sourceUnusable } from '../errors.ts'
import type { Origin } from './origin.ts'

/** Where a catalogue is: a path under an origin. */
export interface SignalPlace {
  readonly origin: Origin
  readonly path: string
}

export interface SignalOptions {
  readonly folder: string
  readonly old: ManifestSignal | null
  readonly signal: AbortSignal
}

const MAX_BYTES = 1 << 28
const DATE = /^\d{4}-\d\d-\d\d/

/** Brings CISA's catalogue of known exploited vulnerabilities up to date; the old one when it has not changed, null when absent. */
export async function syncKev(place: SignalPlace, options: SignalOptions): Promise<ManifestSignal | null> {
  return syncSignal(place, options, (bytes) => {
    const { date, rows } = readKev(bytes.toString('utf8'), place.path)
    return { date, entries: rows.length, stamp: writeTableFile(options.folder, 'kev', rows) }
  })
}

/** Brings FIRST's EPSS scores up to date; the old ones when they have not changed, null when absent. */
export async function syncEpss(place: SignalPlace, options: SignalOptions): Promise<ManifestSignal | null> {
  return syncSignal(place, options, (bytes) => {
    const { date, rows } = readEpss(textOf(bytes, place.path), place.path)
    return { date, entries: rows.length, stamp: writeEpssFile(options.folder, rows) }
  })
}

async function syncSignal(
  { origin, path }: SignalPlace,
  { old, signal }: SignalOptions,
  write: (bytes: Buffer) => { readonly date: string; readonly entries: number; readonly stamp: Pick<ManifestSignal, 'file' | 'bytes' | 'sha256'> },
): Promise<ManifestSignal | null> {
  const from = path === '' ? origin.label : `${origin.label}/${path}`
  const answer = await origin.ask(path, { tag: old?.from === from ? old.tag : '', maxBytes: MAX_BYTES, signal })
  if (answer.kind === 'unchanged') return old
  if (answer.kind === 'absent') return null
  const { date, entries, stamp } = write(answer.bytes)
  return { ...stamp, date, entries, tag: answer.tag, from }
}

/** https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities_schema.json */
function readKev(text: string, path: string): { date: string; rows: [string[], KnownExploited][] } {
  const catalogue = parse(text, path) as { readonly dateReleased?: unknown; readonly vulnerabilities?: unknown }
  if (!Array.isArray(catalogue?.vulnerabilities)) throw sourceUnusable(path, 'not a catalogue of known exploited vulnerabilities')
  const rows = new Map<string, KnownExploited>()
  for (const entry of catalogue.vulnerabilities as readonly Record<string, unknown>[]) {
    const id = entry?.['cveID']
    const added = entry?.['dateAdded']
    if (typeof id !== 'string' || typeof added !== 'string') throw sourceUnusable(path, 'an entry has no cveID or dateAdded')
    const due = entry['dueDate']
    rows.set(id, { added, due: typeof due === 'string' ? due : '', ransomware: entry['knownRansomwareCampaignUse'] === 'Known' })
  }
  const date = typeof catalogue.dateReleased === 'string' ? (DATE.exec(catalogue.dateReleased)?.[0] ?? '') : ''
  return { date, rows: Array.from(rows, ([id, listed]) => [[id], listed]) }
}

/** FIRST's daily file: a comment with the date, a header, then `cve,epss,percentile`. */
function readEpss(text: string, path: string): { date: string; rows: EpssRow[] } {
  const lines = text.split('\n')
  const date = /score_date:(\d{4}-\d\d-\d\d)/.exec(lines[0] ?? '')?.[1] ?? ''
  const header = lines.findIndex((line) => line.startsWith('cve,epss,percentile'))
  if (header === -1 || header > 1) throw sourceUnusable(path, 'not a file of EPSS scores')
  const rows: EpssRow[] = []
  for (const line of lines.slice(header + 1)) {
    if (line === '') continue
    const [id = '', epss = '', percentile = ''] = line.trimEnd().split(',')
    const row = { id, score: Number(epss), percentile: Number(percentile) }
    if (id === '' || epss === '' || percentile === '' || !isShare(row.score) || !isShare(row.percentile)) {
      throw sourceUnusable(path, `line ${rows.length + header + 2} is not a score`)
    }
    rows.push(row)
  }
  return { date, rows }
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1
}

function textOf(bytes: Buffer, path: string): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8')
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8')
  } catch (error) {
    throw sourceUnusable(path, 'the file is damaged', error)
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw sourceUnusable(path, 'not JSON', error)
  }
}
