import { loadVersionScheme } from '@cupel/model'
import type { OsvAffected, OsvRecord } from '@cupel/model'
import type { AdvisoryRecord } from '../advisory-index.ts'
import { ecosystemFamily } from '../package-key.ts'
import { isCollection } from '../store/alias-groups.ts'
import { packRecord } from './pack-record.ts'
import { unpackAffected, unpackFacts } from './packed-record.ts'

/** What one OSV record says, in the terms of an index that holds no other. */
export interface RecordStatements {
  readonly record: AdvisoryRecord
  /** Ids that make it one problem with other records, sorted. */
  readonly joins: readonly string[]
  /** What it affects, by OSV ecosystem without suffix and key as `lookupKeys` gives it; nothing when it is withdrawn. */
  readonly affected: readonly { readonly family: string; readonly key: string; readonly parts: readonly OsvAffected[] }[]
}

/** Reads one record by the same laws as the building of an index, for those who hear of single records. `record` is one that `checkRecord` let pass. */
export async function recordStatements(record: OsvRecord): Promise<RecordStatements> {
  const named = (record.affected ?? []).flatMap(({ package: one }) => (one === undefined ? [] : [ecosystemFamily(one.ecosystem)]))
  const families = [...new Set(named)].toSorted()
  const packed = await Promise.all(
    (families.length === 0 ? [''] : families).map(async (family) => {
      const scheme = await loadVersionScheme(family)
      return { family, ...packRecord(record, { ecosystem: family, scheme }) }
    }),
  )
  const [first] = packed
  if (first === undefined) throw new Error('a record is packed at least once')
  const facts = unpackFacts(first.facts, first.family)
  const upstream = [...new Set(packed.flatMap((one) => one.facts[3]))]
  const affected = packed.flatMap((one) =>
    [...one.affected].map(([key, parts]) => ({ family: one.family, key, parts: parts.map(unpackAffected) })),
  )
  const joins = isCollection(facts.id, new Set(facts.aliases)) ? [facts.id] : [...new Set([facts.id, ...facts.aliases])].toSorted()
  return { record: { ...facts, upstream }, joins, affected }
}
