import type { KnownExploited } from '@cupel/model'
import { writeEpssFile } from '../store/epss-file.ts'
import type { ManifestSignal } from '../store/manifest.ts'
import type { FileStamp } from '../store/new-file.ts'
import { writeTableFile } from '../store/table-file.ts'
import { readEpssScores } from './epss-scores.ts'
import { readKevCatalogue } from './kev-catalogue.ts'
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

/** Brings CISA's catalogue of known exploited vulnerabilities up to date; the old one when it has not changed, null when absent. */
export async function syncKev(place: SignalPlace, options: SignalOptions): Promise<ManifestSignal | null> {
  return syncSignal(place, options, (bytes) => {
    const { date, listed } = readKevCatalogue(bytes.toString('utf8'), place.path)
    return { date, entries: listed.size, stamp: writeKevFile(options.folder, listed) }
  })
}

/** Brings FIRST's EPSS scores up to date; the old ones when they have not changed, null when absent. */
export async function syncEpss(place: SignalPlace, options: SignalOptions): Promise<ManifestSignal | null> {
  return syncSignal(place, options, (bytes) => {
    const { date, rows } = readEpssScores(bytes, place.path)
    return { date, entries: rows.length, stamp: writeEpssFile(options.folder, rows) }
  })
}

async function syncSignal(
  { origin, path }: SignalPlace,
  { old, signal }: SignalOptions,
  write: (bytes: Buffer) => {
    readonly date: string
    readonly entries: number
    readonly stamp: Pick<ManifestSignal, 'file' | 'bytes' | 'sha256'>
  },
): Promise<ManifestSignal | null> {
  const from = path === '' ? origin.label : `${origin.label}/${path}`
  const answer = await origin.ask(path, { tag: old?.from === from ? old.tag : '', maxBytes: MAX_BYTES, signal })
  if (answer.kind === 'unchanged') return old
  if (answer.kind === 'absent') return null
  const { date, entries, stamp } = write(answer.bytes)
  return { ...stamp, date, entries, tag: answer.tag, from }
}

/** Writes the entries of the catalogue for look-up by CVE id. */
export function writeKevFile(folder: string, listed: ReadonlyMap<string, KnownExploited>): FileStamp {
  return writeTableFile(
    folder,
    'kev',
    Array.from(listed, ([id, entry]) => [[id], entry]),
  )
}
