import { containingSets } from '../read/containing-sets.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'

/** Job queue of evaluations. */
export const EVALUATE_QUEUE = 'evaluate-policy'
/** Job queue that finds the projects which a change of problems touches. */
export const TOUCH_QUEUE = 'touch-policy'

/** Whose packs are to be asked again: these projects, all of an organisation, or everybody's. */
export type PolicyScope = { readonly projects: readonly number[] } | { readonly organisation: number } | 'all'

/**
 * To be called where something that rules ask about changes, in the transaction that changes it: the projects become due, and a job
 * is sent that asks their packs again. Projects of organisations without packs are left out.
 */
export async function policyTouched(transaction: Queryable, services: Pick<Services, 'jobs' | 'now'>, scope: PolicyScope): Promise<void> {
  if (scope !== 'all' && 'projects' in scope && scope.projects.length === 0) return
  const touched = await transaction.run(
    `INSERT INTO policy_due (project_id, due_at)
     SELECT p.id, $1::timestamptz FROM project p
     WHERE p.archived_at IS NULL AND ($2::int4[] IS NULL OR p.id = ANY($2::int4[])) AND ($3::int4 IS NULL OR p.org_id = $3::int4)
       AND EXISTS (SELECT 1 FROM policy_pack k WHERE k.org_id = p.org_id AND k.until IS NULL AND k.enabled)
     ORDER BY p.id
     ON CONFLICT (project_id) DO UPDATE SET due_at = least(policy_due.due_at, excluded.due_at), touched = policy_due.touched + 1`,
    [
      services.now(),
      scope !== 'all' && 'projects' in scope ? scope.projects : null,
      scope !== 'all' && 'organisation' in scope ? scope.organisation : null,
    ],
  )
  if (touched > 0) await services.jobs.send(EVALUATE_QUEUE, {}, { transaction, key: EVALUATE_QUEUE })
}

const CHUNK = 500

/**
 * To be called where matches of problems open or close, or what rules read of a problem changes. The projects are found by a job, so
 * that a problem which everybody has costs the change itself nothing.
 */
export async function policyTouchedByProblems(
  transaction: Queryable,
  services: Pick<Services, 'jobs' | 'now'>,
  vulnerabilities: readonly number[],
): Promise<void> {
  const ids = [...new Set(vulnerabilities)]
  if (ids.length === 0) return
  const [some] = await transaction.query('SELECT 1 FROM policy_pack WHERE until IS NULL AND enabled LIMIT 1')
  if (some === undefined) return
  const at = services.now().toISOString()
  for (let start = 0; start < ids.length; start += CHUNK) {
    await services.jobs.send(TOUCH_QUEUE, { vulnerabilities: ids.slice(start, start + CHUNK), at }, { transaction })
  }
}

/** Makes due whoever has one of these problems, or had it until that moment. */
export async function touchHolders(services: Services, vulnerabilities: readonly number[], at: Date): Promise<void> {
  const rows = await services.db.query<{ id: number }>(
    `SELECT DISTINCT s.project_id AS id FROM match m
     ${containingSets('m.version_id', 'now')}
     JOIN snapshot s ON s.set_id = c.id AND s.until IS NULL
     WHERE m.vulnerability_id = ANY($1::int4[]) AND (m.until IS NULL OR m.until >= $2::timestamptz)`,
    [vulnerabilities, at],
  )
  if (rows.length === 0) return
  await services.db.transaction((transaction) => policyTouched(transaction, services, { projects: rows.map(({ id }) => id) }))
}

/** Makes due whoever has one of these versions. */
export async function touchUsers(services: Services, versions: readonly number[]): Promise<void> {
  const rows = await services.db.query<{ id: number }>(
    `SELECT DISTINCT s.project_id AS id FROM unnest($1::int4[]) AS x(version_id) ${containingSets('x.version_id', 'now')}
     JOIN snapshot s ON s.set_id = c.id AND s.until IS NULL`,
    [versions],
  )
  if (rows.length === 0) return
  await services.db.transaction((transaction) => policyTouched(transaction, services, { projects: rows.map(({ id }) => id) }))
}

/** A project whose turn it is; `touched` says what of its changes the coming evaluation knows. */
export interface DueProject {
  readonly project: number
  readonly organisation: number
  readonly touched: number
}

/** Whoever claims and dies is believed dead after this long. */
const LEASE = "interval '10 minutes'"

/**
 * Takes the projects whose turn it is, the longest waiting first; nobody else takes them meanwhile. Until they are settled what is kept
 * of them counts as not their last word, as after a change: an exception may just have ended.
 */
export async function claimDue(db: Queryable, now: Date, limit: number): Promise<readonly DueProject[]> {
  const rows = await db.query<{ project_id: number; org_id: number; touched: number }>(
    `UPDATE policy_due d SET due_at = $1::timestamptz + ${LEASE}, touched = d.touched + 1 FROM project p
     WHERE p.id = d.project_id AND d.project_id IN (
       SELECT x.project_id FROM policy_due x WHERE x.due_at <= $1::timestamptz ORDER BY x.due_at, x.project_id LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING d.project_id, p.org_id, d.touched`,
    [now, limit],
  )
  return rows.map(({ project_id, org_id, touched }) => ({ project: project_id, organisation: org_id, touched: Number(touched) }))
}

/**
 * Of claimed projects those whose results may still be written: nobody has meanwhile written some that knew of more. Holds them until
 * the transaction ends.
 */
export async function stillOwed(transaction: Queryable, due: readonly DueProject[]): Promise<ReadonlySet<number>> {
  const rows = await transaction.query<{ project_id: number }>(
    `SELECT d.project_id FROM policy_due d JOIN unnest($1::int4[], $2::int8[]) AS x(project_id, touched) ON x.project_id = d.project_id
     WHERE d.evaluated <= x.touched ORDER BY d.project_id FOR UPDATE OF d`,
    [due.map(({ project }) => project), due.map(({ touched }) => touched)],
  )
  return new Set(rows.map(({ project_id }) => project_id))
}

/** Notes what was written, and when each project's turn comes again by itself; `again` null: only when something changes. */
export async function settleDue(
  transaction: Queryable,
  due: readonly (DueProject & { readonly again: Date | null })[],
  now: Date,
): Promise<void> {
  await transaction.run(
    `UPDATE policy_due d SET evaluated = x.touched,
       due_at = CASE WHEN d.touched > x.touched THEN least(d.due_at, $4::timestamptz) ELSE coalesce(x.again, 'infinity') END
     FROM unnest($1::int4[], $2::int8[], $3::timestamptz[]) AS x(project_id, touched, again) WHERE d.project_id = x.project_id`,
    [due.map(({ project }) => project), due.map(({ touched }) => touched), due.map(({ again }) => again), now],
  )
}
