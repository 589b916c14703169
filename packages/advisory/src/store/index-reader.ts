import type { ExploitPrediction, IndexState, KnownExploited } from '@cupel/model'
import type { AdvisoryEntry, AdvisoryIndex, AdvisoryRecord, AdvisoryText, RecordRef, Signals } from '../advisory-index.ts'
import { ecosystemFamily, hasReleases, lookupKeys, plainPrefix, releaseOf } from '../package-key.ts'
import { unpackFacts, unpackText } from '../pack/packed-record.ts'
import type { ByteSource } from './byte-source.ts'
import { openedBy } from './byte-source.ts'
import { damaged } from '../errors.ts'
import { EcosystemReader } from './ecosystem-reader.ts'
import { EpssFile } from './epss-file.ts'
import type { Manifest, ManifestEcosystem } from './manifest.ts'
import { stateOf } from './manifest.ts'
import type { SegmentReader } from './segment-reader.ts'
import { TableFile } from './table-file.ts'

/** Reads an index over its manifest; `open` gives the bytes of a file by name. Files are opened when first needed. */
export class IndexReader implements AdvisoryIndex {
  readonly state: IndexState
  readonly #manifest: Manifest
  readonly #open: (file: string) => ByteSource
  readonly #ecosystems: ReadonlyMap<string, ManifestEcosystem>
  readonly #readers = new Map<string, EcosystemReader>()
  /** Of the ecosystem asked about last: components come by their ecosystems. */
  #last: { readonly ecosystem: string; readonly reader: EcosystemReader | null; readonly prefix: string | null } | undefined
  #links: TableFile | null | undefined
  #kev: TableFile | null | undefined
  #epss: EpssFile | null | undefined

  constructor(manifest: Manifest, kind: 'full' | 'starter', open: (file: string) => ByteSource) {
    this.#manifest = manifest
    this.#open = open
    this.state = stateOf(manifest, kind)
    this.#ecosystems = new Map(manifest.ecosystems.map((ecosystem) => [ecosystem.name, ecosystem]))
  }

  covers(ecosystem: string): boolean {
    const family = ecosystemFamily(ecosystem)
    const known = this.#ecosystems.get(family)
    if (known === undefined || known.partial === true) return false
    if (!hasReleases(family)) return true
    const release = releaseOf(ecosystem)
    return known.segments.some(({ releases }) => releases.includes('') || releases.includes(release))
  }

  lookup(ecosystem: string, name: string): readonly AdvisoryEntry[] {
    let last = this.#last
    if (last?.ecosystem !== ecosystem) {
      const reader = this.#reader(ecosystemFamily(ecosystem))
      this.#last = last = { ecosystem, reader, prefix: plainPrefix(ecosystem) }
    }
    const { reader, prefix } = last
    if (reader === null) return []
    const found: AdvisoryEntry[] = []
    if (prefix !== null) reader.collect(prefix + name, found)
    else for (const key of lookupKeys(ecosystem, name)) reader.collect(key, found)
    return found
  }

  record(ref: RecordRef): AdvisoryRecord {
    return unpackFacts(this.#segment(ref).facts(ref.ordinal), ref.ecosystem)
  }

  group(record: AdvisoryRecord): readonly string[] {
    this.#links ??= this.#openTable(this.#manifest.links?.file)
    const linked = this.#links?.keysWith(record.id)
    if (linked !== undefined) return linked
    return record.aliases.length === 0 ? [record.id] : [...new Set([record.id, ...record.aliases])].toSorted()
  }

  isWithdrawn(id: string): boolean {
    this.#links ??= this.#openTable(this.#manifest.links?.file)
    return this.#links?.keysWith(`!${id}`) !== undefined
  }

  signals(ids: readonly string[]): Signals {
    this.#kev ??= this.#openTable(this.#manifest.kev?.file)
    this.#epss ??= this.#manifest.epss === null ? null : openedBy(this.#open(this.#manifest.epss.file), (source) => new EpssFile(source))
    let kev: KnownExploited | null = null
    let epss: ExploitPrediction | null = null
    for (const id of ids) {
      if (!id.includes('CVE-')) continue
      const listed = this.#kev?.get(id) as KnownExploited | undefined
      if (listed !== undefined && (kev === null || listed.added < kev.added)) kev = listed
      const score = this.#epss?.get(id) ?? null
      if (score !== null && (epss === null || score.score > epss.score)) epss = score
    }
    return { kev, epss }
  }

  recordsById(id: string): readonly RecordRef[] {
    return [...this.#ecosystems.keys()].flatMap((family) => this.#reader(family)?.recordsById(id) ?? [])
  }

  text(ref: RecordRef): AdvisoryText {
    const segment = this.#segment(ref)
    return unpackText(segment.text(ref.ordinal), segment.facts(ref.ordinal)[4])
  }

  close(): void {
    for (const reader of this.#readers.values()) reader.close()
    this.#links?.close()
    this.#kev?.close()
    this.#epss?.close()
    this.#readers.clear()
    this.#last = undefined
  }

  #reader(family: string): EcosystemReader | null {
    const opened = this.#readers.get(family)
    if (opened !== undefined) return opened
    const ecosystem = this.#ecosystems.get(family)
    if (ecosystem === undefined) return null
    const reader = new EcosystemReader(ecosystem, this.#open)
    this.#readers.set(family, reader)
    return reader
  }

  #segment(ref: RecordRef): SegmentReader {
    const segment = this.#reader(ref.ecosystem)?.segments[ref.segment]
    if (segment === undefined) throw damaged(ref.ecosystem, `no segment ${ref.segment}`)
    return segment
  }

  #openTable(file: string | undefined): TableFile | null {
    return file === undefined ? null : openedBy(this.#open(file), (source) => new TableFile(source))
  }
}
