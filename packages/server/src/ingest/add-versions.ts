import { hash } from 'node:crypto'
import { loadVersionScheme, versionKey } from '@cupel/model'
import type { Hash } from '@cupel/model'
import { IndexStatements } from '../feed/index-statements.ts'
import type { RefreshOptions } from '../feed/refresh-subjects.ts'
import { changeCounters } from '../match/count-sets.ts'
import { CounterChanges } from '../match/counted.ts'
import { matchVersions } from '../match/match-versions.ts'
import { encodeParameter } from '../store/sql-text.ts'
import type { Queryable } from '../store/database.ts'
import { storedText } from '../store/stored-text.ts'
import { namedVersion } from './named-version.ts'
import type { KeyedComponent, NamedVersion } from './named-version.ts'
import { storedLicences } from './stored-licences.ts'
import { packageIds, subjectKey, subjectsOf, takeInFresh } from './version-names.ts'
import type { VersionSubject } from './version-names.ts'

const MAX_HASHES = 20

/**
 * Stores versions that nobody has, with their packages and subjects, and matches them with what is known. In the caller's
 * transaction, which holds `lockKnowledge` and has looked that they are not there. Gives their ids by key.
 */
export async function addVersions(
  db: Queryable,
  components: readonly KeyedComponent[],
  { services, index, now }: RefreshOptions,
): Promise<ReadonlyMap<string, number>> {
  const named = components.map(namedVersion)
  const packages = await packageIds(db, named)
  const asked = new IndexStatements(index)
  const subjects = await subjectsOf(db, named, asked)
  const added = await insert(db, named, { packages, subjects, now })
  const ids = new Map(added.map(({ id, purl, stated }) => [stated === '' ? purl : `${purl}\n${stated}`, id]))
  await addHashes(db, components, ids)
  // New subjects bring the matches of all their versions; those of the others are looked up for these versions only.
  await takeInFresh(db, subjects, { services, index, now, asked })
  const brought = new Set([...subjects.values()].filter(({ fresh, unasked }) => fresh !== null || unasked !== null).map(({ id }) => id))
  const counters = new CounterChanges()
  const others = added.filter(({ subject_id }) => subject_id !== null && !brought.has(subject_id))
  await matchVersions(
    db,
    others.map(({ id }) => id),
    { now, counters },
  )
  await changeCounters(db, counters)
  return ids
}

interface InsertInput {
  readonly packages: ReadonlyMap<string, number>
  readonly subjects: ReadonlyMap<string, VersionSubject>
  readonly now: Date
}

interface AddedRow {
  readonly id: number
  readonly purl: string
  readonly stated: string
  readonly subject_id: number | null
}

async function insert(
  db: Queryable,
  named: readonly NamedVersion[],
  { packages, subjects, now }: InsertInput,
): Promise<readonly AddedRow[]> {
  const of = ({ ecosystem, subject }: NamedVersion): VersionSubject | undefined => subjects.get(subjectKey(ecosystem, subject))
  const keys: (string | null)[] = []
  for (const one of named) {
    const key = of(one) === undefined ? null : versionKey(await loadVersionScheme(one.ecosystem), one.version)
    keys.push(key === null ? null : Buffer.from(key).toString('hex'))
  }
  return db.query<AddedRow>(
    `INSERT INTO package_version (package_id, purl, stated, version, subject_id, subject_version, vkey, licences, hash_key, asked, first_seen)
     SELECT package_id, purl, stated, version, subject_id, subject_version, decode(vkey, 'hex'), licences::text[], hash_key, asked, $11::timestamptz
     FROM unnest($1::int4[], $2::text[], $3::text[], $4::text[], $5::int4[], $6::text[], $7::text[], $8::text[], $9::int8[], $10::text[])
       AS x(package_id, purl, stated, version, subject_id, subject_version, vkey, licences, hash_key, asked)
     RETURNING id, purl, stated, subject_id`,
    [
      named.map((one) => packages.get(one.package)),
      named.map(({ component }) => component.purl),
      named.map(({ key, component }) => key.slice(component.purl.length + 1)),
      named.map(({ component }) => storedText(component.version)),
      named.map((one) => of(one)?.id ?? null),
      named.map(({ version }) => version),
      keys,
      named.map(({ component }) => encodeParameter(storedLicences(component))),
      named.map(({ component }) => hashKey(storedHashes(component))),
      named.map((one) => {
        const subject = of(one)
        return subject === undefined ? 'no-ecosystem' : subject.covered ? 'asked' : 'no-data'
      }),
      now,
    ],
  )
}

/** Hashes of a component as they are kept. */
export function storedHashes({ hashes }: Pick<KeyedComponent['component'], 'hashes'>): readonly Hash[] {
  const stored = hashes.slice(0, MAX_HASHES).map(({ algorithm, value }) => ({ algorithm, value: storedText(value) }))
  if (stored.length < 2) return stored
  return [...new Map(stored.map((one) => [`${one.algorithm} ${one.value}`, one])).values()]
}

/** A number of 63 bits for hashes as they are kept, in decimal digits, the same whatever their order; `0`: none. */
export function hashKey(hashes: readonly Hash[]): string {
  if (hashes.length === 0) return '0'
  // A digest and no part of what is told: who makes up a hash that shares a part with the true one would keep that from being kept.
  const texts = hashes.map(({ algorithm, value }) => `${algorithm} ${value}`).sort()
  const number = hash('sha256', texts.join('\n'), 'buffer').readBigUInt64BE() >> 1n
  return (number === 0n ? 1n : number).toString()
}

/** Keeps the hashes that components state of the versions with these ids. */
export async function addHashes(db: Queryable, components: readonly KeyedComponent[], ids: ReadonlyMap<string, number>): Promise<void> {
  const rows = components.flatMap(({ key, component }) => {
    const id = ids.get(key)
    return id === undefined ? [] : storedHashes(component).map(({ value, algorithm }) => ({ value, algorithm, id }))
  })
  if (rows.length === 0) return
  await db.run(
    `INSERT INTO version_hash (value, algorithm, version_id) SELECT * FROM unnest($1::text[], $2::text[], $3::int4[]) ON CONFLICT DO NOTHING`,
    [rows.map(({ value }) => value), rows.map(({ algorithm }) => algorithm), rows.map(({ id }) => id)],
  )
}
