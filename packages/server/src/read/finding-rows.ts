import type { Static } from 'typebox'
import type { FindingRow } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { findingSource, walksForward } from './finding-source.ts'
import type { FindingSelection } from './finding-source.ts'
import { findingDetails } from './finding-details.ts'
import { countQuery, limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { likeText } from './project-rows.ts'
import { CLOSING, triageJoin } from './triage-join.ts'
import { dayOf, timeOf, VULNERABILITY_COLUMNS, vulnerabilityOf } from './vulnerability-facts.ts'
import type { VulnerabilityRowData } from './vulnerability-facts.ts'

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

export interface FoundRow extends VulnerabilityRowData {
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
}

/** Orders of findings: columns of the vulnerability first, so that the walk can stop after a page; all descending. */
const SORTS: Readonly<Record<string, readonly (readonly [sql: string, column: keyof FoundRow, type: string])[]>> = {
  severity: [
    ['v.severity_rank', 'severity_rank', 'int2'],
    ['v.epss_key', 'epss_key', 'real'],
  ],
  epss: [['v.epss_key', 'epss_key', 'real']],
  kev: [
    ['v.kev_key', 'kev_key', 'int4'],
    ['v.severity_rank', 'severity_rank', 'int2'],
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
  const conditions = filters(query, parameters)
  const limit = limitOf(query)
  const order = [...sort.map(([sql]) => sql), 'v.id', 'f.project_id', 'f.version_id']
  const types = [...sort.map(([, , type]) => type), 'int4', 'int4', 'int4']
  const keyset =
    after === null ? 'true' : `(${order.join(', ')}) < (${after.map((value, at) => `${parameters.add(value)}::${types[at]}`).join(', ')})`
  const orderBy = order.map((sql) => `${sql} DESC`).join(', ')
  const forward = walksForward(picture, selectionOf(query)) || name === 'first-seen'
  const body = forward
    ? joined(picture, query, parameters, conditions, keyset)
    : walked(picture, query, parameters, { conditions, keyset, order: sort, after, limit })
  const rows = await db.query<FoundRow>(`${SELECT} ${body} ORDER BY ${orderBy} LIMIT ${limit + 1}`, parameters.values)
  const details = await findingDetails(db, picture, rows.slice(0, limit))
  return pageOf(rows, query, {
    list,
    picture,
    total: await findingTotal(db, picture, query),
    item: (row) => findingRow(row, details),
    key: (row) => [...sort.map(([, column]) => row[column] as number), row.v_id, row.project_id, row.version_id],
  })
}

const SELECT = `SELECT ${VULNERABILITY_COLUMNS}, f.project_id, p.slug AS project_slug, p.name AS project_name, f.exposure,
  f.version_id, pv.purl AS version_purl, pv.version, pv.package_id, pk.purl AS package_purl, pk.ecosystem, pk.name AS package_name,
  f.status, f.justification, f.known_since, extract(epoch FROM f.known_since)::float8 AS known_key`

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

/** All findings of the selection with their state, then filtered. */
function joined(picture: Picture, query: FindingRowQuery, parameters: Parameters, conditions: string, keyset: string): string {
  return `FROM ${decided(picture, query, selectionOf(query), parameters)} f
    JOIN vulnerability v ON v.id = f.vulnerability_id ${NAMES}
    WHERE ${conditions} AND ${keyset}`
}

function decided(picture: Picture, query: FindingRowQuery, selection: FindingSelection, parameters: Parameters, per = ''): string {
  const source = findingSource(picture, selection, parameters, per)
  return `(SELECT f.*, t.status, t.justification FROM ${source} f
    ${triageJoin(picture, parameters)}
    WHERE ${stateFilter(query, parameters)})`
}

/** Vulnerability by vulnerability in the list's order, so that a page costs a page and not the list. */
function walked(
  picture: Picture,
  query: FindingRowQuery,
  parameters: Parameters,
  walk: { conditions: string; keyset: string; order: (typeof SORTS)[string]; after: readonly unknown[] | null; limit: number },
): string {
  const start =
    walk.after === null
      ? 'true'
      : `(${[...walk.order.map(([sql]) => sql), 'v.id'].join(', ')}) <= (${walk.after
          .slice(0, walk.order.length + 1)
          .map((value, at) => `${parameters.add(value)}::${walk.order[at]?.[2] ?? 'int4'}`)
          .join(', ')})`
  return `FROM vulnerability v
    CROSS JOIN LATERAL (SELECT * FROM ${decided(picture, query, selectionOf(query), parameters, 'v.id')} f
      WHERE ${walk.after === null ? 'true' : insideAfter(walk.after.slice(-3), parameters)}
      ORDER BY f.project_id DESC, f.version_id DESC LIMIT ${walk.limit + 1}) f ${NAMES}
    WHERE ${start} AND ${walk.conditions} AND ${walk.keyset}`
}

function insideAfter([vulnerability, project, version]: readonly unknown[], parameters: Parameters): string {
  return `(v.id <> ${parameters.add(vulnerability)}::int4 OR (f.project_id, f.version_id) < (${parameters.add(project)}::int4, ${parameters.add(version)}::int4))`
}

function stateFilter({ state }: FindingRowQuery, parameters: Parameters): string {
  if (state === undefined || state.length === 0) return `(t.status IS NULL OR t.status NOT IN ${CLOSING})`
  return `coalesce(t.status, 'open') = ANY(${parameters.add(state)}::text[])`
}

/** Filters over the vulnerability and names. */
export function filters({ q, severity, kev, kind }: FindingRowQuery, parameters: Parameters): string {
  return [
    'v.merged_into IS NULL',
    ...(severity === undefined || severity.length === 0 ? [] : [`v.severity = ANY(${parameters.add(severity)}::text[])`]),
    ...(kev === undefined ? [] : [`v.kev_added IS ${kev ? 'NOT ' : ''}NULL`]),
    ...(kind === undefined ? [] : [`v.kind = ${parameters.add(kind)}`]),
    ...(q
      ? [
          `(pk.name ILIKE ${parameters.add(likeText(q))} OR p.name ILIKE ${parameters.add(likeText(q))}
            OR EXISTS (SELECT 1 FROM alias a WHERE a.vulnerability_id = v.id AND a.alias ILIKE ${parameters.add(likeText(q))}))`,
        ]
      : []),
  ].join(' AND ')
}

/** Counted only up to the bound, and over names only when they are filtered by. */
async function findingTotal(db: Queryable, picture: Picture, query: FindingRowQuery) {
  const parameters = newParameters()
  const conditions = filters(query, parameters)
  const from = `FROM ${decided(picture, query, selectionOf(query), parameters)} f
    JOIN vulnerability v ON v.id = f.vulnerability_id ${query.q ? NAMES : ''} WHERE ${conditions}`
  const [found] = await db.query<{ count: number }>(countQuery(from), parameters.values)
  return totalOf(found?.count ?? 0)
}

function findingRow(row: FoundRow, details: Awaited<ReturnType<typeof findingDetails>>): Static<typeof FindingRow> {
  const id = `${row.project_id}.${row.v_id}.${row.version_id}`
  const detail = details.get(id)
  return {
    id,
    project: { id: row.project_id, slug: row.project_slug, name: row.project_name },
    vulnerability: vulnerabilityOf(row),
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
