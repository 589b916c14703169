import { ecosystemFamily } from '@cupel/advisory'
import type { AdvisoryIndex } from '@cupel/advisory'
import { advisoryName, buildPurl, loadVersionScheme, parsePurl, versionKey } from '@cupel/model'
import type { Component } from '@cupel/model'
import { refreshSubjects } from '../feed/refresh-subjects.ts'
import type { AskedSubject, RefreshOptions } from '../feed/refresh-subjects.ts'
import { changeCounters } from '../match/count-sets.ts'
import { CounterChanges } from '../match/counted.ts'
import { lockKnowledge } from '../match/locks.ts'
import { matchVersions } from '../match/match-versions.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { jsonText, storedText } from '../store/stored-text.ts'

const CHUNK = 5000

/**
 * Ids of the components' versions, by purl. Versions that nobody had so far are stored, with what is known of them, in transactions
 * of their own: what they are and what is wrong with them does not depend on who has them.
 */
export async function ensureVersions(
  services: Services,
  components: readonly Component[],
  index: () => AdvisoryIndex,
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>()
  for (let start = 0; start < components.length; start += CHUNK) {
    const chunk = components.slice(start, start + CHUNK)
    await addKnown(services.db, chunk, ids)
    const missing = chunk.filter(({ purl }) => !ids.has(purl))
    if (missing.length === 0) continue
    await services.db.transaction(async (transaction) => {
      await lockKnowledge(transaction)
      await addVersions(transaction, missing, { services, index: index(), now: services.now() })
    })
    await addKnown(services.db, missing, ids)
  }
  return ids
}

async function addKnown(db: Queryable, components: readonly Component[], ids: Map<string, number>): Promise<void> {
  const rows = await db.query<{ id: number; purl: string }>('SELECT id, purl FROM package_version WHERE purl = ANY($1::text[])', [
    components.map(({ purl }) => purl),
  ])
  for (const { id, purl } of rows) ids.set(purl, id)
}

interface Named {
  readonly component: Component
  /** purl of the package. */
  readonly package: string
  /** Empty: no advisory could name it. */
  readonly ecosystem: string
  readonly subject: string
  readonly version: string
}

async function addVersions(db: Queryable, components: readonly Component[], { services, index, now }: RefreshOptions): Promise<void> {
  const named = components.map(namedOf).sort((a, b) => (a.component.purl < b.component.purl ? -1 : 1))
  const packages = await packageIds(db, named)
  const subjects = await subjectIds(db, named, index)
  const rows: object[] = []
  for (const { component, package: of, ecosystem, subject, version } of named) {
    const known = subjects.get(subjectKey(ecosystem, subject))
    const key = known === undefined ? null : versionKey(await loadVersionScheme(ecosystem), version)
    rows.push({
      package_id: packages.get(of),
      purl: component.purl,
      version: component.version,
      subject_id: known?.id ?? null,
      subject_version: version,
      vkey: key === null ? null : Buffer.from(key).toString('hex'),
      licences: component.licenses.slice(0, 50).map((text) => text.slice(0, 500)),
      asked: known === undefined ? 'no-ecosystem' : known.covered ? 'asked' : 'no-data',
    })
  }
  const added = await db.query<{ id: number; purl: string; subject_id: number | null }>(
    `INSERT INTO package_version (package_id, purl, version, subject_id, subject_version, vkey, licences, asked, first_seen)
     SELECT package_id, purl, version, subject_id, subject_version, decode(vkey, 'hex'), ARRAY(SELECT jsonb_array_elements_text(licences)),
       asked, $2::timestamptz
     FROM jsonb_to_recordset($1::text::jsonb) AS x(package_id int4, purl text, version text, subject_id int4, subject_version text,
       vkey text, licences jsonb, asked text)
     ON CONFLICT (purl) DO NOTHING RETURNING id, purl, subject_id`,
    [jsonText(rows), now],
  )
  await addHashes(db, named, new Map(added.map(({ id, purl }) => [purl, id])))
  // New subjects bring the matches of all their versions; those of the others are looked up for these versions only.
  const fresh = [...subjects.values()].filter(({ digest }) => digest === null)
  await refreshSubjects(db, fresh, { services, index, now })
  const isFresh = new Set(fresh.map(({ id }) => id))
  const counters = new CounterChanges()
  const others = added.filter(({ subject_id }) => subject_id !== null && !isFresh.has(subject_id))
  await matchVersions(
    db,
    others.map(({ id }) => id),
    { now, counters },
  )
  await changeCounters(db, counters)
}

