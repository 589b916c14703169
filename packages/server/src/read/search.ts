import type { Static } from 'typebox'
import { buildPurl, parsePurl } from '@cupel/model'
import type { PurlParts } from '@cupel/model'
import { orNull } from '../api/problem-details.ts'
import type { SearchResult } from '../api/contract/knowledge.ts'
import type { Queryable } from '../store/database.ts'
import { heldVersions } from './held-versions.ts'
import { findingSource, walksForward } from './finding-source.ts'
import { heldHere, READ_PROJECTS } from './package-names.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { likeText } from './project-rows.ts'
import { searchedHash } from './searched-hash.ts'
import { seenVulnerability } from './seen-vulnerability.ts'

type Hit = Static<typeof SearchResult>['hits'][number]

/** What was found; what the advisory data says of what was not is for others to ask. */
export type Found = Pick<Static<typeof SearchResult>, 'query' | 'hits' | 'more'>

const EACH = 10
/**
 * Of all names there are, so many with the beginning are looked at, in the order of the index, before those that nobody visible has fall
 * out. Whoever sees few projects is asked for among what these have: most names with the beginning may be those of others.
 */
const CANDIDATES = 200
/** Ids are asked for one after the other, until enough are found. */
const MORE_IDS = 2000

/** GET /search: what the text may mean is told from its form; each kind is one indexed look-up, and only what is visible is found. */
export async function search(db: Queryable, picture: Picture, text: string): Promise<Found> {
  const query = text.trim()
  const purl = purlOf(query)
  const few = walksForward(picture, {})
  const kinds = [
    await privateAdvisories(db, picture, query),
    await vulnerabilities(db, picture, query),
    await unaffecting(db, picture, query),
    await artifacts(db, picture, query),
    await versions(db, picture, { query, purl }),
    await projects(db, picture, query),
    await packages(db, picture, { query, purl, few }),
  ]
  const seen = new Set<string>()
  const hits = kinds.flat().filter(({ kind, href, title }) => {
    const key = `${kind} ${kind === 'vulnerability' ? href : `${href} ${title}`}`
    return !seen.has(key) && seen.add(key)
  })
  return { query, hits, more: kinds.some(({ length }) => length >= EACH) }
}

/** However it was written, a package URL names what is stored under its canonical form. */
function purlOf(query: string): PurlParts | null {
  if (!query.startsWith('pkg:')) return null
  try {
    return parsePurl(query)
  } catch {
    return null
  }
}

/** Records of the viewer's own organisations, whatever they are called: these names stand in no public list of aliases. */
async function privateAdvisories(db: Queryable, picture: Picture, query: string): Promise<Hit[]> {
  const { organisations } = picture.viewer
  const rows = await db.query<{ id: number; name: string; shown: string; summary: string; severity: string }>(
    `SELECT v.id, a.osv_id AS name, v.shown, v.summary, v.severity FROM advisory a
     JOIN vulnerability w ON w.id = a.vulnerability_id JOIN vulnerability v ON v.id = coalesce(w.merged_into, w.id)
     WHERE a.org_id IS NOT NULL AND ($1::int4[] IS NULL OR a.org_id = ANY($1::int4[])) AND a.osv_id ILIKE $2
     ORDER BY length(a.osv_id), a.osv_id LIMIT ${EACH}`,
    [organisations, `${query.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`],
  )
  const hits: Hit[] = []
  for (const { id, name, shown, summary, severity } of rows) {
    const seen = await orNull(seenVulnerability(db, picture, name))
    if (seen === null) continue
    const detail = [...(name === shown ? [] : [shown]), severity, summary].filter((part) => part !== '').join(' · ')
    hits.push({ kind: 'vulnerability', id, title: name, detail, href: `/advisories/${encodeURIComponent(shown)}` })
  }
  return hits
}

/** Years whose CVE a bare number may be. */
const FIRST_CVE_YEAR = 1999

