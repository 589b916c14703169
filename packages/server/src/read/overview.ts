import { portfolioSums } from './portfolio-sums.ts'
import { projectIdTerm } from './project-term.ts'
import type { OverviewData } from '../api/contract/portfolio.ts'
import { newsWith } from '../outbox/news-with.ts'
import { indexState } from '../policy/index-state.ts'
import { newsOfFew } from './change-rows.ts'
import type { Queryable } from '../store/database.ts'
import { trustJoin } from './attestation-verdict.ts'
import { findingSource } from './finding-source.ts'
import { KeptAnswers, questionOf } from './kept-answers.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds, momentOf, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { countsOf } from './project-rows.ts'
import { CLOSING, triageJoin } from './triage-join.ts'

const LATEST_CLOSED = 10_000

/** GET /overview: every number is a sum over what the viewer may see, and only that. */
export async function overview(db: Queryable, picture: Picture): Promise<OverviewData> {
  const sums = await portfolioSums(db, picture)
  return {
    asOf: momentOf(picture).toISOString(),
    projects: sums.projects,
    components: sums.components,
    unmatched: sums.unmatched,
    incompleteProjects: sums.incomplete,
    counts: countsOf(sums),
    exploited: await exploitedNow(db, picture),
    policy: await policySums(db, picture),
    ...(await evidenceSums(db, picture)),
    sinceYesterday: await sinceYesterday(db, picture),
    timeToUpdate: await timeToUpdate(db, picture),
    exceptionsExpiring: await exceptionsExpiring(db, picture),
    index: await advisoryData(db, picture),
  }
}

async function exploitedNow(db: Queryable, picture: Picture): Promise<OverviewData['exploited']> {
  const parameters = newParameters()
  const day = parameters.add(momentOf(picture))
  const source = findingSource(picture, { vulnerabilities: `v.kev_added <= ${day}::timestamptz` }, parameters)
  const [row] = await db.query<OverviewData['exploited']>(
    `SELECT count(*)::int4 AS findings, count(DISTINCT f.project_id)::int4 AS projects,
       count(*) FILTER (WHERE f.exposure = 'internet')::int4 AS internet,
       count(*) FILTER (WHERE v.kev_due < ${day}::timestamptz)::int4 AS overdue
     FROM ${source} f JOIN vulnerability v ON v.id = f.vulnerability_id
     ${triageJoin(picture, parameters)} WHERE (t.status IS NULL OR t.status NOT IN ${CLOSING})`,
    parameters.values,
  )
  return row ?? { findings: 0, projects: 0, internet: 0, overdue: 0 }
}

async function policySums(db: Queryable, picture: Picture): Promise<OverviewData['policy']> {
  const parameters = newParameters()
  const [row] = await db.query<OverviewData['policy']>(
    `SELECT count(*) FILTER (WHERE r.outcome = 'pass')::int4 AS pass, count(*) FILTER (WHERE r.outcome = 'fail')::int4 AS fail,
       count(*) FILTER (WHERE r.outcome = 'unknown')::int4 AS unknown
     FROM policy_result r JOIN project p ON p.id = r.project_id
     WHERE r.severity <> 'info' AND ${holds('r', picture, parameters)} AND ${visible('p', picture, parameters)}`,
    parameters.values,
  )
  return row ?? { pass: 0, fail: 0, unknown: 0 }
}

async function evidenceSums(db: Queryable, picture: Picture): Promise<{ assessed: number; withProvenance: number }> {
  const parameters = newParameters()
  const moment = `${parameters.add(momentOf(picture))}::timestamptz`
  const [row] = await db.query<{ assessed: number; proven: number }>(
    // From the side of the evidence: most projects of a large store have none.
    `SELECT (SELECT count(DISTINCT x.project_id) FROM assessment x JOIN project p ON p.id = x.project_id
         WHERE ${holds('x', picture, parameters)} AND ${visible('p', picture, parameters)})::int4 AS assessed,
       (SELECT count(DISTINCT a.project_id) FROM attestation a JOIN project p ON p.id = a.project_id ${trustJoin(moment)}
         JOIN attestation_verdict v ON v.attestation_id = a.id AND v.since <= ${moment} AND (v.until IS NULL OR v.until > ${moment})
         WHERE a.received_at <= ${moment} AND v.outcome = 'verified' AND v.policy_id IS NOT DISTINCT FROM k.id
           AND ${visible('p', picture, parameters)})::int4 AS proven`,
    parameters.values,
  )
  return { assessed: row?.assessed ?? 0, withProvenance: row?.proven ?? 0 }
}

/** So many news of a day are counted anew each time; more, twice a minute. */
const FEW_NEWS = 10_000
const keptTimes = new KeptAnswers<OverviewData['timeToUpdate']>(30_000)
const keptNews = new KeptAnswers<OverviewData['sinceYesterday']>(30_000)

