import { containingSets, setsOf, setsWith } from './containing-sets.ts'
import type { Static } from 'typebox'
import type { GraphAnswer, GraphQuery } from '../api/contract/knowledge.ts'
import { HttpProblem } from '../api/problem-details.ts'
import type { Queryable } from '../store/database.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds, visible } from './picture.ts'
import type { Picture } from './picture.ts'

type Query = Static<typeof GraphQuery>
type Answer = Static<typeof GraphAnswer>
type Kind = 'project' | 'package' | 'version' | 'vulnerability'

interface Node {
  readonly kind: Kind
  readonly id: number
}

/** One kind of edge: from what to what, and the SQL that gives (start, end) for the starts in `$ids`, within what is visible. */
interface EdgeKind {
  readonly from: Kind
  readonly to: Kind
  sql(picture: Picture, ids: string, parameters: ReturnType<typeof newParameters>): string
}

const HELD = (picture: Picture, parameters: ReturnType<typeof newParameters>): string =>
  `snapshot s JOIN project p ON p.id = s.project_id AND ${visible('p', picture, parameters)} JOIN component_set c ON c.id = s.set_id`

const EDGES: Readonly<Record<string, EdgeKind>> = {
  contains: {
    from: 'project',
    to: 'version',
    sql: (picture, ids, parameters) =>
      `SELECT p.id AS start, member.version_id AS end_id FROM ${HELD(picture, parameters)} CROSS JOIN LATERAL unnest(c.members) AS member(version_id)
       WHERE ${holds('s', picture, parameters)} AND p.id = ANY(${ids})`,
  },
  'contained-in': {
    from: 'version',
    to: 'project',
    sql: (picture, ids, parameters) =>
      `SELECT asked.id AS start, p.id AS end_id FROM unnest(${ids}) AS asked(id) ${containingSets('asked.id', setsOf(picture))}
       JOIN snapshot s ON s.set_id = c.id JOIN project p ON p.id = s.project_id
       WHERE ${holds('s', picture, parameters)} AND ${visible('p', picture, parameters)}`,
  },
  'affected-by': {
    from: 'version',
    to: 'vulnerability',
    sql: (picture, ids, parameters) =>
      `SELECT m.version_id AS start, m.vulnerability_id AS end_id FROM match m WHERE m.version_id = ANY(${ids}) AND ${holds('m', picture, parameters)} AND ${known(picture, parameters)}`,
  },
  affects: {
    from: 'vulnerability',
    to: 'version',
    sql: (picture, ids, parameters) =>
      `SELECT m.vulnerability_id AS start, m.version_id AS end_id FROM match m WHERE m.vulnerability_id = ANY(${ids}) AND ${holds('m', picture, parameters)} AND ${known(picture, parameters)}`,
  },
  'version-of': {
    from: 'version',
    to: 'package',
    sql: (_, ids) => `SELECT pv.id AS start, pv.package_id AS end_id FROM package_version pv WHERE pv.id = ANY(${ids})`,
  },
}

/** Matches known to all or to the viewer's organisations, of versions that a visible project has. */
function known(picture: Picture, parameters: ReturnType<typeof newParameters>): string {
  const organisations = `${parameters.add(picture.viewer.organisations)}::int4[]`
  return `(m.org_id IS NULL OR ${organisations} IS NULL OR m.org_id = ANY(${organisations}))
    AND EXISTS (SELECT 1 FROM ${setsWith('m.version_id', setsOf(picture))} JOIN snapshot s ON s.set_id = c.id JOIN project p ON p.id = s.project_id
      WHERE ${holds('s', picture, parameters)} AND ${visible('p', picture, parameters)})`
}

/** Up to so many edges are read for one step; a step that would need more is refused before it is answered. */
const STEP_BOUND = 20_000

