import type { PackedAffected, PackedRecord } from '../pack/packed-record.ts'
import { EcosystemReader } from './ecosystem-reader.ts'
import { openFile } from './open-index.ts'
import type { SegmentReader } from './segment-reader.ts'
import type { SegmentStamp } from './segment-writer.ts'
import { SegmentWriter } from './segment-writer.ts'

const MAX_DELTAS = 8
/** Changed records over base records at which the base is written anew. */
const MAX_CHANGED = 0.1
const MIN_CHANGED = 64

/**
 * Keeps look-ups cheap: many small deltas become one, and deltas that outgrow a tenth of the base are merged with it. Gives
 * the segments to use; the files it was given stay.
 */
export function compactSegments(folder: string, segments: readonly SegmentStamp[], stem: string): readonly SegmentStamp[] {
  const [base, ...deltas] = segments
  if (base === undefined) return []
  const changed = deltas.reduce((sum, delta) => sum + delta.records, 0)
  if (changed > Math.max(MIN_CHANGED, base.records * MAX_CHANGED)) return [mergeFrom(folder, segments, stem, 0)]
  if (deltas.length > MAX_DELTAS) return [base, mergeFrom(folder, segments, stem, 1)]
  return segments
}

/** One segment in place of the segments from `first` on. */
function mergeFrom(folder: string, segments: readonly SegmentStamp[], stem: string, first: number): SegmentStamp {
  const reader = new EcosystemReader({ name: stem, segments }, (file) => openFile(folder, file))
  const writer = new SegmentWriter(folder, stem)
  try {
    for (const [number, segment] of reader.segments.entries()) {
      if (number >= first) copyLive(reader, segment, number, writer)
    }
    const merged = reader.segments.slice(first)
    const older = segments.slice(0, first).map((stamp) => stamp.file)
    const superseded = older.map((file): [string, number[]] => [file, unite(merged.map((segment) => segment.supersededIn(file)))])
    return writer.finish(Object.fromEntries(superseded))
  } catch (error) {
    writer.abandon()
    throw error
  } finally {
    reader.close()
  }
}

function copyLive(reader: EcosystemReader, segment: SegmentReader, number: number, writer: SegmentWriter): void {
  const affected = new Map<number, Map<string, PackedAffected[]>>()
  for (const [key, entries] of segment.packages()) {
    for (const [ordinal, ...parts] of entries) {
      const ofRecord = affected.get(ordinal) ?? new Map<string, PackedAffected[]>()
      ofRecord.set(key, parts)
      affected.set(ordinal, ofRecord)
    }
  }
  for (let ordinal = 0; ordinal < segment.header.records; ordinal += 1) {
    if (!reader.isLive(number, ordinal)) continue
    const record: PackedRecord = {
      facts: segment.facts(ordinal),
      text: segment.text(ordinal),
      affected: affected.get(ordinal) ?? new Map(),
    }
    writer.add(record)
  }
}

function unite(lists: readonly (readonly number[])[]): number[] {
  return [...new Set(lists.flat())].toSorted((a, b) => a - b)
}
