import { ecosystemFamily } from '@cupel/advisory'
import { parsePurl } from '@cupel/model'
import type { IndexStatements, SubjectKnowledge } from '../feed/index-statements.ts'
import { refreshSubjects, takeInSubjects } from '../feed/refresh-subjects.ts'
import type { AskedSubject, RefreshOptions } from '../feed/refresh-subjects.ts'
import type { Queryable } from '../store/database.ts'
import { storedText } from '../store/stored-text.ts'
import type { NamedVersion } from './named-version.ts'

/** Ids of the versions' packages, by purl; those that nobody had are stored. */
export async function packageIds(db: Queryable, named: readonly NamedVersion[]): Promise<ReadonlyMap<string, number>> {
  const byPurl = new Map(named.map((one) => [one.package, one]))
  const purls = [...byPurl.keys()]
  const ids = new Map<string, number>()
  await addFound(db, purls, ids)
  const missing = [...byPurl].filter(([purl]) => !ids.has(purl))
  if (missing.length === 0) return ids
  const added = await db.query<{ id: number; purl: string }>(
    `INSERT INTO package (purl, ecosystem, name) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
     RETURNING id, purl`,
    [
      missing.map(([purl]) => purl),
      missing.map(([purl, { component }]) => storedText(ecosystemFamily(component.ecosystem) || parsePurl(purl).type)),
      missing.map(([, { component }]) => storedText(component.name.slice(0, 1000))),
    ],
  )
  for (const { id, purl } of added) ids.set(purl, id)
  return ids
}

/** One look into the index each: of thousands out of a million, the planner would read the whole table. */
async function addFound(db: Queryable, purls: readonly string[], ids: Map<string, number>): Promise<void> {
  const rows = await db.query<{ n: number; id: number }>(
    `SELECT x.n::int4 AS n, p.id FROM unnest($1::text[]) WITH ORDINALITY AS x(purl, n)
     CROSS JOIN LATERAL (SELECT id FROM package WHERE purl = x.purl LIMIT 1) p`,
    [purls],
  )
  for (const { n, id } of rows) ids.set(purls[n - 1] ?? '', id)
}

/** A subject of versions that are to be stored. */
export interface VersionSubject {
  readonly id: number
  readonly covered: boolean
  /** Stored just now: what the index says of it is to be taken in when its versions are there. */
  readonly fresh: SubjectKnowledge | null
  /** The same of one that is there, and nobody ever asked about. */
  readonly unasked: AskedSubject | null
}

/** The versions' subjects by `subjectKey`; those that nobody had are stored, with what the index says of them. */
export async function subjectsOf(
  db: Queryable,
  named: readonly NamedVersion[],
  asked: IndexStatements,
): Promise<ReadonlyMap<string, VersionSubject>> {
  const byKey = new Map(
    named.filter(({ ecosystem }) => ecosystem !== '').map((one) => [subjectKey(one.ecosystem, one.subject), one] as const),
  )
  const subjects = new Map<string, VersionSubject>()
  if (byKey.size === 0) return subjects
  const keys = [...byKey.values()]
  const found = await db.query<{ n: number; id: number; covered: boolean; unasked: boolean }>(
    `SELECT x.n::int4 AS n, s.id, s.covered, s.digest IS NULL AS unasked FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS x(ecosystem, name, n)
     CROSS JOIN LATERAL (SELECT id, covered, digest FROM subject WHERE ecosystem = x.ecosystem AND name = x.name LIMIT 1) s`,
    [keys.map(({ ecosystem }) => ecosystem), keys.map(({ subject }) => subject)],
  )
  for (const { n, id, covered, unasked } of found) {
    const { ecosystem, subject } = keys[n - 1] as NamedVersion
    const known = { id, covered, fresh: null, unasked: unasked ? { id, ecosystem, name: subject, covered, digest: null } : null }
    subjects.set(subjectKey(ecosystem, subject), known)
  }
  const missing = keys
    .filter(({ ecosystem, subject }) => !subjects.has(subjectKey(ecosystem, subject)))
    .map(({ ecosystem, subject }) => asked.about({ id: 0, ecosystem, name: subject }))
  await addSubjects(db, missing, subjects)
  return subjects
}

async function addSubjects(db: Queryable, missing: readonly SubjectKnowledge[], subjects: Map<string, VersionSubject>): Promise<void> {
  if (missing.length === 0) return
  const rows = await db.query<{ id: number; ecosystem: string; name: string }>(
    `INSERT INTO subject (ecosystem, name, covered, digest)
     SELECT ecosystem, name, covered, decode(digest, 'hex') FROM unnest($1::text[], $2::text[], $3::boolean[], $4::text[]) AS x(ecosystem, name, covered, digest)
     RETURNING id, ecosystem, name`,
    [
      missing.map(({ subject }) => subject.ecosystem),
      missing.map(({ subject }) => subject.name),
      missing.map(({ covered }) => covered),
      missing.map(({ digest }) => Buffer.from(digest).toString('hex')),
    ],
  )
  const told = new Map(missing.map((one) => [subjectKey(one.subject.ecosystem, one.subject.name), one]))
  for (const { id, ecosystem, name } of rows) {
    const key = subjectKey(ecosystem, name)
    const known = told.get(key)
    if (known === undefined) throw new Error('a subject came back that was not stored')
    subjects.set(key, { id, covered: known.covered, fresh: { ...known, subject: { id, ecosystem, name } }, unasked: null })
  }
}

/** Takes in what the index and posted records say of the subjects about which nobody asked before. */
export async function takeInFresh(
  db: Queryable,
  subjects: ReadonlyMap<string, VersionSubject>,
  options: RefreshOptions & { readonly asked: IndexStatements },
): Promise<void> {
  const all = [...subjects.values()]
  await takeInSubjects(
    db,
    all.flatMap(({ fresh }) => (fresh === null ? [] : [fresh])),
    options,
  )
  await refreshSubjects(
    db,
    all.flatMap(({ unasked }) => (unasked === null ? [] : [unasked])),
    options,
  )
}

/** A subject as one text. */
export function subjectKey(ecosystem: string, name: string): string {
  return `${ecosystem}\n${name}`
}
