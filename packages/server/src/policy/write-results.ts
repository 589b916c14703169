import type { PolicyRuleReport } from '@cupel/model'
import type { Queryable } from '../store/database.ts'
import { jsonText } from '../store/stored-text.ts'
import type { EvaluatedProject } from './evaluate-projects.ts'
import { keptEvidence } from './kept-result.ts'

interface ResultRow {
  readonly project_id: number
  readonly pack_id: number
  readonly pack: string
  readonly rule: string
  readonly outcome: PolicyRuleReport['outcome']
  readonly severity: string
  readonly counts: PolicyRuleReport['counts']
  readonly evidence: object
}

export interface Written {
  /** Rows that began or ended. */
  readonly changed: number
  /** Pieces of news. */
  readonly news: number
}

/**
 * Brings the results of projects up to what their packs say now. A result that is the same in everything stays untouched; one whose
 * outcome is another is news; first answers are none, so that a new pack does not tell everybody at once. Results of packs and rules that are no longer asked end.
 * What a pack said that was ended or replaced meanwhile is not written, and what stands of it stays for whoever asks the next time.
 */
export async function writeResults(transaction: Queryable, evaluated: readonly EvaluatedProject[], now: Date): Promise<Written> {
  if (evaluated.length === 0) return { changed: 0, news: 0 }
  const over = await overMeanwhile(transaction, evaluated)
  const rows = evaluated.flatMap(({ project, packs }) =>
    packs
      .filter(({ id }) => !over.has(id))
      .flatMap(({ id, pack, report }) =>
        report.rules.map((rule): ResultRow => {
          const { id: name, outcome, severity, counts } = rule
          return { project_id: project.id, pack_id: id, pack: pack.id, rule: name, outcome, severity, counts, evidence: keptEvidence(rule) }
        }),
      ),
  )
  const asked = `jsonb_to_recordset($1::text::jsonb) AS x(project_id int4, pack_id int4, pack text, rule text, outcome text, severity text, counts jsonb, evidence jsonb)`
  const values = [jsonText(rows), evaluated.map(({ project }) => project.id), now]
  const [changed] = await transaction.query<{ count: number }>(
    `WITH asked AS MATERIALIZED (SELECT * FROM ${asked}), before AS MATERIALIZED (
       SELECT r.*, k.pack FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id WHERE r.project_id = ANY($2::int4[]) AND r.until IS NULL
         AND r.pack_id <> ALL($4::int4[])
     ), same AS (
       SELECT b.id FROM before b JOIN asked x ON x.project_id = b.project_id AND x.pack_id = b.pack_id AND x.rule = b.rule
         AND x.outcome = b.outcome AND x.severity = b.severity AND x.counts = b.counts AND x.evidence = b.evidence
     ), ended AS (
       UPDATE policy_result r SET until = $3::timestamptz FROM before b WHERE r.id = b.id AND b.id NOT IN (SELECT id FROM same) RETURNING r.id
     )
     SELECT count(*)::int4 AS count FROM ended`,
    [...values, [...over]],
  )
  const [inserted] = await transaction.query<{ fresh: number; news: number }>(
    `WITH asked AS MATERIALIZED (SELECT * FROM ${asked}), before AS (
       SELECT DISTINCT ON (r.project_id, k.pack, r.rule) r.project_id, k.pack, r.rule, r.outcome, r.outcome_since
       FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id
       WHERE r.project_id = ANY($2::int4[]) AND r.until = $3::timestamptz ORDER BY r.project_id, k.pack, r.rule, r.since DESC, r.id DESC
     ), fresh AS (
       INSERT INTO policy_result (project_id, pack_id, rule, outcome, severity, counts, evidence, since, outcome_since)
       SELECT x.project_id, x.pack_id, x.rule, x.outcome, x.severity, x.counts, x.evidence, $3::timestamptz,
         CASE WHEN b.outcome = x.outcome THEN b.outcome_since ELSE $3::timestamptz END
       FROM asked x LEFT JOIN before b ON b.project_id = x.project_id AND b.pack = x.pack AND b.rule = x.rule
       WHERE NOT EXISTS (SELECT 1 FROM policy_result r WHERE r.project_id = x.project_id AND r.pack_id = x.pack_id AND r.rule = x.rule AND r.until IS NULL)
       RETURNING id, project_id, pack_id, rule, outcome, severity
     ), news AS (
       INSERT INTO outbox (at, kind, org_id, project_id, payload, cause)
       SELECT $3::timestamptz, 'policy.changed', p.org_id, p.id,
         jsonb_build_object('pack', k.pack, 'rule', f.rule, 'severity', f.severity, 'before', b.outcome, 'after', f.outcome,
           'text', k.pack || '/' || f.rule || ' is ' || f.outcome || ', was ' || b.outcome),
         concat_ws('/', 'policy', f.id)
       FROM fresh f JOIN project p ON p.id = f.project_id JOIN policy_pack k ON k.id = f.pack_id
       JOIN before b ON b.project_id = f.project_id AND b.pack = k.pack AND b.rule = f.rule
       WHERE f.severity <> 'info' AND b.outcome <> f.outcome
       ON CONFLICT (cause) WHERE cause IS NOT NULL DO NOTHING RETURNING id
     )
     SELECT (SELECT count(*) FROM fresh)::int4 AS fresh, (SELECT count(*) FROM news)::int4 AS news`,
    values,
  )
  // Rows that began and ended in one moment never held.
  await transaction.run(
    'DELETE FROM policy_result WHERE project_id = ANY($1::int4[]) AND until = $2::timestamptz AND since = $2::timestamptz',
    [values[1], now],
  )
  return { changed: (changed?.count ?? 0) + (inserted?.fresh ?? 0), news: inserted?.news ?? 0 }
}

/** Packs that were asked and are not in use any more. The others stay in use until the transaction ends. */
async function overMeanwhile(transaction: Queryable, evaluated: readonly EvaluatedProject[]): Promise<ReadonlySet<number>> {
  const asked = [...new Set(evaluated.flatMap(({ packs }) => packs.map(({ id }) => id)))]
  const present = await transaction.query<{ id: number }>(
    'SELECT id FROM policy_pack WHERE id = ANY($1::int4[]) AND until IS NULL AND enabled ORDER BY id FOR SHARE',
    [asked],
  )
  const ids = new Set(present.map(({ id }) => id))
  return new Set(asked.filter((id) => !ids.has(id)))
}
