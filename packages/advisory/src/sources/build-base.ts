import { sourceUnusable } from '../errors.ts'
import { packRecord } from '../pack/pack-record.ts'
import { RecordInvalid } from '../pack/check-record.ts'
import type { SeenRecord } from '../store/ids-file.ts'
import type { SegmentStamp } from '../store/segment-writer.ts'
import { SegmentWriter } from '../store/segment-writer.ts'
import type { EcosystemContext } from './ecosystem-context.ts'
import { breathe, reportRecord } from './ecosystem-context.ts'
import { parseRecord } from './parse-record.ts'
import { openRecordZip } from './record-zip.ts'

const STEP = 512
/** With more than these the zip is not what it should be. */
const MAX_UNREADABLE = 20
const MAX_UNREADABLE_SHARE = 0.1

export interface BuiltBase {
  readonly segment: SegmentStamp
  readonly seen: Map<string, SeenRecord>
}

/** Builds an ecosystem's index from its zip. A record that cannot be read is reported and left out; `listed` dates it. */
export async function buildBase(zipPath: string, listed: ReadonlyMap<string, string>, context: EcosystemContext): Promise<BuiltBase> {
  const { name, stem, scheme, indexFolder, signal, emit } = context
  const zip = openRecordZip(zipPath, `${name}/all.zip`)
  const writer = new SegmentWriter(indexFolder, stem)
  const seen = new Map<string, SeenRecord>()
  try {
    let done = 0
    let unreadable = 0
    for (const [id, entry] of zip.entries) {
      try {
        const record = parseRecord(zip.read(entry), id)
        writer.add(packRecord(record, { ecosystem: name, scheme }))
        seen.set(id, { modified: record.modified, readable: true })
      } catch (error) {
        if (!(error instanceof RecordInvalid)) throw error
        reportRecord(context, id, { code: 'malformed', detail: error.message })
        seen.set(id, { modified: listed.get(id) ?? '', readable: false })
        unreadable += 1
        if (unreadable > Math.max(MAX_UNREADABLE, zip.entries.size * MAX_UNREADABLE_SHARE)) {
          throw sourceUnusable(`${name}/all.zip`, `${unreadable} of its records cannot be read; the last: ${id}: ${error.message}`)
        }
      }
      done += 1
      if (done % STEP !== 0) continue
      emit({ type: 'records', ecosystem: name, done, total: zip.entries.size })
      await breathe(signal)
    }
    return { segment: writer.finish({}), seen }
  } catch (error) {
    writer.abandon()
    throw error
  } finally {
    zip.close()
  }
}
