import type { EcosystemContext } from './ecosystem-context.ts'
import { openRecordZip } from './record-zip.ts'

const MAX_RECORD_BYTES = 1 << 26
const PARALLEL = 16

/** JSON texts of chosen records, one after the other, in the order asked for; null for one that the source does not have. */
export type RecordSupply = (ids: readonly string[]) => AsyncIterable<readonly [id: string, text: string | null]>

/** Records out of a zip. */
export function fromZip(zipPath: string, { name }: EcosystemContext): RecordSupply {
  return async function* supply(ids) {
    const zip = openRecordZip(zipPath, `${name}/all.zip`)
    try {
      for (const id of ids) {
        const entry = zip.entries.get(id)
        yield [id, entry === undefined ? null : zip.read(entry)]
      }
    } finally {
      zip.close()
    }
  }
}

/** Records asked for one by one, some at a time. */
export function fromSingles({ name, origin, signal, emit }: EcosystemContext): RecordSupply {
  return async function* supply(ids) {
    for (let start = 0; start < ids.length; start += PARALLEL) {
      const batch = ids.slice(start, start + PARALLEL)
      const answers = await Promise.all(batch.map((id) => origin.ask(`${name}/${id}.json`, { maxBytes: MAX_RECORD_BYTES, signal })))
      for (const [index, answer] of answers.entries()) {
        yield [batch[index]!, answer.kind === 'bytes' ? answer.bytes.toString('utf8') : null]
      }
      emit({ type: 'download', what: name, done: start + batch.length, total: ids.length })
    }
  }
}
