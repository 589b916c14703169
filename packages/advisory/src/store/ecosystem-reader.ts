import type { ByteSource } from './byte-source.ts'
import type { ManifestEcosystem } from './manifest.ts'
import type { PackageEntry } from './segment-reader.ts'
import { SegmentReader } from './segment-reader.ts'

/** A record of an ecosystem: which of its segments, and where in it. */
export interface Place {
  readonly segment: number
  readonly ordinal: number
}

/** The segments of one ecosystem, read as one: what a newer segment replaced is not there. */
export class EcosystemReader {
  readonly segments: readonly SegmentReader[]
  readonly #dead: readonly ReadonlySet<number>[]

  constructor(ecosystem: Pick<ManifestEcosystem, 'segments'>, open: (file: string) => ByteSource) {
    const opened: SegmentReader[] = []
    try {
      for (const stamp of ecosystem.segments) opened.push(new SegmentReader(open(stamp.file)))
      this.#dead = opened.map((segment, index) => deadOrdinals(segment.source.name, opened.slice(index + 1)))
    } catch (error) {
      for (const segment of opened) segment.close()
      throw error
    }
    this.segments = opened
  }

  isLive(place: Place): boolean {
    return this.#dead[place.segment]?.has(place.ordinal) !== true
  }

  /** Live entries of a package key. */
  *entries(key: string): Iterable<readonly [place: Place, entry: PackageEntry]> {
    for (const [segment, reader] of this.segments.entries()) {
      for (const entry of reader.entries(key)) {
        const place = { segment, ordinal: entry[0] }
        if (this.isLive(place)) yield [place, entry]
      }
    }
  }

  /** Live records with this id or alias. */
  placesOf(id: string): readonly Place[] {
    return this.segments
      .flatMap((reader, segment) => reader.ordinalsOf(id).map((ordinal) => ({ segment, ordinal })))
      .filter((place) => this.isLive(place))
  }

  close(): void {
    for (const segment of this.segments) segment.close()
  }
}

function deadOrdinals(file: string, newer: readonly SegmentReader[]): ReadonlySet<number> {
  return new Set(newer.flatMap((segment) => segment.supersededIn(file)))
}
