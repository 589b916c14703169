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
  /** Package names by ecosystem, most used first. Only these ecosystems are taken. */
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
  /** Lower comes first. */
  readonly rank: number
}

/**
 * Makes the starter set: facts without prose, records of exploited vulnerabilities first, then those of the most used packages,
 * then the newest of the others, as many as fit. Equal input gives equal bytes.
 */
export async function buildStarter(input: StarterInput): Promise<Starter> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-starter-'))
  try {
    const catalogue = readKevCatalogue(readFileSync(join(input.from, KEV), 'utf8'), KEV)
    const candidates = (await allCandidates(input, catalogue)).toSorted(byRank)
    return fill(candidates, input.maxBytes, (count) =>
      pack(candidates.slice(0, count), { left: candidates.length - count, folder, catalogue }),
    )
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
  for (const [ecosystem, names] of Object.entries(input.mostUsed)) {
    const scheme = await loadVersionScheme(ecosystem)
    const places = new Map(names.map((name, place) => [advisoryName(ecosystem, name), place / names.length]))
    for (const record of recordsOf(input, ecosystem, scheme)) {
      const ids = [record.facts[1], ...record.facts[2]]
      const used = Math.min(...Array.from(record.affected.keys(), (key) => places.get(key.slice(key.indexOf('\n') + 1)) ?? 2))
      found.push({ ecosystem, record, rank: ids.some((id) => listed.has(id)) ? -1 : used })
    }
  }
  return found
}

function* recordsOf({ from, leaveOut }: StarterInput, ecosystem: string, scheme: VersionScheme): Iterable<PackedRecord> {
  const zip = openRecordZip(join(from, 'osv', ecosystem, 'all.zip'), `${ecosystem}/all.zip`)
  try {
    for (const [id, entry] of zip.entries) {
      const record = parseRecord(zip.read(entry), id)
      const source = String(record.database_specific?.['source'] ?? '')
      const packed = packRecord(record, { ecosystem, scheme })
      if (packed.affected.size === 0 || packed.facts[11] === 1 || leaveOut.some((one) => source.includes(one))) continue
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
}

function pack(chosen: readonly Candidate[], { left, folder, catalogue }: PackInput): Starter {
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
  const named = new Set(chosen.flatMap(({ record }) => [record.facts[1], ...record.facts[2]]))
  const listed = new Map([...catalogue.listed].filter(([id]) => named.has(id)))
  const kev = { ...writeKevFile(folder, listed), entries: listed.size, date: catalogue.date, tag: '', from: 'CISA' }
  const manifest = makeManifest({ created: date, from: 'starter set', ecosystems, links, kev, epss: null }, [])
  const bytes = Buffer.concat([...bundleOf(folder, manifest, 'brotli')])
  const counts = ecosystems.map(({ name, records }) => ({ name, records }))
  return { bytes, records: chosen.length, left, ecosystems: counts }
}
