import { RecordInvalid } from '../pack/check-record.ts'
import { packRecord } from '../pack/pack-record.ts'
import { unpackTime } from '../pack/packed-time.ts'
import type { EcosystemReader } from '../store/ecosystem-reader.ts'
import type { SeenRecord } from '../store/ids-file.ts'
import type { SegmentStamp } from '../store/segment-writer.ts'
import { SegmentWriter } from '../store/segment-writer.ts'
import type { EcosystemContext } from './ecosystem-context.ts'
import { breathe, reportRecord } from './ecosystem-context.ts'
import { parseRecord } from './parse-record.ts'
import type { RecordSupply } from './record-supply.ts'

export interface Changes {
  /** Ids that are new or changed, with their `modified` as listed. */
  readonly changed: ReadonlyMap<string, string>
  /** Ids that the source lists no more. */
  readonly gone: readonly string[]
}

export interface BuiltDelta {
  readonly segment: SegmentStamp
  /** Records of older segments that the delta takes away. */
  readonly replaced: { readonly live: number; readonly withdrawn: number }
  /** Ids that the changed records name, before or now. */
  readonly touched: ReadonlySet<string>
  /** The changed records that could be had, in which state. */
  readonly made: ReadonlyMap<string, SeenRecord>
  /** Whether every listed change is in. When not, the next sync asks again. */
  readonly complete: boolean
}

/** Writes what changed as a segment of its own over the older ones. */
export async function buildDelta(
  { changed, gone }: Changes,
  supply: RecordSupply,
  { context, older }: { readonly context: EcosystemContext; readonly older: EcosystemReader },
): Promise<BuiltDelta> {
  const { name, stem, scheme, indexFolder, signal } = context
  const writer = new SegmentWriter(indexFolder, stem)
  const superseded = new Superseded(older)
  const made = new Map<string, SeenRecord>()
  let complete = true
  try {
    for await (const [id, text] of supply([...changed.keys()])) {
      await breathe(signal)
      const listed = changed.get(id) ?? ''
      if (text === null) {
        reportRecord(context, id, { code: 'entries-lost', detail: 'the source lists this record and does not have it' })
        complete = false
        continue
      }
      try {
        const record = parseRecord(text, id)
        const packed = packRecord(record, { ecosystem: name, scheme })
        const withdrawn = unpackTime(packed.facts[7]) !== ''
        superseded.replace(id, withdrawn ? [] : [id, ...packed.facts[2]], withdrawn)
        writer.add(packed)
        const older = Date.parse(record.modified) < Date.parse(listed)
        made.set(id, { modified: older && !context.origin.single ? record.modified : listed, readable: true })
      } catch (error) {
        if (!(error instanceof RecordInvalid)) throw error
        reportRecord(context, id, { code: 'malformed', detail: error.message })
        made.set(id, { modified: listed, readable: false })
      }
    }
    for (const id of gone) {
      superseded.replace(id, [], false)
    }
    return { segment: writer.finish(superseded.byFile()), replaced: superseded.counts, touched: superseded.touched, made, complete }
  } catch (error) {
    writer.abandon()
    throw error
  }
}

class Superseded {
  readonly counts = { live: 0, withdrawn: 0 }
  readonly touched = new Set<string>()
  readonly #older: EcosystemReader
  readonly #ordinals: number[][]

  constructor(older: EcosystemReader) {
    this.#older = older
    this.#ordinals = older.segments.map(() => [])
  }

  /** Takes the older records of this id away. `now`: the ids that the new one names, none when it is withdrawn or gone. */
  replace(id: string, now: readonly string[], withdrawn: boolean): void {
    const before = new Set<string>()
    let wasWithdrawn = false
    for (const { segment, ordinal } of this.#older.recordsById(id)) {
      const facts = this.#older.segments[segment]!.facts(ordinal)
      if (facts[1] !== id) continue
      this.#ordinals[segment]!.push(ordinal)
      const isWithdrawn = unpackTime(facts[7]) !== ''
      this.counts[isWithdrawn ? 'withdrawn' : 'live'] += 1
      wasWithdrawn ||= isWithdrawn
      if (!isWithdrawn) for (const named of [id, ...facts[2]]) before.add(named)
    }
    const isSame = before.size === now.length && now.every((named) => before.has(named))
    // Others may name it as theirs, and must then not show an id that was taken back.
    if (withdrawn !== wasWithdrawn) this.touched.add(id)
    if (!isSame) for (const named of [...before, ...now]) this.touched.add(named)
  }

  byFile(): Readonly<Record<string, readonly number[]>> {
    return Object.fromEntries(
      this.#older.segments.map((segment, index) => [segment.source.name, this.#ordinals[index]!.toSorted((a, b) => a - b)]),
    )
  }
}
