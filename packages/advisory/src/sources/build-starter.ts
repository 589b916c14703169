import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VersionScheme } from '@cupel/model'
import { advisoryName, loadVersionScheme } from '@cupel/model'
import type { PackedFacts, PackedRecord } from '../pack/packed-record.ts'
import { packRecord } from '../pack/pack-record.ts'
import { packTime, unpackTime } from '../pack/packed-time.ts'
import { writeAliasLinks } from '../store/alias-links.ts'
import { EcosystemReader } from '../store/ecosystem-reader.ts'
import type { ManifestEcosystem } from '../store/manifest.ts'
import { makeManifest } from '../store/manifest.ts'
import { openFile } from '../store/open-index.ts'
import { SegmentWriter } from '../store/segment-writer.ts'
import { bundleOf } from '../store/write-bundle.ts'
import { stemOf } from './ecosystem-context.ts'
import { parseRecord } from './parse-record.ts'
import { openRecordZip } from './record-zip.ts'
import type { KevCatalogue } from './kev-catalogue.ts'
import { readKevCatalogue } from './kev-catalogue.ts'
import { writeKevFile } from './sync-signals.ts'

export interface StarterInput {
  /** Folder with `osv/` and `kev/`. */
  readonly from: string
  /** Package names by ecosystem, most used first. Of all other ecosystems only what is known to be exploited is taken. */
  readonly mostUsed: Readonly<Record<string, readonly string[]>>
  readonly maxBytes: number
  /** Sources (`database_specific.source` of a record) that are left out for their licence. */
  readonly leaveOut: readonly string[]
}

export interface Starter {
  readonly bytes: Buffer
  readonly records: number
  /** Records that would have been next. */
  readonly left: number
  readonly ecosystems: readonly { readonly name: string; readonly records: number }[]
}

const KEV = join('kev', 'known_exploited_vulnerabilities.json')

interface Candidate {
  readonly ecosystem: string
  readonly record: PackedRecord
  /** Lower comes first: what is exploited, malice in most used packages (-1 to 0), other problems of theirs (0 to 1), the others. */
  readonly rank: number
}

const EXPLOITED = -2
const UNUSED = 2

/**
 * Makes the starter set: facts without prose, as many records as fit. Known exploited problems of every ecosystem come first, then
 * reports of malice that name most used packages, then the vulnerabilities of the most used packages, then the newest of the others.
 * Equal input gives equal bytes. Throws RangeError when not even the exploited ones fit.
 */
