import { ecosystemFamily } from '@cupel/advisory'
import type { AdvisoryIndex } from '@cupel/advisory'
import type { IndexState } from '@cupel/model'
import type { Queryable } from '../store/database.ts'

/** Setting that says which advisory data the store was brought up to. */
export const ADVISORY_SETTING = 'advisory-data'

/** Which advisory data the store was brought up to, ecosystem by ecosystem. */
export type KnownData = Pick<IndexState, 'kind' | 'digest' | 'modified' | 'records' | 'ecosystems' | 'kev' | 'epss'>

/** null: none yet. */
export async function knownData(db: Queryable): Promise<KnownData | null> {
  const [row] = await db.query<{ value: Partial<KnownData> }>('SELECT value FROM setting WHERE key = $1', [ADVISORY_SETTING])
  if (row === undefined) return null
  const { kind = 'none', digest = '', modified = '', records = 0, ecosystems = [], kev = '', epss = '' } = row.value
  return { kind, digest, modified, records, ecosystems, kev, epss }
}

/**
 * Ecosystems (without release) of which an index knows less than the store does already: those that it lacks, those that were fetched
 * longer ago, and all of them when it is the starter set. Several workers have each their own data, and a database may be lost or put
 * back: what is known never becomes less by that. What was fetched later than now was fetched by a clock that was wrong, and is no
 * reason to refuse anything.
 */
export function ecosystemsBehind({ kind, ecosystems }: IndexState, known: KnownData | null, now: Date): ReadonlySet<string> {
  if (known === null) return new Set()
  if (kind === 'starter' && known.kind === 'full') return new Set([...known.ecosystems, ...ecosystems].map(({ name }) => name))
  // Whatever stands in the place of the starter set is more than it.
  if (kind === 'full' && known.kind === 'starter') return new Set()
  const own = new Map(ecosystems.map((one) => [one.name, one]))
  return new Set(known.ecosystems.filter((one) => isOlder(own.get(one.name), one, now)).map(({ name }) => name))
}

type Ecosystem = IndexState['ecosystems'][number]

function isOlder(own: Ecosystem | undefined, known: Ecosystem, now: Date): boolean {
  return own === undefined || (fetchedAt(own) < fetchedAt(known) && fetchedAt(known) <= now.toISOString())
}

function fetchedAt({ synced, modified }: Ecosystem): string {
  return synced ?? modified
}

/** Ecosystems of an index that are newer than what the store was brought up to. */
export function ecosystemsAhead({ ecosystems }: IndexState, known: KnownData, now: Date): readonly string[] {
  const stored = new Map(known.ecosystems.map((one) => [one.name, one]))
  return ecosystems
    .filter((one) => {
      const before = stored.get(one.name)
      return before === undefined || fetchedAt(before) < fetchedAt(one) || fetchedAt(before) > now.toISOString()
    })
    .map(({ name }) => name)
}

/**
 * Makes an index fit to be asked about packages that nobody had so far: it answers, but does not cover an ecosystem in which it is
 * behind the store. Those packages count as not asked until data as new as the store's was asked.
 */
export async function coverOf(db: Queryable, now: Date): Promise<(index: AdvisoryIndex) => AdvisoryIndex> {
  const known = await knownData(db)
  return (index) => {
    const behind = ecosystemsBehind(index.state, known, now)
    return behind.size === 0 ? index : withoutCover(index, behind)
  }
}

function withoutCover(index: AdvisoryIndex, behind: ReadonlySet<string>): AdvisoryIndex {
  return {
    state: index.state,
    covers: (ecosystem) => !behind.has(ecosystemFamily(ecosystem)) && index.covers(ecosystem),
    lookup: (ecosystem, name) => index.lookup(ecosystem, name),
    record: (ref) => index.record(ref),
    group: (record) => index.group(record),
    isWithdrawn: (id) => index.isWithdrawn(id),
    signals: (ids) => index.signals(ids),
    recordsById: (id) => index.recordsById(id),
    text: (ref) => index.text(ref),
    close: () => index.close(),
  }
}
