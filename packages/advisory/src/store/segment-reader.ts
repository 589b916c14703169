import { inflateRawSync } from 'node:zlib'
import type { PackedAffected, PackedFacts, PackedText } from '../pack/packed-record.ts'
import { readBlob, readJsonBlob } from './blob.ts'
import type { ByteSource } from './byte-source.ts'
import { damaged } from '../errors.ts'
import type { KeyTable } from './key-table.ts'
import { readKeyTable } from './key-table.ts'
import type { SegmentHeader } from './segment-header.ts'
import type { AliasRow } from './segment-writer.ts'
import { ALIAS_BIT, readSegmentHeader, RECORDS_PER_BLOCK } from './segment-header.ts'

/** One record's entry for a package: ordinal, then its affected parts. */
export type PackageEntry = readonly [ordinal: number, ...affected: PackedAffected[]]

type BlockRow = readonly [text: PackedText, facts?: PackedFacts]

const NO_ENTRIES: readonly PackageEntry[] = []

const MAX_BLOCK_BYTES = 1 << 28

/** Reads one segment. Nothing but header and package table is read before it is asked for; everything read is checked. */
export class SegmentReader {
  readonly source: ByteSource
  readonly header: SegmentHeader
  #packages: KeyTable | undefined
  #ids: Pick<KeyTable, 'find'> | undefined
  #superseded: Readonly<Record<string, readonly number[]>> | undefined
  #lastBlock: { readonly number: number; readonly rows: readonly BlockRow[] } | undefined

  constructor(source: ByteSource) {
    this.source = source
    this.header = readSegmentHeader(source)
  }

  /** Entries of all records that name the package of this key, superseded ones too. */
  entries(key: string): readonly PackageEntry[] {
    const places = (this.#packages ??= readKeyTable(this.source, this.header.packages)).find(key)
    for (let at = 0; at < places.length; at += 1) {
      const blob = this.#packageBlob(places[at]!)
      if (blob[0] === key) return blob.slice(1) as unknown as PackageEntry[]
    }
    return NO_ENTRIES
  }

  /** Every package key with its entries, in the order of the file. */
  *packages(): Iterable<readonly [key: string, entries: readonly PackageEntry[]]> {
    this.#packages ??= readKeyTable(this.source, this.header.packages)
    const places = [...this.#packages.values()].sort((a, b) => a - b)
    for (const place of places) {
      const [key, ...entries] = this.#packageBlob(place)
      yield [key, entries]
    }
  }

  facts(ordinal: number): PackedFacts {
    if (ordinal >= this.header.records) throw damaged(this.source.name, `no record ${ordinal}`)
    const place = this.#word(this.header.factsPlaces, ordinal)
    const facts = place === 0 ? this.#row(ordinal)[1] : (readJsonBlob(this.source, place) as PackedFacts)
    if (facts?.[0] !== ordinal) throw damaged(this.source.name, `record ${ordinal} is not where it should be`)
    return facts
  }

  text(ordinal: number): PackedText {
    return this.#row(ordinal)[0]
  }

  /** Ordinals of the records with this id or alias. */
  ordinalsOf(id: string): readonly number[] {
    const ordinals = this.#idTable()
      .find(id)
      .map((row) => (row >= ALIAS_BIT ? row - ALIAS_BIT : row))
    return ordinals.filter((ordinal) => {
      const facts = this.facts(ordinal)
      return facts[1] === id || facts[2].includes(id)
    })
  }

  /** Whether a record of this very id may be here: never false when it is, hardly ever true when it is not. */
  mayHold(id: string): boolean {
    return this.#idTable()
      .find(id)
      .some((row) => row < ALIAS_BIT)
  }

  /** Ordinals of records in the older segment `file` that this segment replaces or removes. */
  supersededIn(file: string): readonly number[] {
    this.#superseded ??= readJsonBlob(this.source, this.header.superseded) as Readonly<Record<string, readonly number[]>>
    return this.#superseded[file] ?? []
  }

  aliases(): readonly AliasRow[] {
    return readJsonBlob(this.source, this.header.aliases) as AliasRow[]
  }

  close(): void {
    this.source.close()
  }

  #idTable(): Pick<KeyTable, 'find'> {
    const hasTable = this.header.ids.count > 0 || this.header.records === 0
    this.#ids ??= hasTable ? readKeyTable(this.source, this.header.ids) : this.#tableFromFacts()
    return this.#ids
  }

  #tableFromFacts(): Pick<KeyTable, 'find'> {
    const rows = new Map<string, number[]>()
    const add = (id: string, row: number): void => void rows.set(id, [...(rows.get(id) ?? []), row])
    for (let ordinal = 0; ordinal < this.header.records; ordinal += 1) {
      const [, id, aliases] = this.facts(ordinal)
      add(id, ordinal)
      for (const alias of aliases) add(alias, ALIAS_BIT + ordinal)
    }
    return { find: (id) => rows.get(id) ?? [] }
  }

  #packageBlob(place: number): readonly [string, ...PackageEntry[]] {
    return readJsonBlob(this.source, place) as [string, ...PackageEntry[]]
  }

  #word(section: number, index: number): number {
    const bytes = this.source.view(section + index * 4, 4)
    if (bytes.length < 4) throw damaged(this.source.name, `nothing to read at ${section + index * 4}`)
    return bytes.readUInt32LE(0)
  }

  #row(ordinal: number): BlockRow {
    const number = Math.floor(ordinal / RECORDS_PER_BLOCK)
    if (this.#lastBlock?.number !== number) this.#lastBlock = { number, rows: this.#readBlock(number) }
    const row = this.#lastBlock.rows[ordinal % RECORDS_PER_BLOCK]
    if (row === undefined) throw damaged(this.source.name, `no text of record ${ordinal}`)
    return row
  }

  #readBlock(number: number): readonly BlockRow[] {
    const bytes = readBlob(this.source, this.#word(this.header.blockPlaces, number), 16_384)
    const json = inflateRawSync(bytes, { maxOutputLength: MAX_BLOCK_BYTES }).toString('utf8')
    const [stated, rows] = JSON.parse(json) as [number, BlockRow[]]
    if (stated !== number) throw damaged(this.source.name, `block ${number} is not where it should be`)
    return rows
  }
}
