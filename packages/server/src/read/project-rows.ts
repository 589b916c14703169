import type { Static } from 'typebox'
import type { ProjectRow } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import type { CursorValue } from './cursor.ts'
import { countQuery, limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { holds, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { projectNumbers } from './project-numbers.ts'
import { rounded, timeOf } from './vulnerability-facts.ts'

export interface ProjectRowQuery extends PageRequest {
  readonly q?: string
  readonly team?: number
  readonly tag?: string
  readonly exposure?: string
  readonly sort?: string
}

interface Row {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly organisation: string
  readonly team_id: number | null
  readonly team_slug: string | null
  readonly team_name: string | null
  readonly exposure: 'internet' | 'internal' | 'none' | 'unknown'
  readonly tags: readonly string[]
  readonly components: number
  readonly unmatched: number
  readonly critical: number
  readonly high: number
  readonly medium: number
  readonly low: number
  readonly unknown: number
  readonly malware: number
  readonly exploited: number
  readonly risk: number
  readonly incomplete: boolean
  readonly updated: Date | null
  readonly score: number | null
  readonly pass: number | null
  readonly fail: number | null
  readonly undecided: number | null
  readonly sort_key: CursorValue
}

/** Order of a list: SQL of its key, its direction, and the type that a cursor's value is cast to. */
const SORTS: Readonly<Record<string, readonly [key: string, direction: 'ASC' | 'DESC', type: string]>> = {
  risk: ['n.risk', 'DESC', 'int8'],
  name: ['lower(n.name)', 'ASC', 'text'],
  '-name': ['lower(n.name)', 'DESC', 'text'],
  updated: ['coalesce(extract(epoch FROM n.updated), -1)::float8', 'DESC', 'float8'],
  '-updated': ['coalesce(extract(epoch FROM n.updated), -1)::float8', 'ASC', 'float8'],
  components: ['n.components', 'DESC', 'int8'],
  '-components': ['n.components', 'ASC', 'int8'],
}

/** GET /projects. */
export async function projectPage(db: Queryable, picture: Picture, query: ProjectRowQuery) {
  const sort = query.sort ?? 'risk'
  const [key, direction, type] = SORTS[sort] as (typeof SORTS)[string]
  const list = `projects:${sort}`
  const after = decodeCursor(list, query.cursor, 2)
  const parameters = newParameters()
  const numbers = projectNumbers(picture, parameters)
  const where = filters('n', query, parameters)
  const keyset =
    after === null
      ? 'true'
      : `(${key}, n.project_id) ${direction === 'ASC' ? '>' : '<'} (${parameters.add(after[0])}::${type}, ${parameters.add(after[1])}::int4)`
  const rows = await db.query<Row>(
    // What a row shows beyond its place in the order is read for the page only.
    `SELECT ${PROJECT_COLUMNS}, n.sort_key ${projectSource(
      `(SELECT n.*, ${key} AS sort_key FROM ${numbers} n WHERE ${where} AND ${keyset}
        ORDER BY ${key} ${direction}, n.project_id ${direction} LIMIT ${limitOf(query) + 1})`,
      picture,
      parameters,
    )} ORDER BY n.sort_key ${direction}, p.id ${direction}`,
    parameters.values,
  )
  return pageOf(rows, query, {
    list,
    picture,
    total: await projectTotal(db, picture, query),
    item: projectRow,
    key: (row) => [typeof row.sort_key === 'bigint' ? Number(row.sort_key) : row.sort_key, row.id],
  })
}

async function projectTotal(db: Queryable, picture: Picture, query: ProjectRowQuery) {
  const parameters = newParameters()
  const shown = visible('p', picture, parameters)
  const [found] = await db.query<{ count: number }>(
    countQuery(`FROM project p WHERE ${shown} AND ${filters('p', query, parameters)}`),
    parameters.values,
  )
  return totalOf(found?.count ?? 0)
}

/** One project as a row; null when it does not exist for the viewer. */
export async function projectById(db: Queryable, picture: Picture, id: number): Promise<Static<typeof ProjectRow> | null> {
  const parameters = newParameters()
  const from = projectSource(projectNumbers(picture, parameters), picture, parameters)
  const [row] = await db.query<Row>(`SELECT ${PROJECT_COLUMNS} ${from} WHERE p.id = ${parameters.add(id)}`, parameters.values)
  return row === undefined ? null : projectRow(row)
}

const PROJECT_COLUMNS = `p.id, p.slug, p.name, o.slug AS organisation, team.id AS team_id, team.slug AS team_slug, team.name AS team_name,
  p.exposure, p.tags, n.components, n.unmatched, n.critical, n.high, n.medium, n.low, n.unknown, n.malware, n.exploited, n.risk,
  n.incomplete, n.updated, assessed.score, policy.pass, policy.fail, policy.undecided`

/** SQL of what a row shows, of projects with their numbers (`projectNumbers`). */
function projectSource(numbers: string, picture: Picture, parameters: Parameters): string {
  const resultHolds = holds('r', picture, parameters)
  const assessmentHolds = holds('x', picture, parameters)
  return `FROM ${numbers} n
    JOIN project p ON p.id = n.project_id
    JOIN organisation o ON o.id = p.org_id
    LEFT JOIN team ON team.id = p.team_id
    LEFT JOIN LATERAL (SELECT x.score FROM assessment x WHERE x.project_id = p.id AND ${assessmentHolds} ORDER BY x.since DESC LIMIT 1) assessed ON true
    LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE r.outcome = 'pass')::int4 AS pass,
        count(*) FILTER (WHERE r.outcome = 'fail')::int4 AS fail, count(*) FILTER (WHERE r.outcome = 'unknown')::int4 AS undecided
      FROM policy_result r WHERE r.project_id = p.id AND r.severity <> 'info' AND ${resultHolds}) policy ON true`
}

/** SQL over `alias`, a project. */
function filters(alias: string, { q, team, tag, exposure }: ProjectRowQuery, parameters: Parameters): string {
  return [
    'true',
    ...(q ? [`(${alias}.name ILIKE ${parameters.add(likeText(q))} OR ${alias}.slug ILIKE ${parameters.add(likeText(q))})`] : []),
    ...(team === undefined ? [] : [`${alias}.team_id = ${parameters.add(team)}`]),
    ...(tag === undefined ? [] : [`${parameters.add(tag)} = ANY(${alias}.tags)`]),
    ...(exposure === undefined ? [] : [`${alias}.exposure = ${parameters.add(exposure)}`]),
  ].join(' AND ')
}

/** A text to be found anywhere, with what LIKE reads as a pattern taken literally. */
export function likeText(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

function projectRow(row: Row): Static<typeof ProjectRow> {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    organisation: row.organisation,
    team: row.team_id === null ? null : { id: row.team_id, slug: row.team_slug ?? '', name: row.team_name ?? '' },
    exposure: row.exposure,
    tags: [...row.tags],
    components: row.components,
    unmatched: row.unmatched,
    counts: countsOf(row),
    knownExploited: row.exploited,
    score: rounded(row.score),
    policy: { pass: row.pass ?? 0, fail: row.fail ?? 0, unknown: row.undecided ?? 0 },
    incomplete: row.incomplete,
    updated: timeOf(row.updated),
  }
}

export interface CountColumns {
  readonly critical: number
  readonly high: number
  readonly medium: number
  readonly low: number
  readonly unknown: number
  readonly malware: number
}

export function countsOf({ critical, high, medium, low, unknown, malware }: CountColumns): CountColumns {
  return { critical, high, medium, low, unknown, malware }
}