/** POST /graph/query: breadth first, at most `limit` nodes; says when it stopped early. Only what is visible is walked. */
export async function walkGraph(db: Queryable, picture: Picture, query: Query): Promise<Answer> {
  const limit = query.limit ?? 500
  const kinds = query.edges.map((name) => [name, EDGES[name]] as const)
  const unknown = kinds.find(([, kind]) => kind === undefined)
  if (unknown !== undefined)
    throw new HttpProblem(422, 'edge-unsupported', `the edge ${unknown[0]} cannot be walked across projects; ask the project's paths`)
  const nodes: (Node & { depth: number })[] = []
  const places = new Map<string, number>()
  const edges: { from: number; to: number; kind: string }[] = []
  let truncated = false
  function reach(node: Node, depth: number): number | null {
    const key = `${node.kind}:${node.id}`
    const present = places.get(key)
    if (present !== undefined) return present
    if (nodes.length >= limit) {
      truncated = true
      return null
    }
    places.set(key, nodes.length)
    nodes.push({ ...node, depth })
    return nodes.length - 1
  }
  for (const id of await visibleStarts(db, picture, query.start)) reach({ kind: query.start.kind as Kind, id }, 0)
  for (let depth = 0; depth < query.depth && !truncated; depth++) {
    const layer = nodes.filter((node) => node.depth === depth)
    for (const [name, kind] of kinds) {
      const ids = layer.filter((node) => node.kind === kind?.from).map(({ id }) => id)
      if (kind === undefined || ids.length === 0) continue
      for (const { start, end_id } of await step(db, picture, kind, ids)) {
        const from = places.get(`${kind.from}:${start}`)
        const to = reach({ kind: kind.to, id: end_id }, depth + 1)
        if (from !== undefined && to !== null) edges.push({ from, to, kind: name })
      }
    }
  }
  return { nodes: await labelled(db, nodes), edges, truncated }
}

async function step(
  db: Queryable,
  picture: Picture,
  kind: EdgeKind,
  ids: readonly number[],
): Promise<readonly { start: number; end_id: number }[]> {
  const parameters = newParameters()
  const asked = `${parameters.add(ids)}::int4[]`
  const rows = await db.query<{ start: number; end_id: number }>(
    `SELECT DISTINCT x.start, x.end_id FROM (${kind.sql(picture, asked, parameters)}) x ORDER BY 1, 2 LIMIT ${STEP_BOUND + 1}`,
    parameters.values,
  )
  if (rows.length > STEP_BOUND) throw new HttpProblem(422, 'too-costly', `one step meets more than ${STEP_BOUND} edges; start from less`)
  return rows
}

/** Whether a visible project has the version `pv`. */
function heldVersion(picture: Picture, parameters: ReturnType<typeof newParameters>): string {
  return `EXISTS (SELECT 1 FROM ${setsWith('pv.id', setsOf(picture))} JOIN snapshot s ON s.set_id = c.id JOIN project p ON p.id = s.project_id
    WHERE ${holds('s', picture, parameters)} AND ${visible('p', picture, parameters)})`
}

/** Starts that exist for the viewer: others are left out, whether they exist or not. */
async function visibleStarts(db: Queryable, picture: Picture, { kind, ids }: Query['start']): Promise<readonly number[]> {
  const parameters = newParameters()
  const asked = `${parameters.add(ids)}::int4[]`
  const sql =
    kind === 'project'
      ? `SELECT p.id FROM project p WHERE p.id = ANY(${asked}) AND ${visible('p', picture, parameters)}`
      : kind === 'vulnerability'
        ? `SELECT DISTINCT m.vulnerability_id AS id FROM match m WHERE m.vulnerability_id = ANY(${asked}) AND ${holds('m', picture, parameters)} AND ${known(picture, parameters)}`
        : `SELECT DISTINCT ${kind === 'version' ? 'pv.id' : 'pv.package_id'} AS id FROM package_version pv WHERE ${kind === 'version' ? 'pv.id' : 'pv.package_id'} = ANY(${asked}) AND ${heldVersion(picture, parameters)}`
  return (await db.query<{ id: number }>(sql, parameters.values)).map(({ id }) => id)
}

const LABELS: Readonly<Record<Kind, string>> = {
  project: 'SELECT id, name AS label FROM project WHERE id = ANY($1::int4[])',
  package: 'SELECT id, purl AS label FROM package WHERE id = ANY($1::int4[])',
  version: 'SELECT id, purl AS label FROM package_version WHERE id = ANY($1::int4[])',
  vulnerability: 'SELECT id, shown AS label FROM vulnerability WHERE id = ANY($1::int4[])',
}

async function labelled(db: Queryable, nodes: readonly (Node & { depth: number })[]): Promise<Answer['nodes']> {
  const labels = new Map<string, string>()
  for (const kind of Object.keys(LABELS) as Kind[]) {
    const ids = nodes.filter((node) => node.kind === kind).map(({ id }) => id)
    if (ids.length === 0) continue
    for (const { id, label } of await db.query<{ id: number; label: string }>(LABELS[kind], [ids])) labels.set(`${kind}:${id}`, label)
  }
  return nodes.map(({ kind, id, depth }) => ({ kind, id, depth, label: labels.get(`${kind}:${id}`) ?? '' }))
}
