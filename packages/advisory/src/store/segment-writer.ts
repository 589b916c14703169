import { crc32, deflateRawSync } from 'node:zlib'
import { unpackTime } from '../pack/packed-time.ts'
import { releaseOfKey } from '../package-key.ts'
import type { PackedAffected, PackedFacts, PackedRecord, PackedText } from '../pack/packed-record.ts'
import { frameBlob } from './blob.ts'
import type { TablePlace } from './key-table.ts'
import { encodeKeyTable } from './key-table.ts'
import type { FileStamp } from './new-file.ts'
import { NewFile } from './new-file.ts'
import { ALIAS_BIT, encodeSegmentHeader, RECORDS_PER_BLOCK, SEGMENT_HEADER_BYTES } from './segment-header.ts'

/** What the manifest tells about a segment. */
export interface SegmentStamp extends FileStamp {
  readonly records: number
  readonly withdrawn: number
  readonly packages: number
  /** Releases of a distribution that its package keys name; `` stands for keys without one. */
  readonly releases: readonly string[]
}

/** A live record that states aliases. */
export type AliasRow = readonly [ordinal: number, id: string, ...aliases: string[]]

const MAX_BYTES = 0xffff_ffff

/**
 * Writes one segment: facts and texts as they come, package entries and tables at the end. Holds the packed package entries
 * in memory, not the records. Every record's id may come once.
 */
export class SegmentWriter {
  readonly #file: NewFile
  readonly #stem: string
  readonly #withIds: boolean
  readonly #idKeys: string[] = []
  readonly #idOrdinals: number[] = []
  readonly #factsPlaces: number[] = []
  readonly #blockPlaces: number[] = []
  readonly #packages = new Map<string, string[]>()
  readonly #aliases: AliasRow[] = []
  #block: (readonly [PackedText, PackedFacts?])[] = []
  #withdrawn = 0

  /** `withIds: false` leaves out the table of ids, which a reader can make itself where few records are read by id. */
  constructor(folder: string, stem: string, { withIds = true }: { readonly withIds?: boolean } = {}) {
    this.#stem = stem
    this.#withIds = withIds
    this.#file = new NewFile(folder, stem)
    this.#file.append(Buffer.alloc(SEGMENT_HEADER_BYTES))
  }

  get records(): number {
    return this.#factsPlaces.length
  }

  add(record: PackedRecord): void {
    const ordinal = this.#factsPlaces.length
    const facts: PackedFacts = [ordinal, ...(record.facts.slice(1) as unknown as Tail<PackedFacts>)]
    const [, id, aliases] = facts
    this.#addId(id, ordinal)
    for (const alias of aliases) this.#addId(alias, ALIAS_BIT + ordinal)
    if (unpackTime(facts[7]) !== '') this.#withdrawn += 1
    else if (aliases.length > 0) this.#aliases.push([ordinal, id, ...aliases])
    // A malware report is rarely a hit and there are hundreds of thousands: its facts are compressed with the text.
    const cold = facts[11] === 1
    this.#factsPlaces.push(cold ? 0 : this.#file.append(frameBlob(Buffer.from(JSON.stringify(facts)))))
    this.#block.push(cold ? [record.text, facts] : [record.text])
    if (this.#block.length === RECORDS_PER_BLOCK) this.#endBlock()
    for (const [key, affected] of record.affected) this.#addEntry(key, ordinal, affected)
  }

  /** Completes the file. `superseded`: ordinals of older segments, by file name, that count no more. */
  finish(superseded: Readonly<Record<string, readonly number[]>>): SegmentStamp {
    if (this.#block.length > 0) this.#endBlock()
    const keys: string[] = []
    const places: number[] = []
    for (const [key, entries] of this.#packages) {
      keys.push(key)
      places.push(this.#file.append(frameBlob(Buffer.from(`[${JSON.stringify(key)},${entries.join(',')}]`))))
    }
    const aliases = this.#file.append(frameBlob(Buffer.from(JSON.stringify(this.#aliases))))
    const supersededPlace = this.#file.append(frameBlob(Buffer.from(JSON.stringify(superseded))))
    this.#align()
    const packages = this.#appendTable(encodeKeyTable(keys, places), keys.length)
    const ids = this.#appendTable(encodeKeyTable(this.#idKeys, this.#idOrdinals), this.#idKeys.length)
    const factsPlaces = this.#file.append(Buffer.from(Uint32Array.from(this.#factsPlaces).buffer))
    const blockPlaces = this.#file.append(Buffer.from(Uint32Array.from(this.#blockPlaces).buffer))
    const size = this.#file.length
    if (size > MAX_BYTES) throw new RangeError(`segment ${this.#stem} would be ${size} bytes long`)
    const header = { size, records: this.records, packages, ids, factsPlaces, blockPlaces, aliases, superseded: supersededPlace }
    this.#file.replaceStart(encodeSegmentHeader(header))
    const stamp = this.#file.finish(this.#stem, '.seg')
    const releases = [...new Set(keys.map(releaseOfKey))].toSorted()
    return { ...stamp, records: this.records, withdrawn: this.#withdrawn, packages: keys.length, releases }
  }

  abandon(): void {
    this.#file.abandon()
  }

  #addId(id: string, value: number): void {
    if (!this.#withIds) return
    this.#idKeys.push(id)
    this.#idOrdinals.push(value)
  }

  #addEntry(key: string, ordinal: number, affected: readonly PackedAffected[]): void {
    const entry = JSON.stringify([ordinal, ...affected])
    const entries = this.#packages.get(key)
    if (entries === undefined) this.#packages.set(key, [entry])
    else entries.push(entry)
  }

  #endBlock(): void {
    const bytes = deflateRawSync(JSON.stringify([this.#blockPlaces.length, this.#block]), { level: 6, memLevel: 9 })
    this.#blockPlaces.push(this.#file.append(frameBlob(bytes)))
    this.#block = []
  }

  #align(): void {
    const rest = this.#file.length % 4
    if (rest !== 0) this.#file.append(Buffer.alloc(4 - rest))
  }

  #appendTable(bytes: Buffer, count: number): TablePlace {
    return { offset: this.#file.append(bytes), count, crc: crc32(bytes) }
  }
}

type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never
