import type { Queryable } from '../store/database.ts'

/** In how many more projects a version has a problem. */
export interface FindingChange {
  readonly organisation: number
  readonly vulnerability: number
  readonly version: number
  readonly by: number
}

/** How many more projects have a problem. */
export type ProblemChange = Omit<FindingChange, 'version'>

/** Adds the changes to what is stored; what nobody has any more goes. `problems` names each problem of `findings`. */
export async function writeProblems(db: Queryable, findings: readonly FindingChange[], problems: readonly ProblemChange[]): Promise<void> {
  if (problems.length === 0) return
  const changed = findings.filter(({ by }) => by !== 0)
  await db.run(
    `INSERT INTO finding_count AS f (vulnerability_id, version_id, org_id, projects)
     SELECT * FROM unnest($1::int4[], $2::int4[], $3::int4[], $4::int4[])
     ON CONFLICT (vulnerability_id, version_id, org_id) DO UPDATE SET projects = f.projects + excluded.projects`,
    [
      changed.map(({ vulnerability }) => vulnerability),
      changed.map(({ version }) => version),
      changed.map(({ organisation }) => organisation),
      changed.map(({ by }) => by),
    ],
  )
  const less = changed.filter(({ by }) => by < 0)
  await db.run(
    `DELETE FROM finding_count f USING unnest($1::int4[], $2::int4[], $3::int4[]) AS x(vulnerability_id, version_id, org_id)
     WHERE f.vulnerability_id = x.vulnerability_id AND f.version_id = x.version_id AND f.org_id = x.org_id AND f.projects = 0`,
    [less.map(({ vulnerability }) => vulnerability), less.map(({ version }) => version), less.map(({ organisation }) => organisation)],
  )
  const ids = [problems.map(({ vulnerability }) => vulnerability), problems.map(({ organisation }) => organisation)]
  await db.run(
    `INSERT INTO problem_count AS k (vulnerability_id, org_id, projects, first_seen)
     SELECT x.vulnerability_id, x.org_id, x.by, coalesce(${FIRST_SEEN}, 'infinity') FROM unnest($1::int4[], $2::int4[], $3::int4[]) AS x(vulnerability_id, org_id, by)
     ON CONFLICT (vulnerability_id, org_id) DO UPDATE SET projects = k.projects + excluded.projects, first_seen = excluded.first_seen`,
    [...ids, problems.map(({ by }) => by)],
  )
  await db.run(
    `DELETE FROM problem_count k USING unnest($1::int4[], $2::int4[]) AS x(vulnerability_id, org_id)
     WHERE k.vulnerability_id = x.vulnerability_id AND k.org_id = x.org_id AND k.projects = 0`,
    ids,
  )
}

/** SQL: since when the problem of `x` is known of a version that a project of the organisation has. */
const FIRST_SEEN = `(SELECT min(m.since) FROM finding_count f
  JOIN match m ON m.vulnerability_id = f.vulnerability_id AND m.version_id = f.version_id AND m.until IS NULL
  WHERE f.vulnerability_id = x.vulnerability_id AND f.org_id = x.org_id)`