function namedOf(component: Component): Named {
  const { type, namespace, name } = parsePurl(component.purl)
  const { ecosystem } = component
  const about = component.subject ?? component
  return {
    component,
    package: buildPurl({ type, namespace, name }),
    ecosystem: storedText(ecosystem),
    subject: ecosystem === '' ? '' : storedText(advisoryName(ecosystem, about.name)),
    version: storedText(about.version),
  }
}

async function packageIds(db: Queryable, named: readonly Named[]): Promise<ReadonlyMap<string, number>> {
  const byPurl = new Map(named.map((one) => [one.package, one]))
  const rows = [...byPurl].map(([purl, { component }]) => ({
    purl,
    ecosystem: ecosystemFamily(component.ecosystem) || parsePurl(purl).type,
    name: component.name.slice(0, 1000),
  }))
  await db.run(
    `INSERT INTO package (purl, ecosystem, name) SELECT purl, ecosystem, name
     FROM jsonb_to_recordset($1::text::jsonb) AS x(purl text, ecosystem text, name text) ON CONFLICT (purl) DO NOTHING`,
    [jsonText(rows)],
  )
  const ids = await db.query<{ id: number; purl: string }>('SELECT id, purl FROM package WHERE purl = ANY($1::text[])', [
    [...byPurl.keys()],
  ])
  return new Map(ids.map(({ id, purl }) => [purl, id]))
}

async function subjectIds(db: Queryable, named: readonly Named[], index: AdvisoryIndex): Promise<ReadonlyMap<string, AskedSubject>> {
  const byKey = new Map(
    named.filter(({ ecosystem }) => ecosystem !== '').map((one) => [subjectKey(one.ecosystem, one.subject), one] as const),
  )
  if (byKey.size === 0) return new Map()
  const ecosystems = [...byKey.values()].map(({ ecosystem }) => ecosystem)
  const names = [...byKey.values()].map(({ subject }) => subject)
  const covered = new Map([...new Set(ecosystems)].map((ecosystem) => [ecosystem, index.covers(ecosystem)]))
  await db.run(
    `INSERT INTO subject (ecosystem, name, covered) SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[])
     ON CONFLICT (ecosystem, name) DO NOTHING`,
    [ecosystems, names, ecosystems.map((ecosystem) => covered.get(ecosystem) ?? false)],
  )
  const rows = await db.query<AskedSubject>(
    `SELECT s.id, s.ecosystem, s.name, s.covered, s.digest FROM unnest($1::text[], $2::text[]) AS x(ecosystem, name)
     JOIN subject s ON s.ecosystem = x.ecosystem AND s.name = x.name`,
    [ecosystems, names],
  )
  return new Map(rows.map((row) => [subjectKey(row.ecosystem, row.name), row]))
}

function subjectKey(ecosystem: string, name: string): string {
  return `${ecosystem}\n${name}`
}

async function addHashes(db: Queryable, named: readonly Named[], ids: ReadonlyMap<string, number>): Promise<void> {
  const rows = named.flatMap(({ component: { purl, hashes } }) => {
    const id = ids.get(purl)
    return id === undefined ? [] : hashes.slice(0, 20).map(({ value, algorithm }) => ({ value, algorithm, id }))
  })
  if (rows.length === 0) return
  await db.run(
    `INSERT INTO version_hash (value, algorithm, version_id) SELECT * FROM unnest($1::text[], $2::text[], $3::int4[]) ON CONFLICT DO NOTHING`,
    [rows.map(({ value }) => value), rows.map(({ algorithm }) => algorithm), rows.map(({ id }) => id)],
  )
}