async function sinceYesterday(db: Queryable, picture: Picture): Promise<OverviewData['sinceYesterday']> {
  const parameters = newParameters()
  const moment = `${parameters.add(momentOf(picture))}::timestamptz`
  const news = [`at > ${moment} - interval '1 day' AND at <= ${moment}`, ...newsOfFew(picture, parameters)].join(' AND ')
  const sql = `SELECT coalesce(sum(e.opened), 0)::int4 AS opened, coalesce(sum(e.closed), 0)::int4 AS closed
     FROM (SELECT project_id, count(*) FILTER (WHERE kind = 'finding.opened') AS opened, count(*) FILTER (WHERE kind = 'finding.closed') AS closed
       FROM ${newsWith(news)} news GROUP BY project_id) e
     JOIN project p ON p.id = e.project_id WHERE ${visible('p', picture, parameters)}`
  const question = questionOf(picture, sql, parameters)
  const known = keptNews.get(db, picture, question)
  if (known !== undefined) return known
  const [row = { opened: 0, closed: 0 }] = await db.query<{ opened: number; closed: number }>(sql, parameters.values)
  if (row.opened + row.closed > FEW_NEWS) keptNews.set(db, picture, question, row)
  return row
}

/** Of the last 90 days, and of the latest where there are very many. */
async function timeToUpdate(db: Queryable, picture: Picture): Promise<OverviewData['timeToUpdate']> {
  const parameters = newParameters()
  const moment = `${parameters.add(momentOf(picture))}::timestamptz`
  const sql = `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days)::float8 AS median, percentile_cont(0.9) WITHIN GROUP (ORDER BY days)::float8 AS p90,
       count(*)::int4 AS closed
     FROM (SELECT extract(epoch FROM x.at - (x.payload->>'firstSeen')::timestamptz) / 86400 AS days
       FROM (SELECT e.at, e.payload FROM outbox e JOIN project p ON p.id = e.project_id
         WHERE e.kind = 'finding.closed' AND e.at > ${moment} - interval '90 days' AND e.at <= ${moment} AND ${visible('p', picture, parameters)}
         ORDER BY e.at DESC LIMIT ${LATEST_CLOSED}) x
       WHERE x.payload ? 'firstSeen') AS closed`
  const question = questionOf(picture, sql, parameters)
  const known = keptTimes.get(db, picture, question)
  if (known !== undefined) return known
  const [row] = await db.query<{ median: number | null; p90: number | null; closed: number }>(sql, parameters.values)
  if (row === undefined || row.median === null || row.p90 === null) return null
  const told = { median: tenth(row.median), p90: tenth(row.p90), closed: row.closed }
  if (row.closed > FEW_NEWS / 2) keptTimes.set(db, picture, question, told)
  return told
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}

async function exceptionsExpiring(db: Queryable, picture: Picture): Promise<number> {
  const parameters = newParameters()
  const moment = `${parameters.add(momentOf(picture))}::timestamptz`
  const { organisations, projects } = picture.viewer
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int4 AS count FROM policy_exception e
     WHERE e.ended_at IS NULL AND e.expires_at > ${moment} AND e.expires_at <= ${moment} + interval '30 days'
       AND (${parameters.add(organisations)}::int4[] IS NULL OR e.org_id = ANY(${parameters.add(organisations)}::int4[]))
       AND (e.project_id IS NULL OR ${projectIdTerm('e.project_id', projects, parameters)})`,
    parameters.values,
  )
  return row?.count ?? 0
}

interface KeptData {
  readonly kind?: OverviewData['index']['kind']
  readonly modified?: string
  readonly ecosystems?: readonly { readonly name: string; readonly synced?: string }[]
}

/**
 * Which advisory data answers; written by the feed under the setting `advisory-data`. It is as old as its newest record, and as the
 * ecosystem in use that was fetched the longest ago: what stays behind must not hide behind what is fetched every hour.
 */
export async function advisoryData(db: Queryable, { now }: Picture): Promise<OverviewData['index']> {
  const [row] = await db.query<{ value: KeptData; used: readonly string[] }>(
    `SELECT value, ARRAY(
       WITH RECURSIVE used AS (
         SELECT min(ecosystem) AS name FROM subject
         UNION ALL SELECT (SELECT min(s.ecosystem) FROM subject s WHERE s.ecosystem > used.name) FROM used WHERE used.name IS NOT NULL
       ) SELECT DISTINCT split_part(name, ':', 1) FROM used WHERE name IS NOT NULL) AS used
     FROM setting WHERE key = 'advisory-data'`,
  )
  const { kind = 'none', modified = '', ecosystems = [] } = row?.value ?? {}
  const used = new Set(row?.used)
  const fetched = ecosystems.flatMap(({ name, synced }) => (synced === undefined || !used.has(name) ? [] : [synced]))
  const ages = [modified, ...fetched].filter((at) => at !== '').map((at) => (now.getTime() - new Date(at).getTime()) / 86_400_000)
  const { kev } = await indexState(db)
  const kevAge = kev === '' ? Number.NaN : now.getTime() - Date.parse(kev)
  return {
    kind,
    modified,
    ageDays: modified === '' ? null : tenth(Math.max(0, ...ages)),
    kevAgeDays: Number.isNaN(kevAge) ? null : tenth(Math.max(0, kevAge / 86_400_000)),
  }
}
