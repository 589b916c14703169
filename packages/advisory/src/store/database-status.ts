import { indexFolder } from './home.ts'
import type { ManifestSignal } from './manifest.ts'
import { filesOf, readManifest } from './manifest.ts'

export interface EcosystemStatus {
  readonly name: string
  readonly records: number
  readonly withdrawn: number
  readonly unreadable: number
  /** Newest `modified` of its records. */
  readonly modified: string
  /** When it was last found up to date. */
  readonly synced: string
  readonly ageMs: number
  readonly bytes: number
  /** Segments that look-ups go through. */
  readonly segments: number
}

export interface SignalStatus {
  readonly entries: number
  readonly date: string
  readonly from: string
}

export interface DatabaseStatus {
  readonly home: string
  readonly digest: string
  readonly created: string
  readonly from: string
  readonly bytes: number
  readonly records: number
  /** Of the ecosystem that was synced the longest ago. */
  readonly ageMs: number
  readonly ecosystems: readonly EcosystemStatus[]
  readonly kev: SignalStatus | null
  readonly epss: SignalStatus | null
}

/** What the advisory database of a home holds and how old it is; null when there is none. */
export function databaseStatus(home: string, now: () => Date): DatabaseStatus | null {
  const manifest = readManifest(indexFolder(home))
  if (manifest === null) return null
  const time = now().getTime()
  const ecosystems = manifest.ecosystems.map(({ name, records, withdrawn, unreadable, modified, synced, segments }) => {
    const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0)
    return { name, records, withdrawn, unreadable, modified, synced, ageMs: time - Date.parse(synced), bytes, segments: segments.length }
  })
  return {
    home,
    digest: manifest.digest,
    created: manifest.created,
    from: manifest.from,
    bytes: filesOf(manifest).reduce((sum, stamp) => sum + stamp.bytes, 0),
    records: ecosystems.reduce((sum, one) => sum + one.records, 0),
    ageMs: ecosystems.reduce((oldest, one) => Math.max(oldest, one.ageMs), 0),
    ecosystems,
    kev: signalStatus(manifest.kev),
    epss: signalStatus(manifest.epss),
  }
}

function signalStatus(signal: ManifestSignal | null): SignalStatus | null {
  return signal === null ? null : { entries: signal.entries, date: signal.date, from: signal.from }
}
