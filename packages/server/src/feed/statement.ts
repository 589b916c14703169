import { hash } from 'node:crypto'
import type { AdvisoryRecord } from '@cupel/advisory'
import type { OsvAffected } from '@cupel/model'

/** A name that advisories use, as somebody here has it. */
export interface Subject {
  readonly id: number
  /** OSV ecosystem with release (`Debian:12`). */
  readonly ecosystem: string
  readonly name: string
}

/** Parts of a record that speak of one subject. */
export interface StatedSubject {
  readonly subject: Subject
  readonly parts: readonly OsvAffected[]
}

/** What one record says about subjects that are here. */
export interface Statement {
  /** null: known to all; else private to this organisation. */
  readonly orgId: number | null
  readonly source: 'index' | 'api'
  readonly record: AdvisoryRecord
  /** Ids that make it one problem with other records. */
  readonly joins: readonly string[]
  /** These and all the record itself states, for people and for signals. */
  readonly ids: readonly string[]
  readonly affected: readonly StatedSubject[]
  /** The source has no record of this id any more: all that is known of it stays, as taken back. */
  readonly gone?: boolean
  /** Subjects that it was asked about: of others it may say more, which stays as it was. null: all of them. */
  readonly scope: ReadonlySet<number> | null
}

/** An `affected` entry as it is kept: its package is the subject that it was found for. */
export interface StoredAffected extends OsvAffected {
  readonly subject: number
}

/** The facts of an advisory as the column `facts` keeps them. */
export interface StoredFacts extends Omit<AdvisoryRecord, 'id'> {
  readonly source: Statement['source']
  readonly joins: readonly string[]
  readonly ids: readonly string[]
  readonly affected: readonly StoredAffected[]
}

/** The facts to keep for a statement, out of those kept before. */
export function storedFacts(
  { source, record, joins, ids, affected, gone = false, scope }: Statement,
  before: StoredFacts | null,
): StoredFacts {
  if (gone && before !== null) return { ...before, withdrawn: before.withdrawn || record.withdrawn }
  const { id: _, ...facts } = record
  // What was taken back is kept as it was said.
  if (record.withdrawn !== '') return { ...facts, source, joins, ids, affected: before?.affected ?? [] }
  // What was taken back and is said again is said anew: whoever it is about is asked about it too.
  const known = before === null || before.withdrawn !== '' ? [] : before.affected
  const kept = scope === null ? [] : known.filter(({ subject }) => !scope.has(subject))
  const stated = affected.flatMap(({ subject: { id, ecosystem, name }, parts }) =>
    parts.map(({ ranges, versions }) => ({
      subject: id,
      package: { ecosystem, name },
      ...(ranges === undefined ? {} : { ranges }),
      ...(versions === undefined ? {} : { versions }),
    })),
  )
  const all = [...kept, ...stated].sort((a, b) => a.subject - b.subject)
  return { ...facts, source, joins, ids, affected: all }
}

/** SHA-256 of the facts, hexadecimal: the same facts are no news. */
export function factsDigest(facts: StoredFacts): string {
  return hash('sha256', JSON.stringify(inOrder(facts)), 'hex')
}

/** jsonb gives keys back in an order of its own. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([key, inner]) => [key, inOrder(inner)])
}
