import type { Static } from 'typebox'
import type { FindingRow } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import type { CursorValue } from './cursor.ts'
import { findingSource, meetsAllForward, ownFindings, RANK, readsForward, walksForward } from './finding-source.ts'
import type { FindingSelection, FindingsOf } from './finding-source.ts'
import { findingDetails } from './finding-details.ts'
import { fewNamed, findingNames, namedTerm, problemsNamed } from './finding-names.ts'
import type { FindingNames } from './finding-names.ts'
import { boundedTotal } from './bounded-total.ts'
import { limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest, Total } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'
import { CLOSING, triageJoin } from './triage-join.ts'
import { dayOf, foundVulnerabilityOf, timeOf, VULNERABILITY_COLUMNS } from './vulnerability-facts.ts'
import type { OwnFacts, VulnerabilityRowData } from './vulnerability-facts.ts'

export interface FindingRowQuery extends PageRequest {
  readonly q?: string
  readonly severity?: readonly string[]
  readonly state?: readonly string[]
  readonly kev?: boolean
  readonly kind?: string
  readonly package?: number
  readonly vulnerability?: number
  readonly sort?: string
  readonly project?: number
}

export interface FoundRow extends VulnerabilityRowData, OwnFacts {
  readonly project_id: number
  readonly project_slug: string
  readonly project_name: string
  readonly exposure: 'internet' | 'internal' | 'none' | 'unknown'
  readonly version_id: number
  readonly version_purl: string
  readonly version: string
  readonly package_id: number
  readonly package_purl: string
  readonly ecosystem: string
  readonly package_name: string
  readonly status: string | null
  readonly justification: string | null
  readonly known_since: Date
  readonly known_key: number
  readonly rank: number
  /** How many findings there are; only where all were met. */
  readonly met?: number
}

/** Orders of findings: columns of the vulnerability first, so that the walk can stop after a page; all descending. `rank` is SQL of it. */
const SORTS: Readonly<Record<string, readonly (readonly [sql: string, column: keyof FoundRow, type: string])[]>> = {
  severity: [
    ['rank', 'rank', 'int2'],
    ['v.epss_key', 'epss_key', 'real'],
  ],
  epss: [['v.epss_key', 'epss_key', 'real']],
  kev: [
    ['v.kev_key', 'kev_key', 'int4'],
    ['rank', 'rank', 'int2'],
  ],
  'first-seen': [['extract(epoch FROM f.known_since)::float8', 'known_key', 'float8']],
}

/** GET /findings and GET /projects/:project/findings: open ones unless `state` says otherwise. */
export async function findingPage(db: Queryable, picture: Picture, query: FindingRowQuery) {
  const name = query.sort ?? 'severity'
  const sort = SORTS[name] as (typeof SORTS)[string]
  const list = `findings:${name}:${query.project ?? ''}`
  const after = decodeCursor(list, query.cursor, sort.length + 3)
  const parameters = newParameters()
  const limit = limitOf(query)
  const narrowed = await narrowing(db, picture, query)
  const walk: Walk = { picture, query, narrowed, parameters, sort, after, limit }
  const body = meetsAll(picture, query, narrowed) ? joined(walk) : name === 'first-seen' ? walkedByTime(walk) : walkedByVulnerability(walk)
  const orderBy = [...sort.map(([, column]) => column), 'v_id', 'project_id', 'version_id'].map((column) => `${column} DESC`).join(', ')
  const rows = await db.query<FoundRow>(`${body} ORDER BY ${orderBy} LIMIT ${limit + 1}`, parameters.values)
  const details = await findingDetails(db, picture, rows.slice(0, limit))
  // Where all was met for a page, it need not be met again to be counted; nor for who sees the only page.
  const totalFor = async ([first]: readonly FoundRow[]): Promise<Total> => {
    if (after === null && rows.length <= limit) return totalOf(rows.length)
    return first?.met === undefined ? findingTotal(db, picture, query, narrowed) : totalOf(first.met)
  }
  return pageOf(rows, query, {
    list,
    picture,
    total: await totalFor(rows),
    item: (row) => findingRow(row, details),
    key: (row) => [...sort.map(([, column]) => row[column] as number), row.v_id, row.project_id, row.version_id],
  })
}

