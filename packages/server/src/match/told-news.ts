import type { ProblemNews } from './news-of.ts'
import { toldSeverity } from './told-severity.ts'

/** SQL: one line for people about what is told, `h`, of vulnerability `v`. */
const TEXT = `v.shown || coalesce(' (' || nullif(${toldSeverity('h.vulnerability_id', 'h.versions[1]')}, 'unknown') || ')', '')
    || CASE WHEN h.opened THEN ' affects ' ELSE ' no longer affects ' END
    || (SELECT min(pv.purl) FROM package_version pv WHERE pv.id = ANY(h.versions))
    || CASE WHEN cardinality(h.versions) > 1 THEN ' and ' || (cardinality(h.versions) - 1) || ' more' ELSE '' END`

/** SQL of `told`, what news say, in the order of `toldParameters`, which are its $1 to $4. */
export const TOLD = `told AS MATERIALIZED (
       SELECT h.vulnerability_id, h.org_id, h.opened, h.versions, h.n,
         jsonb_build_object('by', 'advisory', 'versions', h.versions, 'text', ${TEXT}) AS payload
       FROM (SELECT x.vulnerability_id, x.org_id, x.opened, x.versions::int4[] AS versions, x.n
         FROM unnest($1::int4[], $2::int4[], $3::boolean[], $4::text[]) WITH ORDINALITY AS x(vulnerability_id, org_id, opened, versions, n)) h
       JOIN vulnerability v ON v.id = h.vulnerability_id
     )`

export function toldParameters(problems: readonly ProblemNews[]): readonly unknown[] {
  const all = problems.flatMap(({ vulnerability, orgId, opened, told }) =>
    told.map((versions) => ({ vulnerability, orgId, opened, versions })),
  )
  return [
    all.map(({ vulnerability }) => vulnerability),
    all.map(({ orgId }) => orgId),
    all.map(({ opened }) => opened),
    all.map(({ versions }) => `{${versions.join()}}`),
  ]
}

/** Where what each problem's news say begins in `told`, from 0. */
export function startsOf(problems: readonly ProblemNews[]): readonly number[] {
  let next = 0
  return problems.map(({ told }) => (next += told.length) - told.length)
}
