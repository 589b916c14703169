import type { AdvisoryIndex, AdvisoryRecord, RecordRef } from '../advisory-index.ts'
import type { MergedAdvisory } from './advisory-facts.ts'
import { mergeAdvisories } from './advisory-facts.ts'

/** A record with all ids of its problem. */
export interface KnownRecord {
  readonly record: AdvisoryRecord
  /** Ids that make it one problem with other records. */
  readonly joins: readonly string[]
  /** These and all that the record itself states, for people and for signals; sorted. */
  readonly ids: readonly string[]
}

/** Reads each record and merges each set of records once for many components. */
export class RecordCache {
  readonly #index: AdvisoryIndex
  readonly #records = new Map<RecordRef, KnownRecord>()
  readonly #merged = new Map<string, MergedAdvisory>()

  constructor(index: AdvisoryIndex) {
    this.#index = index
  }

  record(ref: RecordRef): KnownRecord {
    let known = this.#records.get(ref)
    if (known === undefined) {
      const record = this.#index.record(ref)
      const joins = this.#index.group(record)
      const ids = record.aliases.every((alias) => joins.includes(alias)) ? joins : [...new Set([...joins, ...record.aliases])].toSorted()
      known = { record, joins, ids }
      this.#records.set(ref, known)
    }
    return known
  }

  merged({ ids, joins }: Pick<KnownRecord, 'ids' | 'joins'>, records: readonly AdvisoryRecord[]): MergedAdvisory {
    const key =
      records.length === 1
        ? `${records[0]!.ecosystem}\n${records[0]!.id}`
        : records.map((record) => `${record.ecosystem}\n${record.id}`).join('\n')
    let merged = this.#merged.get(key)
    if (merged === undefined) this.#merged.set(key, (merged = mergeAdvisories(ids, records, this.#index, joins)))
    return merged
  }
}
