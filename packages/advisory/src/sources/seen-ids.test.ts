import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SeenIds, SeenRecord } from '../store/ids-file.ts'
import { chunkText } from '../store/ids-file.ts'
import { parseModifiedList, sameMoment } from './modified-list.ts'
import { allSeen, listedChanges, seenFacts } from './seen-ids.ts'

const NOTHING: SeenIds = { chunks: [], others: new Map() }

function stamp(at: number): string {
  return new Date(1_700_000_000_000 + at * 60_000).toISOString()
}

/** Newest first, as OSV writes it. */
function listOf(times: ReadonlyMap<string, number>): Buffer {
  const rows = [...times].sort(([, a], [, b]) => b - a).map(([id, at]) => `${stamp(at)},${id}\n`)
  return Buffer.from(rows.join(''))
}

function seenOf({ chunks, others }: SeenIds): ReadonlyMap<string, SeenRecord> {
  const seen = new Map<string, SeenRecord>()
  for (const chunk of chunks) {
    for (const [id, modified] of parseModifiedList(chunkText(chunk)).modified) seen.set(id, { modified, readable: true })
  }
  for (const [id, { seen: other }] of others) {
    if (other === null) seen.delete(id)
    else seen.set(id, other)
  }
  return seen
}

/** What the comparison is, said without chunks. */
function naive(list: Buffer, seen: ReadonlyMap<string, SeenRecord>): readonly [changed: readonly string[], gone: readonly string[]] {
  const { modified } = parseModifiedList(list.toString())
  const changed = [...modified].filter(([id, at]) => !sameMoment(seen.get(id)?.modified ?? '', at)).map(([id]) => id)
  return [changed.sort(), [...seen.keys()].filter((id) => !modified.has(id)).sort()]
}

test('says what a comparison of everything says, sync after sync', () => {
  const edit = fc.record({ id: fc.nat(3_500), kind: fc.constantFrom('touch', 'remove', 'unreadable', 'missing') })
  fc.assert(
    fc.property(fc.array(fc.array(edit, { maxLength: 60 }), { minLength: 1, maxLength: 5 }), (syncs) => {
      const times = new Map(Array.from({ length: 3_000 }, (_, at) => [`GHSA-${(at * 2_654_435_761).toString(36)}`, at]))
      const names = [...times.keys(), ...Array.from({ length: 501 }, (_, at) => `MAL-${at}`)]
      let ids = allSeen(listOf(times), new Map([...times].map(([id, at]) => [id, { modified: stamp(at), readable: true }])))
      let clock = 10_000
      for (const edits of syncs) {
        const made = new Map<string, SeenRecord>()
        for (const { id, kind } of edits) {
          const name = names[id] as string
          if (kind === 'remove') times.delete(name)
          else times.set(name, ++clock)
          if (kind === 'touch') made.set(name, { modified: stamp(clock), readable: true })
          else if (kind === 'unreadable') made.set(name, { modified: stamp(clock), readable: false })
          else made.delete(name)
        }
        const list = listOf(times)
        const seen = seenOf(ids)
        const changes = listedChanges(list, ids)
        expect([[...changes.changed.keys()].sort(), [...changes.gone].sort()]).toEqual(naive(list, seen))
        expect(changes.listed).toBe(times.size)
        const had = new Map([...made].filter(([id]) => changes.changed.has(id)))
        ids = changes.after(had)
        const wanted = new Map([...seen, ...had])
        for (const id of changes.gone) wanted.delete(id)
        const now = seenOf(ids)
        expect(now).toEqual(wanted)
        const values = [...wanted.values()]
        expect(seenFacts(ids)).toEqual({
          newest: values
            .map(({ modified }) => modified)
            .sort()
            .at(-1),
          unreadable: values.filter(({ readable }) => !readable).length,
        })
      }
    }),
    { seed: 1, numRuns: 40 },
  )
})

test('a list without order, with a record named twice, and one that is nothing', () => {
  const list = Buffer.from(`${stamp(1)},B\r\n${stamp(2)},A\nnonsense\n${stamp(2)},A\n`)
  const first = listedChanges(list, NOTHING)
  expect([[...first.changed.keys()], first.gone, first.listed, first.unreadable]).toEqual([['B', 'A'], [], 2, 1])
  const ids = first.after(new Map(['A', 'B'].map((id) => [id, { modified: first.changed.get(id) ?? '', readable: true }])))
  expect(listedChanges(list, ids).changed.size).toBe(0)
  expect(listedChanges(Buffer.from(`${stamp(2)},AB\n${stamp(2)},A`), ids)).toMatchObject({ gone: ['B'] })
  expect(listedChanges(Buffer.from(''), ids)).toMatchObject({ gone: ['B', 'A'], listed: 0, unreadable: 0 })
})

test('one change reads a few chunks, not the list', () => {
  const times = new Map(Array.from({ length: 20_000 }, (_, at) => [`GHSA-${(at * 2_654_435_761).toString(36)}`, at]))
  const ids = allSeen(listOf(times), new Map([...times].map(([id, at]) => [id, { modified: stamp(at), readable: true }])))
  expect(ids.chunks.length).toBeGreaterThan(20)
  times.set([...times.keys()][9_000] as string, 30_000)
  const after = listedChanges(listOf(times), ids).after(new Map())
  const before = new Set(ids.chunks.map(({ digest }) => digest))
  expect(after.chunks.filter(({ digest }) => !before.has(digest)).length).toBeLessThan(5)
})
