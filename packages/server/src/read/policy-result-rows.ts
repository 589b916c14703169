import type { Static } from 'typebox'
import type { PolicyResultRow } from '../api/contract/portfolio.ts'
import type { KeptEvidence } from '../policy/kept-result.ts'
import { shownSeverity } from '../policy/pack-rules.ts'
import type { KeptRule } from '../policy/pack-rules.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { countQuery, limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { holds, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { seenProject } from './seen-project.ts'
import { timeOf } from './vulnerability-facts.ts'

type Outcome = Static<typeof PolicyResultRow>['outcome']

interface Row {
  readonly id: number
  readonly pack_id: number
  readonly pack: string
  readonly rule: string
  readonly outcome: Outcome
  readonly severity: string
  readonly counts: {
    readonly pass: number
    readonly fail: number
    readonly unknown: number
    readonly notApplicable: number
    readonly excepted: number
  }
  readonly evidence: KeptEvidence
  readonly outcome_since: Date
  readonly place: number
}

export interface PolicyResultQuery extends PageRequest {
  readonly outcome?: Outcome
  readonly pack?: string
}

/** What must be looked at first: failures, then what is not known; the worst of each first. */
const PLACE = `(CASE r.outcome WHEN 'fail' THEN 0 WHEN 'unknown' THEN 10 WHEN 'pass' THEN 20 ELSE 30 END
  + CASE r.severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN 'low' THEN 3 ELSE 4 END)`

/** GET /projects/:project/policy: what each rule of the organisation's packs says of the project, with what that rests on. */
export async function policyResultPage(db: Queryable, picture: Picture, project: number, query: PolicyResultQuery) {
  await seenProject(db, picture, project)
  const list = `policy-results:${project}:${query.outcome ?? ''}:${query.pack ?? ''}`
  const after = decodeCursor(list, query.cursor, 4)
  const counting = newParameters()
  const [found] = await db.query<{ count: number }>(countQuery(results(picture, project, query, counting)), counting.values)
  const parameters = newParameters()
  const from = results(picture, project, query, parameters)
  const types = ['int4', 'text', 'text', 'int8']
  const keyset =
    after === null
      ? 'true'
      : `(${PLACE}, k.pack, r.rule, r.id) > (${after.map((value, at) => `${parameters.add(value)}::${types[at]}`).join(', ')})`
  const rows = await db.query<Row>(
    `SELECT r.id, r.pack_id, k.pack, r.rule, r.outcome, r.severity, r.counts, r.evidence, r.outcome_since, ${PLACE} AS place
     ${from} AND ${keyset} ORDER BY ${PLACE}, k.pack, r.rule, r.id LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  const rules = await rulesOf(db, [...new Set(rows.map(({ pack_id }) => pack_id))])
  return pageOf(rows, query, {
    list,
    picture,
    total: totalOf(found?.count ?? 0),
    item: (row) => resultRow(row, rules.get(row.pack_id)?.get(row.rule)),
    key: ({ place, pack, rule, id }) => [place, pack, rule, id],
  })
}

function results(picture: Picture, project: number, { outcome, pack }: PolicyResultQuery, parameters: Parameters): string {
  const terms = [
    `r.project_id = ${parameters.add(project)}`,
    holds('r', picture, parameters),
    visible('p', picture, parameters),
    ...(outcome === undefined ? [] : [`r.outcome = ${parameters.add(outcome)}`]),
    ...(pack === undefined ? [] : [`k.pack = ${parameters.add(pack)}`]),
  ]
  return `FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id JOIN project p ON p.id = r.project_id WHERE ${terms.join(' AND ')}`
}

async function rulesOf(db: Queryable, packs: readonly number[]): Promise<ReadonlyMap<number, ReadonlyMap<string, KeptRule>>> {
  const rows = await db.query<{ id: number; rules: readonly KeptRule[] }>('SELECT id, rules FROM policy_pack WHERE id = ANY($1::int4[])', [
    packs,
  ])
  return new Map(rows.map(({ id, rules }) => [id, new Map(rules.map((rule) => [rule.id, rule]))]))
}

function resultRow(row: Row, rule: KeptRule | undefined): Static<typeof PolicyResultRow> {
  const { pass, fail, unknown, excepted } = row.counts
  const { message, items, exception } = row.evidence
  return {
    pack: row.pack,
    rule: row.rule,
    title: rule?.title ?? row.rule,
    severity: shownSeverity(row.severity),
    outcome: row.outcome,
    message,
    remediation: rule?.remediation ?? '',
    subjects: pass + fail + unknown + excepted,
    failing: fail,
    unknown,
    evidence: items.map((item) => ({ ...item })),
    mappings: [...(rule?.mappings ?? [])],
    exception: exception === null ? null : { ...exception, expires: endOf(exception.expires) },
    since: timeOf(row.outcome_since),
  }
}

/** One in a pack lasts through its last day. */
function endOf(expires: string): string {
  return expires.length === 10 ? `${expires}T23:59:59Z` : expires
}
