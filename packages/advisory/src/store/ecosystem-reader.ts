import type { OsvAffected } from '@cupel/model'
import type { AdvisoryEntry, RecordRef } from '../advisory-index.ts'
import type { PackedAffected } from '../pack/packed-record.ts'
import { unpackAffected } from '../pack/packed-record.ts'
import type { ByteSource } from './byte-source.ts'
import { openedBy } from './byte-source.ts'
import type { ManifestEcosystem } from './manifest.ts'
import { SegmentReader } from './segment-reader.ts'

/** The segments of one ecosystem, read as one: what a newer segment replaced is not there. */
export class EcosystemReader {
  readonly segments: readonly SegmentReader[]
  readonly #name: string
  readonly #dead: readonly ReadonlySet<number>[]
  readonly #refs: readonly Map<number, RecordRef>[]

  constructor({ name, segments }: Pick<ManifestEcosystem, 'name' | 'segments'>, open: (file: string) => ByteSource) {
    const opened: SegmentReader[] = []
    try {
      for (const stamp of segments) opened.push(openedBy(open(stamp.file), (source) => new SegmentReader(source)))
      this.#dead = opened.map((segment, index) => deadOrdinals(segment.source.name, opened.slice(index + 1)))
    } catch (error) {
      for (const segment of opened) segment.close()
      throw error
    }
    this.#name = name
    this.segments = opened
    this.#refs = opened.map(() => new Map())
  }

  isLive(segment: number, ordinal: number): boolean {
    return !this.#dead[segment]!.has(ordinal)
  }

  /** Adds the live entries of a package key. A record has one entry for a key. */
  collect(key: string, found: AdvisoryEntry[]): void {
    const { segments } = this
    for (let segment = 0; segment < segments.length; segment += 1) {
      const entries = segments[segment]!.entries(key)
      for (let at = 0; at < entries.length; at += 1) {
        const entry = entries[at]!
        const ordinal = entry[0]
        if (!this.isLive(segment, ordinal)) continue
        const affected: OsvAffected[] = []
        for (let part = 1; part < entry.length; part += 1) affected.push(unpackAffected(entry[part] as PackedAffected))
        found.push({ ref: this.#ref(segment, ordinal), affected })
      }
    }
  }

  /** Live records with this id or alias. */
  recordsById(id: string): readonly RecordRef[] {
    return this.segments.flatMap((reader, segment) =>
      reader
        .ordinalsOf(id)
        .filter((ordinal) => this.isLive(segment, ordinal))
        .map((ordinal) => this.#ref(segment, ordinal)),
    )
  }

  close(): void {
    for (const segment of this.segments) segment.close()
  }

  #ref(segment: number, ordinal: number): RecordRef {
    const refs = this.#refs[segment]!
    const known = refs.get(ordinal)
    if (known !== undefined) return known
    const ref = { ecosystem: this.#name, segment, ordinal }
    refs.set(ordinal, ref)
    return ref
  }
}

function deadOrdinals(file: string, newer: readonly SegmentReader[]): ReadonlySet<number> {
  return new Set(newer.flatMap((segment) => segment.supersededIn(file)))
}