/** What narrows a list, looked up before it is walked. */
interface Narrowed {
  readonly names: FindingNames | null
  /** Only findings of these, few as they are; null: not known to be few. */
  readonly few: FindingsOf | null
  /** No other problems have findings in the list; null: any may. */
  readonly problems: readonly number[] | null
}

async function narrowing(db: Queryable, picture: Picture, query: FindingRowQuery): Promise<Narrowed> {
  if (!query.q || meetsAllForward(picture, selectionOf(query))) return { names: null, few: null, problems: null }
  const names = await findingNames(db, picture, query.q)
  const few = query.vulnerability === undefined ? fewNamed(names) : null
  return { names, few, problems: few === null && query.vulnerability === undefined ? await problemsNamed(db, picture, names) : null }
}

/** Whether all findings are met for a page: of few projects, of one problem or of few names. */
function meetsAll(picture: Picture, query: FindingRowQuery, { few }: Narrowed): boolean {
  return few !== null || query.vulnerability !== undefined || meetsAllForward(picture, selectionOf(query))
}

interface Walk {
  readonly picture: Picture
  readonly query: FindingRowQuery
  readonly narrowed: Narrowed
  readonly parameters: Parameters
  readonly sort: (typeof SORTS)[string]
  readonly after: readonly CursorValue[] | null
  readonly limit: number
}

function columns(rank: string): string {
  return `SELECT ${VULNERABILITY_COLUMNS}, f.project_id, p.slug AS project_slug, p.name AS project_name, f.exposure,
    f.version_id, pv.purl AS version_purl, pv.version, pv.package_id, pk.purl AS package_purl, pk.ecosystem, pk.name AS package_name,
    f.status, f.justification, f.known_since, extract(epoch FROM f.known_since)::float8 AS known_key,
    f.own_kind, f.own_severity, f.own_cvss, ${rank} AS rank`
}

const NAMES = `JOIN project p ON p.id = f.project_id
  JOIN package_version pv ON pv.id = f.version_id
  JOIN package pk ON pk.id = pv.package_id`

function selectionOf({ project, vulnerability, package: id }: FindingRowQuery): FindingSelection {
  return {
    ...(project === undefined ? {} : { project }),
    ...(vulnerability === undefined ? {} : { vulnerability }),
    ...(id === undefined ? {} : { package: id }),
  }
}

/**
 * All findings of the selection with their state, then filtered; `met` counts them before the page is cut out. What a row shows beyond its
 * place in the order is read for the page only.
 */
function joined(walk: Walk): string {
  const { query, parameters, sort, after, limit } = walk
  const places = [...sort.map(([, column]) => column), 'vulnerability_id', 'project_id', 'version_id']
  return `${columns('f.rank')}, f.met FROM (SELECT * FROM (
      SELECT f.*, v.epss_key, v.kev_key, extract(epoch FROM f.known_since)::float8 AS known_key, ${RANK} AS rank, (count(*) OVER ())::int4 AS met
      FROM ${decided(walk, selectionOf(query))} f JOIN vulnerability v ON v.id = f.vulnerability_id WHERE ${filters(query, parameters, OWN)}) AS all_met
    WHERE ${after === null ? 'true' : `(${places.join(', ')}) < (${keyValues(walk)})`}
    ORDER BY ${places.map((place) => `${place} DESC`).join(', ')} LIMIT ${limit + 1}) f
    JOIN vulnerability v ON v.id = f.vulnerability_id ${NAMES}`
}

function orderOf({ sort }: Walk, rank: string): readonly string[] {
  return sort.map(([sql]) => (sql === 'rank' ? rank : sql))
}

function keyset(walk: Walk, rank: string): string {
  if (walk.after === null) return 'true'
  return `(${[...orderOf(walk, rank), 'v.id', 'f.project_id', 'f.version_id'].join(', ')}) < (${keyValues(walk)})`
}

function keyValues({ parameters, sort, after }: Walk): string {
  const types = [...sort.map(([, , type]) => type), 'int4', 'int4', 'int4']
  return (after ?? []).map((value, at) => `${parameters.add(value)}::${types[at]}`).join(', ')
}

