import type { CvssRating, OsvAffected, OsvRange, OsvRecord, VersionScheme } from '@cupel/model'
import { isVersionRange } from '@cupel/model'
import { ecosystemFamily, hasReleases, packageKey } from '../package-key.ts'
import type { PackedAffected, PackedFacts, PackedRange, PackedRecord } from './packed-record.ts'
import { packText } from './pack-text.ts'
import { packTime } from './packed-time.ts'
import { ratingsOf } from './ratings.ts'
import { statedSeverity } from './stated-severity.ts'
import { versionsBeyondRanges } from './versions-beyond-ranges.ts'

const EVENT_LETTER: Readonly<Record<string, string>> = { introduced: 'i', fixed: 'f', last_affected: 'l', limit: 'm' }

export interface PackOptions {
  /** OSV ecosystem without suffix: packages of others are left to their own index. */
  readonly ecosystem: string
  readonly scheme: VersionScheme
}

/** Packs what one ecosystem's index keeps of a record: its facts, its text, and its entries for packages of that ecosystem. */
export function packRecord(record: OsvRecord, options: PackOptions): PackedRecord {
  return { facts: packFacts(record, options.ecosystem), text: packText(record), affected: packAffected(record, options) }
}

function packFacts(record: OsvRecord, ecosystem: string): PackedFacts {
  const aliases = [...new Set(record.aliases ?? [])].filter((alias) => alias !== record.id).toSorted()
  const ratings = ratingsOf(record).map(({ version, vector, score }): [CvssRating['version'], string, number | null] => [
    version,
    vector,
    score,
  ])
  return [
    0,
    record.id,
    aliases,
    upstreamOf(record, ecosystem),
    record.summary ?? '',
    packTime(record.published ?? ''),
    packTime(record.modified),
    packTime(record.withdrawn ?? ''),
    ratings,
    statedSeverity(record),
    cwesOf(record),
    isMalware(record) ? 1 : 0,
  ]
}

/** Some distributions list the problems that an update solves as `related`, before OSV had `upstream`. */
function upstreamOf(record: OsvRecord, ecosystem: string): readonly string[] {
  const upstream = record.upstream ?? []
  if (upstream.length > 0 || !hasReleases(ecosystem)) return upstream
  return (record.related ?? []).filter((id) => id.startsWith('CVE-'))
}

/** AlmaLinux publishes updates that mend bugs or bring features in the same form; unless they name a CVE they are no vulnerability. */
function isPlainUpdate({ id, aliases = [], upstream = [], related = [] }: OsvRecord): boolean {
  return /^AL[BE]A-/.test(id) && ![...aliases, ...upstream, ...related].some((other) => other.startsWith('CVE-'))
}

/** A report of malice by its id or an alias, by its origin, or because its source files it under CWE-506, embedded malicious code. */
function isMalware(record: OsvRecord): boolean {
  if ([record.id, ...(record.aliases ?? [])].some((id) => id.startsWith('MAL-'))) return true
  return record.database_specific?.['malicious-packages-origins'] !== undefined || cwesOf(record).includes('CWE-506')
}

function cwesOf(record: OsvRecord): readonly string[] {
  const places = [record.database_specific, ...(record.affected ?? []).map((affected) => affected.database_specific)]
  return [...new Set(places.flatMap(cwesIn))].toSorted()
}

function cwesIn(specific: unknown): readonly string[] {
  if (typeof specific !== 'object' || specific === null) return []
  const { cwe_ids: ids, cwes } = specific as { readonly cwe_ids?: unknown; readonly cwes?: unknown }
  const listed = [...(Array.isArray(ids) ? ids : []), ...(Array.isArray(cwes) ? cwes.map(cweIdOf) : [])]
  return listed.filter((id): id is string => typeof id === 'string' && /^CWE-\d{1,6}$/.test(id))
}

function cweIdOf(cwe: unknown): unknown {
  return typeof cwe === 'object' && cwe !== null && 'cweId' in cwe ? cwe.cweId : cwe
}

function packAffected(record: OsvRecord, { ecosystem, scheme }: PackOptions): ReadonlyMap<string, readonly PackedAffected[]> {
  const byKey = new Map<string, PackedAffected[]>()
  if ((record.withdrawn ?? '') !== '' || isPlainUpdate(record)) return byKey
  for (const affected of record.affected ?? []) {
    const named = affected.package
    if (named === undefined || ecosystemFamily(named.ecosystem) !== ecosystem) continue
    const packed = packOne(affected, scheme)
    if (packed === null) continue
    const key = packageKey(named.ecosystem, named.name)
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, [packed])
    else known.push(packed)
  }
  return byKey
}

/** null when nothing of it can ever be evaluated for a version: commits only, or neither ranges nor versions. */
function packOne(affected: OsvAffected, scheme: VersionScheme): PackedAffected | null {
  const ranges = (affected.ranges ?? []).filter(isVersionRange)
  const versions = versionsBeyondRanges(affected, ranges, scheme)
  if (versions.length > 0) return [ranges.map(packRange), versions]
  return ranges.length === 0 ? null : [ranges.map(packRange)]
}

function packRange(range: OsvRange): PackedRange {
  const events = range.events.flatMap((event) => Object.entries(event).map(([name, version]) => `${EVENT_LETTER[name] ?? ''}${version}`))
  return [range.type === 'SEMVER' ? 'S' : 'E', ...events]
}
