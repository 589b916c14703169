import type { Static } from 'typebox'
import type { PolicyMatrix, PolicyMatrixQuery } from '../api/contract/policies.ts'
import { shownSeverity } from '../policy/pack-rules.ts'
import type { KeptRule } from '../policy/pack-rules.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { limitOf } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds, momentOf, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { seenPacks } from './policy-pack-rows.ts'

type Matrix = Static<typeof PolicyMatrix>
type Query = Static<typeof PolicyMatrixQuery>
type Outcome = Matrix['rows'][number]['outcomes'][number]
type Rule = Matrix['rules'][number]

/** More columns nobody reads: choose a pack. */
const MAX_RULES = 500

interface ProjectRow {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly sort: string
}

/** GET /policy-matrix: projects by name × rules of their organisations' packs. Totals are over every project that the viewer sees. */
export async function policyMatrix(db: Queryable, picture: Picture, query: Query): Promise<Matrix> {
  const rules = await columnsOf(db, picture, query.pack)
  const projects = await projectsOf(db, picture, query)
  const limit = limitOf(query)
  const shown = projects.slice(0, limit)
  const last = shown.at(-1)
  const cells = await cellsOf(db, picture, shown)
  return {
    rules,
    rows: shown.map(({ id, slug, name }) => ({
      project: { id, slug, name },
      outcomes: rules.map(({ pack, rule }) => cells.get(`${id} ${pack}/${rule}`) ?? 'not-evaluated'),
    })),
    totals: await totalsOf(db, picture, rules),
    next: projects.length > limit && last !== undefined ? encodeCursor(listName(query), [last.sort, last.id]) : null,
    asOf: momentOf(picture).toISOString(),
  }
}

function listName({ pack, outcome }: Query): string {
  return `matrix:${pack ?? ''}:${outcome ?? ''}`
}

async function columnsOf(db: Queryable, picture: Picture, pack: string | undefined): Promise<Rule[]> {
  const parameters = newParameters()
  const from = seenPacks(picture, parameters)
  const own = pack === undefined ? 'true' : `k.pack = ${parameters.add(pack)}`
  const enabled = picture.at === null ? 'k.enabled' : 'true'
  const rows = await db.query<{ pack: string; rules: readonly KeptRule[] }>(
    `SELECT k.pack, k.rules ${from} AND ${own} AND ${enabled} ORDER BY k.pack, k.id`,
    parameters.values,
  )
  const columns = new Map<string, Rule>()
  for (const { pack: name, rules } of rows)
    for (const { id, title, severity } of rules)
      columns.set(`${name}/${id}`, { pack: name, rule: id, title, severity: shownSeverity(severity) })
  return [...columns.values()].slice(0, MAX_RULES)
}

async function projectsOf(db: Queryable, picture: Picture, query: Query): Promise<readonly ProjectRow[]> {
  const after = decodeCursor(listName(query), query.cursor, 2)
  const parameters = newParameters()
  const terms = [visible('p', picture, parameters)]
  if (after !== null) terms.push(`(lower(p.name), p.id) > (${parameters.add(after[0])}::text, ${parameters.add(after[1])}::int4)`)
  if (query.outcome !== undefined) {
    const pack = query.pack === undefined ? 'true' : `k.pack = ${parameters.add(query.pack)}`
    terms.push(`EXISTS (SELECT 1 FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id
      WHERE r.project_id = p.id AND r.outcome = ${parameters.add(query.outcome)} AND ${holds('r', picture, parameters)} AND ${pack})`)
  }
  return db.query<ProjectRow>(
    `SELECT p.id, p.slug, p.name, lower(p.name) AS sort FROM project p WHERE ${terms.join(' AND ')} ORDER BY lower(p.name), p.id LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
}

async function cellsOf(db: Queryable, picture: Picture, projects: readonly ProjectRow[]): Promise<ReadonlyMap<string, Outcome>> {
  const parameters = newParameters()
  const rows = await db.query<{ project_id: number; pack: string; rule: string; outcome: Outcome }>(
    `SELECT r.project_id, k.pack, r.rule, r.outcome FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id
     WHERE r.project_id = ANY(${parameters.add(projects.map(({ id }) => id))}::int4[]) AND ${holds('r', picture, parameters)}`,
    parameters.values,
  )
  return new Map(rows.map(({ project_id, pack, rule, outcome }) => [`${project_id} ${pack}/${rule}`, outcome]))
}

async function totalsOf(db: Queryable, picture: Picture, rules: readonly Rule[]): Promise<Matrix['totals']> {
  const parameters = newParameters()
  const packs = parameters.add([...new Set(rules.map(({ pack }) => pack))])
  const rows = await db.query<Matrix['totals'][number] & { readonly pack: string; readonly rule: string }>(
    `SELECT k.pack, r.rule, count(*) FILTER (WHERE r.outcome = 'pass')::int4 AS pass, count(*) FILTER (WHERE r.outcome = 'fail')::int4 AS fail,
       count(*) FILTER (WHERE r.outcome = 'unknown')::int4 AS unknown, count(*) FILTER (WHERE r.outcome = 'not-applicable')::int4 AS "notApplicable"
     FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id AND k.pack = ANY(${packs}::text[]) JOIN project p ON p.id = r.project_id
     WHERE ${holds('r', picture, parameters)} AND ${visible('p', picture, parameters)} GROUP BY k.pack, r.rule`,
    parameters.values,
  )
  const byRule = new Map(rows.map(({ pack: name, rule, ...counts }) => [`${name}/${rule}`, counts]))
  return rules.map(({ pack, rule }) => {
    const counts = byRule.get(`${pack}/${rule}`)
    return {
      pass: Number(counts?.pass ?? 0),
      fail: counts?.fail ?? 0,
      unknown: counts?.unknown ?? 0,
      notApplicable: counts?.notApplicable ?? 0,
    }
  })
}