function decided(
  { picture, query, narrowed, parameters }: Pick<Walk, 'picture' | 'query' | 'narrowed' | 'parameters'>,
  selection: FindingSelection,
  per = '',
): string {
  const { few } = narrowed
  const source = findingSource(picture, few === null ? selection : { ...selection, anyOf: few }, parameters, per)
  return decidedOf(source, { picture, query, narrowed, parameters })
}

function decidedOf(
  source: string,
  { picture, query, narrowed, parameters }: Pick<Walk, 'picture' | 'query' | 'narrowed' | 'parameters'>,
): string {
  const { names, few } = narrowed
  return `(SELECT f.*, t.status, t.justification FROM ${source} f
    ${triageJoin(picture, parameters)}
    WHERE ${stateFilter(query, parameters)} AND ${query.q && few === null ? namedTerm(query.q, names, parameters) : 'true'})`
}

function walkedByVulnerability(walk: Walk): string {
  return `SELECT * FROM (${walked(walk, false)} UNION ALL ${walked(walk, true)}) AS found`
}

/** What became known at one time of one vulnerability after the other, the newest first, so that a page costs a page here too. */
function walkedByTime(walk: Walk): string {
  const { picture, query, narrowed, parameters, after, limit } = walk
  const known = 'extract(epoch FROM w.since)::float8'
  const [time, vulnerability, project, version] = (after ?? []).map(
    (value, at) => `${parameters.add(value)}::${at === 0 ? 'float8' : 'int4'}`,
  )
  const start = after === null ? 'true' : `(${known}, w.vulnerability_id) <= (${time}, ${vulnerability})`
  const inside =
    after === null ? 'true' : `((${known}, v.id) <> (${time}, ${vulnerability}) OR (f.project_id, f.version_id) < (${project}, ${version}))`
  return `SELECT * FROM (${columns(RANK)}
    FROM (SELECT DISTINCT m.since, m.vulnerability_id FROM match m WHERE ${holds('m', picture, parameters)} AND ${among('m.vulnerability_id', narrowed, parameters)}
      ORDER BY m.since DESC, m.vulnerability_id DESC OFFSET 0) w
    JOIN vulnerability v ON v.id = w.vulnerability_id
    CROSS JOIN LATERAL (SELECT * FROM ${decided(walk, selectionOf(query), 'v.id')} f
      WHERE f.known_since = w.since AND ${inside} AND ${filters(query, parameters, OWN)}
      ORDER BY f.project_id DESC, f.version_id DESC LIMIT ${limit + 1}) f ${NAMES}
    WHERE ${start}
    ORDER BY w.since DESC, w.vulnerability_id DESC, f.project_id DESC, f.version_id DESC LIMIT ${limit + 1}) AS found`
}

/**
 * Vulnerability by vulnerability in the list's order, so that a page costs a page and not the list. Findings that are told otherwise
 * than their vulnerability (`odd`) stand elsewhere in the order: they are walked by themselves, and there are few.
 */
function walked(walk: Walk, odd: boolean): string {
  const { query, narrowed, parameters, sort, after, limit } = walk
  const rank = odd ? 'x.severity_rank' : 'v.severity_rank'
  const order = [...orderOf(walk, rank), 'v.id']
  const start =
    after === null
      ? 'true'
      : `(${order.join(', ')}) <= (${after
          .slice(0, order.length)
          .map((value, at) => `${parameters.add(value)}::${sort[at]?.[2] ?? 'int4'}`)
          .join(', ')})`
  const from = odd
    ? `(SELECT DISTINCT vulnerability_id, severity_rank FROM match WHERE severity IS NOT NULL) x JOIN vulnerability v ON v.id = x.vulnerability_id`
    : 'vulnerability v'
  return `(${columns(rank)} FROM ${from}
    CROSS JOIN LATERAL (SELECT * FROM ${decided(walk, { ...selectionOf(query), odd }, 'v.id')} f
      WHERE ${after === null ? 'true' : insideAfter(after.slice(-3), parameters)} ${odd ? `AND f.own_rank = x.severity_rank AND ${filters(query, parameters, OWN)}` : ''}
      ORDER BY f.project_id DESC, f.version_id DESC LIMIT ${limit + 1}) f ${NAMES}
    WHERE ${start} AND ${among('v.id', narrowed, parameters)} AND ${odd ? 'true' : filters(query, parameters, ALL)} AND ${keyset(walk, rank)}
    ORDER BY ${[...order, 'f.project_id', 'f.version_id'].map((sql) => `${sql} DESC`).join(', ')} LIMIT ${limit + 1})`
}