/** What a part of an id may begin: `2021-44228` a CVE, `jfh8-c2jp` a GHSA, and a bare number the CVE of any year. */
function idsBegunBy(query: string, year: number): readonly string[] {
  const plain = query.toUpperCase()
  if (/^(?:19|20)\d\d-\d{1,12}$/.test(plain)) return [`CVE-${plain}`]
  if (/^\d{4,12}$/.test(plain)) return Array.from({ length: year - FIRST_CVE_YEAR + 1 }, (_, back) => `CVE-${year - back}-${plain}`)
  if (/^[23456789CFGHJMPQRVWX]{4}-[23456789CFGHJMPQRVWX-]{0,9}$/.test(plain)) return [`GHSA-${plain}`, plain]
  return /^[A-Z][A-Z0-9]*[-:]/.test(plain) && !plain.startsWith('PKG:') ? [plain] : []
}

async function vulnerabilities(db: Queryable, picture: Picture, query: string): Promise<Hit[]> {
  const begun = idsBegunBy(query, picture.now.getUTCFullYear())
  if (begun.length === 0) return []
  const parameters = newParameters()
  // What a few projects have is read as a whole; of more, id by id is asked whether they have it.
  const read = picture.viewer.projects !== null && picture.viewer.projects.count <= READ_PROJECTS
  const source = findingSource(picture, {}, parameters, read ? '' : 'v.id')
  const first = read ? '' : `ORDER BY upper(a.alias) USING ~<~ LIMIT ${MORE_IDS}`
  const names = begun.map((one) => {
    const prefix = parameters.add(`${one.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`)
    return `(SELECT * FROM alias a WHERE upper(a.alias) LIKE ${prefix}
      AND EXISTS (SELECT 1 FROM match m WHERE m.vulnerability_id = a.vulnerability_id AND m.until IS NULL) ${first})`
  })
  const rows = await db.query<{ id: number; alias: string; shown: string; summary: string; severity: string }>(
    `SELECT * FROM (SELECT v.id, a.alias, v.shown, v.summary, v.severity
     FROM (${names.join(' UNION ALL ')}) a
     JOIN vulnerability v ON v.id = a.vulnerability_id
     ${read ? `JOIN (SELECT DISTINCT vulnerability_id FROM ${source} x) f ON f.vulnerability_id = v.id` : `CROSS JOIN LATERAL (SELECT 1 FROM ${source} f LIMIT 1) f`}
     ${read ? '' : `LIMIT ${EACH}`}) a
     ORDER BY length(a.alias), a.alias LIMIT ${EACH}`,
    parameters.values,
  )
  return rows.map(({ id, alias, shown, summary, severity }) => ({
    kind: 'vulnerability',
    id,
    title: alias,
    detail: [...(alias === shown ? [] : [shown]), severity, summary].filter((part) => part !== '').join(' · '),
    href: `/advisories/${encodeURIComponent(shown)}`,
  }))
}

/** Letters, then what stands after them: a number alone means a row of ours. */
const NAMED_ID = /^[A-Z][A-Z0-9_]*[-:]/i

/** A problem by its whole id, also when no project is affected: its page says so, and what was. */
async function unaffecting(db: Queryable, picture: Picture, query: string): Promise<Hit[]> {
  const id = NAMED_ID.test(query) ? await orNull(seenVulnerability(db, picture, query)) : null
  if (id === null) return []
  const rows = await db.query<{ shown: string; summary: string; severity: string }>(
    'SELECT shown, summary, severity FROM vulnerability WHERE id = $1',
    [id],
  )
  return rows.map(({ shown, summary, severity }) => ({
    kind: 'vulnerability',
    id,
    title: shown,
    detail: [severity, summary].filter((part) => part !== '').join(' · '),
    href: `/advisories/${encodeURIComponent(shown)}`,
  }))
}

