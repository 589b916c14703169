import { checkRecord, ecosystemFamily, lookupKeys, recordStatements } from '@cupel/advisory'
import type { AdvisoryEntry, AdvisoryIndex, AdvisoryRecord, RecordRef, Signals } from '@cupel/advisory'
import type { IndexState, OsvAffected } from '@cupel/model'

interface Kept {
  readonly ref: RecordRef
  readonly record: AdvisoryRecord
  readonly joins: readonly string[]
  readonly affected: readonly { readonly family: string; readonly key: string; readonly parts: readonly OsvAffected[] }[]
}

/** Advisory data out of OSV records, for tests: it answers as an index of the same records does. */
export async function osvIndex(
  records: readonly unknown[],
  {
    state = {},
    signals = new Map(),
  }: { readonly state?: Partial<IndexState>; readonly signals?: ReadonlyMap<string, Partial<Signals>> } = {},
): Promise<AdvisoryIndex> {
  const kept: Kept[] = []
  for (const [ordinal, value] of records.entries()) {
    const { record, joins, affected } = await recordStatements(checkRecord(value))
    kept.push({ ref: { ecosystem: record.ecosystem, segment: 0, ordinal }, record, joins, affected })
  }
  const families = new Set(kept.flatMap(({ affected }) => affected.map(({ family }) => family)))
  const ofRef = (ref: RecordRef): Kept => kept[ref.ordinal] as Kept
  const whole: IndexState = {
    kind: 'full',
    digest: 'sha256:test',
    modified: '2026-01-01T00:00:00Z',
    records: kept.length,
    ecosystems: [...families].map((name) => ({ name, records: 1, modified: '2026-01-01T00:00:00Z' })),
    kev: '2026-01-01',
    epss: '2026-01-01',
    ...state,
  }
  return {
    state: whole,
    covers: (ecosystem) => whole.ecosystems.some(({ name }) => name === ecosystemFamily(ecosystem)),
    lookup(ecosystem, name) {
      const keys = lookupKeys(ecosystem, name)
      const family = ecosystemFamily(ecosystem)
      return kept.flatMap(({ ref, record, affected }): readonly AdvisoryEntry[] => {
        const parts = affected.filter((one) => one.family === family && keys.includes(one.key)).flatMap((one) => one.parts)
        return parts.length === 0 || record.withdrawn !== '' ? [] : [{ ref, affected: parts }]
      })
    },
    record: (ref) => ofRef(ref).record,
    group: ({ id, aliases }) =>
      [...new Set([id, ...aliases, ...kept.filter(({ joins }) => joins.includes(id)).flatMap(({ joins }) => joins)])].toSorted(),
    isWithdrawn: (id) => kept.some(({ record }) => record.id === id && record.withdrawn !== ''),
    signals(ids) {
      const known = ids.map((id) => signals.get(id))
      return { kev: known.find((one) => one?.kev)?.kev ?? null, epss: known.find((one) => one?.epss)?.epss ?? null }
    },
    recordsById: (id) => kept.filter(({ record }) => record.id === id || record.aliases.includes(id)).map(({ ref }) => ref),
    text: (ref) => ({ summary: ofRef(ref).record.summary, details: '', truncated: false, references: [], packages: [] }),
    close() {},
  }
}