export async function buildStarter(input: StarterInput): Promise<Starter> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-starter-'))
  try {
    const catalogue = readKevCatalogue(readFileSync(join(input.from, KEV), 'utf8'), KEV)
    const candidates = (await allCandidates(input, catalogue)).toSorted(byRank)
    const complete = new Set(Object.keys(input.mostUsed))
    const starter = fill(candidates, input.maxBytes, (count) =>
      pack(candidates.slice(0, count), { left: candidates.length - count, folder, catalogue, complete }),
    )
    if (candidates[starter.records]?.rank === EXPLOITED) throw new RangeError('what is known to be exploited does not fit')
    return starter
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** As many candidates as fit. The size grows about as their number does, so a few tries come near. */
function fill(candidates: readonly Candidate[], maxBytes: number, packFirst: (count: number) => Starter): Starter {
  let best: Starter | null = null
  let tooMany = candidates.length + 1
  let count = Math.min(candidates.length, 20_000)
  for (let tries = 0; tries < 8 && count > 0; tries += 1) {
    const starter = packFirst(count)
    if (starter.bytes.length <= maxBytes) best = starter
    else tooMany = count
    const fitting = Math.floor((count * maxBytes * 0.999) / starter.bytes.length)
    count = Math.min(fitting, tooMany - 1, candidates.length)
    if (best !== null && count <= best.records) return best
  }
  if (best === null) throw new RangeError('not one record fits')
  return best
}

async function allCandidates(input: StarterInput, { listed }: KevCatalogue): Promise<readonly Candidate[]> {
  const found: Candidate[] = []
  const named = readFileSync(join(input.from, 'osv', 'ecosystems.txt'), 'utf8')
    .split(/\r?\n/)
    .filter((name) => name !== '')
  for (const ecosystem of new Set([...named, ...Object.keys(input.mostUsed)])) {
    const scheme = await loadVersionScheme(ecosystem)
    const names = input.mostUsed[ecosystem]
    const places = new Map(names?.map((name, place) => [advisoryName(ecosystem, name), place / names.length]))
    for (const record of recordsOf(input, ecosystem, scheme)) {
      const rank = idsOf(record).some((id) => listed.has(id)) ? EXPLOITED : names === undefined ? null : rankByUse(record, places)
      if (rank !== null) found.push({ ecosystem, record, rank })
    }
  }
  return found
}

/** Of the record itself and of what a distribution's record is about. */
function idsOf({ facts: [, id, aliases, upstream] }: PackedRecord): readonly string[] {
  return [id, ...aliases, ...upstream]
}

/** null: a report of malice in packages that hardly anybody had, of which there are very many. */
function rankByUse({ affected, facts }: PackedRecord, places: ReadonlyMap<string, number>): number | null {
  const used = Math.min(...Array.from(affected.keys(), (key) => places.get(key.slice(key.indexOf('\n') + 1)) ?? UNUSED))
  if (facts[11] === 0) return used
  return used === UNUSED ? null : used - 1
}

function* recordsOf({ from, leaveOut }: StarterInput, ecosystem: string, scheme: VersionScheme): Iterable<PackedRecord> {
  const zip = openRecordZip(join(from, 'osv', ecosystem, 'all.zip'), `${ecosystem}/all.zip`)
  try {
    for (const [id, entry] of zip.entries) {
      const record = parseRecord(zip.read(entry), id)
      const source = String(record.database_specific?.['source'] ?? '')
      const packed = packRecord(record, { ecosystem, scheme })
      if (packed.affected.size === 0 || leaveOut.some((one) => source.includes(one))) continue
      yield { facts: withoutProse(packed.facts), text: ['', 0, [], []], affected: packed.affected }
    }
  } finally {
    zip.close()
  }
}

function withoutProse(facts: PackedFacts): PackedFacts {
  const [ordinal, id, aliases, upstream, , published, modified, withdrawn, cvss, severity, , malware] = facts
  return [ordinal, id, aliases, upstream, '', day(published), day(modified), withdrawn, cvss, severity, [], malware]
}

/** The starter set tells the day only. */
function day(time: string | number): string | number {
  const text = unpackTime(time)
  return text === '' ? '' : packTime(`${text.slice(0, 10)}T00:00:00Z`)
}

function byRank(a: Candidate, b: Candidate): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  const [newer, older] = [unpackTime(b.record.facts[6]), unpackTime(a.record.facts[6])]
  if (newer !== older) return newer < older ? -1 : 1
  return a.record.facts[1] < b.record.facts[1] ? -1 : 1
}

interface PackInput {
  readonly left: number
  readonly folder: string
  readonly catalogue: KevCatalogue
  /** Ecosystems of which more than the exploited is taken. */
  readonly complete: ReadonlySet<string>
}

function pack(chosen: readonly Candidate[], { left, folder, catalogue, complete }: PackInput): Starter {
  const date = `${catalogue.date}T00:00:00Z`
  const ecosystems = [...new Set(chosen.map((candidate) => candidate.ecosystem))].toSorted().map((name): ManifestEcosystem => {
    const writer = new SegmentWriter(folder, stemOf(name), { withIds: false })
    const records = chosen.filter((candidate) => candidate.ecosystem === name).map((candidate) => candidate.record)
    for (const record of records.toSorted((a, b) => (a.facts[1] < b.facts[1] ? -1 : 1))) writer.add(record)
    const segment = writer.finish({})
    const newest =
      records
        .map((record) => unpackTime(record.facts[6]))
        .toSorted()
        .at(-1) ?? ''
    const tags = { csv: '', zip: '', zipBytes: 0 }
    return {
      name,
      ...(!complete.has(name) && { partial: true }),
      records: segment.records,
      withdrawn: 0,
      unreadable: 0,
      modified: newest,
      synced: date,
      segments: [segment],
      ids: null,
      tags,
    }
  })
  const readers = ecosystems.map((ecosystem) => new EcosystemReader(ecosystem, (file) => openFile(folder, file)))
  const links = writeAliasLinks(folder, readers)
  for (const reader of readers) reader.close()
  const named = new Set(chosen.flatMap(({ record }) => idsOf(record)))
  const listed = new Map([...catalogue.listed].filter(([id]) => named.has(id)))
  const kev = { ...writeKevFile(folder, listed), entries: listed.size, date: catalogue.date, tag: '', from: 'CISA' }
  const manifest = makeManifest({ created: date, from: 'starter set', ecosystems, links, kev, epss: null }, [])
  const bytes = Buffer.concat([...bundleOf(folder, manifest, 'bare-brotli')])
  const counts = ecosystems.map(({ name, records }) => ({ name, records }))
  return { bytes, records: chosen.length, left, ecosystems: counts }
}