/** Files by their digest: of components, of what attestations speak of, and documents that were handed in. */
async function artifacts(db: Queryable, picture: Picture, query: string): Promise<Hit[]> {
  const digest = searchedHash(query)
  if (digest === null) return []
  const parameters = newParameters()
  const value = parameters.add(digest)
  const held = heldVersions(picture, `pv.id IN (SELECT version_id FROM version_hash WHERE value = ${value})`, parameters)
  const rows = await db.query<{ id: number; package_id: number; purl: string }>(
    `SELECT DISTINCT pv.id, pv.package_id, pv.purl FROM ${held} h JOIN package_version pv ON pv.id = h.version_id LIMIT ${EACH}`,
    parameters.values,
  )
  const attested = newParameters()
  const statements = await db.query<{ id: number; project_id: number; subject_name: string; name: string }>(
    `SELECT y.id, y.project_id, y.subject_name, p.name FROM attestation y JOIN project p ON p.id = y.project_id
     WHERE y.subject_digest LIKE ${attested.add(`%${digest}`)} AND ${visible('p', picture, attested)} LIMIT ${EACH}`,
    attested.values,
  )
  return [
    ...(await documents(db, picture, digest)),
    ...rows.map((row): Hit => ({ kind: 'version', id: row.id, title: row.purl, detail: digest, href: `/components/${row.package_id}` })),
    ...statements.map((row): Hit => ({
      kind: 'artifact',
      id: row.id,
      title: row.subject_name,
      detail: row.name,
      href: `/projects/${row.project_id}/provenance`,
    })),
  ]
}

async function documents(db: Queryable, picture: Picture, digest: string): Promise<Hit[]> {
  const parameters = newParameters()
  const value = parameters.add(digest)
  const rows = await db.query<{ id: number; project_id: number; file: string; name: string }>(
    `SELECT DISTINCT ON (u.project_id) u.id::int4 AS id, u.project_id, u.name AS file, p.name FROM document d
     JOIN upload u ON u.document_id = d.id JOIN project p ON p.id = u.project_id
     WHERE d.digest = decode(CASE WHEN length(${value}) % 2 = 0 THEN ${value} ELSE '' END, 'hex') AND ${visible('p', picture, parameters)}
     ORDER BY u.project_id, u.id DESC LIMIT ${EACH}`,
    parameters.values,
  )
  return rows.map(({ id, project_id, file, name }) => ({
    kind: 'artifact',
    id,
    title: file === '' ? digest : file,
    detail: name,
    href: `/projects/${project_id}/uploads`,
  }))
}

/** A version by its package URL, or as name@version. */
async function versions(
  db: Queryable,
  picture: Picture,
  { query, purl }: { readonly query: string; readonly purl: PurlParts | null },
): Promise<Hit[]> {
  const parameters = newParameters()
  const named = versionNamed(query, purl, parameters)
  if (named === null) return []
  const held = heldVersions(picture, named, parameters)
  const rows = await db.query<{ id: number; package_id: number; purl: string; projects: number }>(
    `SELECT pv.id, pv.package_id, pv.purl, count(DISTINCT h.project_id)::int4 AS projects FROM ${held} h
     JOIN package_version pv ON pv.id = h.version_id GROUP BY 1, 2, 3 LIMIT ${EACH}`,
    parameters.values,
  )
  return rows.map((row) => ({
    kind: 'version',
    id: row.id,
    title: row.purl,
    detail: String(row.projects),
    href: `/components/${row.package_id}`,
  }))
}

/** SQL over `pv`; null: the text names no version. */
function versionNamed(query: string, purl: PurlParts | null, parameters: Parameters): string | null {
  if (purl !== null) return purl.version === '' ? null : `pv.purl = ${parameters.add(buildPurl(purl))}`
  const [, name, version] = /^([^\s]+)@([^@\s]+)$/.exec(query) ?? []
  if (name === undefined || version === undefined) return null
  const ids = `SELECT id FROM package WHERE lower(name) = ${parameters.add(name.toLowerCase())}`
  return `pv.package_id IN (${ids}) AND pv.version = ${parameters.add(version)}`
}

async function projects(db: Queryable, picture: Picture, query: string): Promise<Hit[]> {
  const parameters = newParameters()
  const like = parameters.add(likeText(query))
  const rows = await db.query<{ id: number; slug: string; name: string }>(
    `SELECT p.id, p.slug, p.name FROM project p WHERE ${visible('p', picture, parameters)} AND (p.name ILIKE ${like} OR p.slug ILIKE ${like})
     ORDER BY lower(p.name), p.id LIMIT ${EACH}`,
    parameters.values,
  )
  return rows.map(({ id, slug, name }) => ({ kind: 'project', id, title: name, detail: slug, href: `/projects/${id}` }))
}