function insideAfter([vulnerability, project, version]: readonly CursorValue[], parameters: Parameters): string {
  return `(v.id <> ${parameters.add(vulnerability)}::int4 OR (f.project_id, f.version_id) < (${parameters.add(project)}::int4, ${parameters.add(version)}::int4))`
}

function stateFilter({ state }: FindingRowQuery, parameters: Parameters): string {
  if (state === undefined || state.length === 0) return `(t.status IS NULL OR t.status NOT IN ${CLOSING})`
  return `coalesce(t.status, 'open') = ANY(${parameters.add(state)}::text[])`
}

/** SQL of what a finding is filtered by: as the vulnerability says, or as the records say that mean its version. */
const ALL = { severity: 'v.severity', kind: 'v.kind' }
const OWN = { severity: 'coalesce(f.own_severity, v.severity)', kind: 'coalesce(f.own_kind, v.kind)' }

/** Filters over the vulnerability. What depends on the finding must be asked before a walk cuts a page out of one vulnerability's findings. */
function filters({ severity, kev, kind }: FindingRowQuery, parameters: Parameters, of: typeof ALL): string {
  return [
    'v.merged_into IS NULL',
    ...(severity === undefined || severity.length === 0 ? [] : [`${of.severity} = ANY(${parameters.add(severity)}::text[])`]),
    ...(kev === undefined ? [] : [`v.kev_added IS ${kev ? 'NOT ' : ''}NULL`]),
    ...(kind === undefined ? [] : [`${of.kind} = ${parameters.add(kind)}`]),
  ].join(' AND ')
}

function among(vulnerability: string, { problems }: Narrowed, parameters: Parameters): string {
  return problems === null ? 'true' : `${vulnerability} = ANY(${parameters.add(problems)}::int4[])`
}

/** Counted only up to the bound; of up to a thousand projects from their side, whichever way a page of theirs is found. */
async function findingTotal(db: Queryable, picture: Picture, query: FindingRowQuery, narrowed: Narrowed) {
  const parameters = newParameters()
  const conditions = filters(query, parameters, OWN)
  const { few, problems } = narrowed
  const selection = { ...selectionOf(query), ...(problems === null ? {} : { problems }) }
  const asked = { picture, query, narrowed, parameters }
  const isOwn = few === null && Object.keys(selection).length === 0 && readsForward(picture) && !walksForward(picture, {})
  const from = `FROM ${isOwn ? decidedOf(ownFindings(picture, {}, parameters), asked) : decided(asked, selection)} f
    JOIN vulnerability v ON v.id = f.vulnerability_id WHERE ${conditions}`
  return boundedTotal(db, picture, { from, parameters })
}

function findingRow(row: FoundRow, details: Awaited<ReturnType<typeof findingDetails>>): Static<typeof FindingRow> {
  const id = `${row.project_id}.${row.v_id}.${row.version_id}`
  const detail = details.get(id)
  return {
    id,
    project: { id: row.project_id, slug: row.project_slug, name: row.project_name },
    vulnerability: foundVulnerabilityOf(row),
    package: { id: row.package_id, purl: row.package_purl, ecosystem: row.ecosystem, name: row.package_name },
    version: { id: row.version_id, purl: row.version_purl, version: row.version },
    state: (row.status ?? 'open') as Static<typeof FindingRow>['state'],
    justification: row.justification ?? '',
    direct: detail?.direct ?? null,
    fixedVersions: [...(detail?.fixedVersions ?? [])],
    firstSeen: timeOf(detail?.firstSeen ?? row.known_since),
    exposure: row.exposure,
    due: row.kev_due === null ? null : dayOf(row.kev_due),
  }
}
