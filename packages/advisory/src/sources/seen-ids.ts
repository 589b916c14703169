import type { ListChunk, SeenIds, SeenOtherwise, SeenRecord } from '../store/ids-file.ts'
import { chunkText } from '../store/ids-file.ts'
import type { Changes } from './build-delta.ts'
import { cutList, listChunk } from './list-chunks.ts'
import { parseModifiedList, sameMoment } from './modified-list.ts'

/** What a list says beside what was seen before. */
export interface ListedChanges extends Changes {
  /** Records that were seen. */
  readonly known: number
  /** Records that the list names, and lines of it that are not understood. */
  readonly listed: number
  readonly unreadable: number
  /** What is seen when the changes are made: `made` holds the states of those that could be. */
  after(made: ReadonlyMap<string, SeenRecord>): SeenIds
}

/** More that are gone than these are looked for in the whole list at once. */
const MAX_SINGLE = 50

/** Compares a list with what was seen. Only chunks of lines that are not on both sides are read, so that the cost follows the change. */
export function listedChanges(list: Buffer, before: SeenIds): ListedChanges {
  const old = new Map(before.chunks.map((chunk) => [chunk.digest, chunk]))
  const kept = new Set<string>()
  const came = new Map<string, string>()
  const chunks = cutList(list).map((raw): ListChunk => {
    const same = old.get(raw.digest)
    kept.add(raw.digest)
    if (same !== undefined) return same
    const { chunk, list: lines } = listChunk(raw)
    for (const [id, modified] of lines.modified) came.set(id, modified)
    return chunk
  })
  const left = new Map<string, string>()
  for (const chunk of before.chunks) {
    if (kept.has(chunk.digest)) continue
    for (const [id, modified] of parseModifiedList(chunkText(chunk)).modified) left.set(id, modified)
  }
  const seenBefore = (id: string): SeenRecord | null => {
    const other = before.others.get(id)
    if (other !== undefined) return other.seen
    const modified = left.get(id)
    return modified === undefined ? null : { modified, readable: true }
  }
  const changed = new Map<string, string>()
  const ask = (id: string, listed: string): void => {
    const seen = seenBefore(id)
    if (seen === null || !sameMoment(seen.modified, listed)) changed.set(id, listed)
  }
  for (const [id, modified] of came) ask(id, modified)
  for (const [id, { listed }] of before.others) if (listed !== '' && !came.has(id) && !left.has(id)) ask(id, listed)
  const unlisted = [...before.others].filter(([, { listed }]) => listed === '').map(([id]) => id)
  const missing = [...left.keys(), ...unlisted].filter((id) => !came.has(id))
  const gone = notListed(missing, list)
  const sum = (of: (chunk: ListChunk) => number, all: readonly ListChunk[]): number => all.reduce((total, one) => total + of(one), 0)
  return {
    changed,
    gone: gone.filter((id) => seenBefore(id) !== null),
    known: sum(({ ids }) => ids, before.chunks) + unlisted.length,
    listed: sum(({ ids }) => ids, chunks),
    unreadable: sum(({ unreadable }) => unreadable, chunks),
    after(made) {
      const others = new Map(before.others)
      for (const id of gone) others.delete(id)
      for (const [id, listed] of [...came, ...changed]) note(others, id, { listed, seen: made.get(id) ?? seenBefore(id) })
      return { chunks, others }
    },
  }
}

/** What is seen when `seen` is all that is had beside a list; null: the source has none. */
export function allSeen(list: Buffer | null, seen: ReadonlyMap<string, SeenRecord>): SeenIds {
  const others = new Map<string, SeenOtherwise>()
  const listed = new Set<string>()
  const chunks = cutList(list ?? new Uint8Array()).map((raw): ListChunk => {
    const { chunk, list: lines } = listChunk(raw)
    for (const [id, modified] of lines.modified) {
      listed.add(id)
      note(others, id, { listed: modified, seen: seen.get(id) ?? null })
    }
    return chunk
  })
  for (const [id, one] of seen) if (!listed.has(id)) others.set(id, { listed: '', seen: one })
  return { chunks, others }
}

/** Newest `modified` of what was seen, and how many records could not be read. */
export function seenFacts({ chunks, others }: SeenIds): { readonly newest: string; readonly unreadable: number } {
  let newest = ''
  let unreadable = 0
  for (const { seen } of others.values()) {
    if (seen === null) continue
    if (!seen.readable) unreadable++
    if (seen.modified > newest) newest = seen.modified
  }
  for (const chunk of chunks.toSorted((a, b) => (a.newest < b.newest ? 1 : -1))) {
    if (chunk.newest <= newest) break
    if (others.size === 0) return { newest: chunk.newest, unreadable }
    for (const [id, modified] of parseModifiedList(chunkText(chunk)).modified) {
      if (modified > newest && !others.has(id)) newest = modified
    }
  }
  return { newest, unreadable }
}

/** Keeps what is not as listed, and forgets what is. */
function note(others: Map<string, SeenOtherwise>, id: string, state: SeenOtherwise): void {
  const { listed, seen } = state
  if (seen !== null && seen.readable && sameMoment(seen.modified, listed)) others.delete(id)
  else others.set(id, state)
}

/** Those that stand nowhere in the list: a list may name a record twice. */
function notListed(ids: readonly string[], list: Buffer): readonly string[] {
  if (ids.length <= MAX_SINGLE) return ids.filter((id) => !isListed(id, list))
  const { modified } = parseModifiedList(list.toString('utf8'))
  return ids.filter((id) => !modified.has(id))
}

function isListed(id: string, list: Buffer): boolean {
  const wanted = Buffer.from(`,${id}`)
  for (let at = list.indexOf(wanted); at >= 0; at = list.indexOf(wanted, at + 1)) {
    const next = list[at + wanted.length]
    if (next === undefined || next === 10 || next === 13) return true
  }
  return false
}