/** The part of a package's name after its scope, group or path, as the index `package_bare_name` has it. */
const BARE = "lower(regexp_replace(name, '^.*[/:]', ''))"

/** The words of a package's name, as the index `package_words` has them. */
const WORDS = "to_tsvector('simple', regexp_replace(lower(name), '[^a-z0-9]+', ' ', 'g'))"
/** So many names with the words are read, in no order, before the shortest of them are looked at. */
const MOST_WITH_WORDS = 400
/** A letter or two are in nearly every name. */
const LEAST_WITHIN = 3

/**
 * Packages with the text inside their name. Of what few projects have, any part of it; of all that there is, the beginning of a word, as the
 * index has it.
 */
function namesWith(picture: Picture, text: string, parameters: Parameters): string {
  const { projects } = picture.viewer
  const few = projects !== null && projects.count <= READ_PROJECTS
  const words = wordsQuery(text)
  if (!few && words === null) return 'SELECT * FROM package WHERE false'
  const part = parameters.add(`%${likePlain(text)}%`)
  if (few) return `SELECT pk.* FROM package pk ${heldHere(picture, parameters)} WHERE lower(pk.name) LIKE ${part}`
  return `SELECT w.* FROM (SELECT * FROM package WHERE ${WORDS} @@ to_tsquery('simple', ${parameters.add(words)}) LIMIT ${MOST_WITH_WORDS}) w
    WHERE lower(w.name) LIKE ${part} ORDER BY length(w.name), w.name LIMIT ${CANDIDATES}`
}

/** The words as a text search query, of which the last may be only begun; null: there is none. */
function wordsQuery(text: string): string | null {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  return words.length === 0 ? null : `${words.join(' & ')}:*`
}

/** By the beginning of the name, of its part after a scope or group, or by a part within it. */
async function packages(
  db: Queryable,
  picture: Picture,
  { query, purl, few }: { readonly query: string; readonly purl: PurlParts | null; readonly few: boolean },
): Promise<Hit[]> {
  if (purl !== null && purl.version !== '') return []
  const parameters = newParameters()
  const own = purl === null ? null : parameters.add(buildPurl({ type: purl.type, namespace: purl.namespace, name: purl.name }))
  const bare = query.startsWith('pkg:') ? query.replace(/^pkg:[^/]*\//, '') : query
  const prefix = parameters.add(`${likePlain(bare)}%`)
  const exact = parameters.add(bare.toLowerCase())
  const within = bare.length < LEAST_WITHIN ? '' : `UNION (${namesWith(picture, bare, parameters)})`
  const first = (order: string): string => (few ? '' : `ORDER BY ${order} USING ~<~ LIMIT ${CANDIDATES}`)
  const rows = await db.query<{ id: number; purl: string; name: string; ecosystem: string }>(
    `SELECT pk.id, pk.purl, pk.name, pk.ecosystem FROM (
       (SELECT * FROM package WHERE ${own === null ? 'false' : `purl = ${own}`})
       UNION (SELECT * FROM package WHERE lower(name) = ${exact})
       UNION (SELECT * FROM package WHERE lower(name) LIKE ${prefix} ${first('lower(name)')})
       UNION (SELECT * FROM package WHERE ${BARE} LIKE ${prefix} ${first(BARE)})
       ${within}) pk
     ${heldHere(picture, parameters)}
     ORDER BY length(pk.name), pk.name, pk.id LIMIT ${EACH}`,
    parameters.values,
  )
  return rows.map(({ id, purl, name, ecosystem }) => ({
    kind: 'package',
    id,
    title: name,
    detail: `${ecosystem} · ${purl}`,
    href: `/components/${id}`,
  }))
}

/** Lower case, with nothing in it that LIKE would take for a sign of its own. */
function likePlain(text: string): string {
  return text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)
}
