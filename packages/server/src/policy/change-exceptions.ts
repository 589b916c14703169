import { seesProject } from '../api/visible-projects.ts'
import type { Static } from 'typebox'
import type { PolicyExceptionInput } from '../api/contract/policies.ts'
import { forbidden, HttpProblem, notFound } from '../api/problem-details.ts'
import { organisationFor, projectFor } from '../administration/administered-organisations.ts'
import type { Viewer } from '../api/viewer.ts'
import { writeAudit } from '../audit/write-audit.ts'
import type { Queryable } from '../store/database.ts'
import { storedText } from '../store/stored-text.ts'
import type { PackCall } from './change-packs.ts'
import type { KeptRule } from './pack-rules.ts'
import { policyTouched } from './policy-due.ts'
import type { PolicyScope } from './policy-due.ts'

/** Nobody can answer for longer than this. */
const MAX_DAYS = 366 * 2
const DAY_MS = 86_400_000

/** POST /policy-exceptions: somebody answers for a rule not being kept, until a day that must come. Gives the id. */
export async function grantException(call: PackCall, input: Static<typeof PolicyExceptionInput>): Promise<number> {
  const { services, viewer, now } = call
  const { organisation, project } = await placeOf(services.db, viewer, input)
  const expires = new Date(input.expires)
  if (input.owner.trim() === '' || input.reason.trim() === '')
    throw new HttpProblem(422, 'reason-missing', 'an exception needs an owner and a reason')
  if (expires <= now) throw new HttpProblem(422, 'expired', 'an exception must end in the future')
  if (expires.getTime() > now.getTime() + MAX_DAYS * DAY_MS)
    throw new HttpProblem(422, 'too-long', `an exception ends within ${MAX_DAYS} days; renew it then`)
  return services.db.transaction(async (transaction) => {
    await requireRule(transaction, organisation, input)
    const [row] = await transaction.query<{ id: number }>(
      `INSERT INTO policy_exception (org_id, project_id, pack, rule, selector, owner, reason, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
      [
        organisation,
        project,
        input.pack,
        input.rule,
        storedText(input.selector ?? ''),
        storedText(input.owner),
        storedText(input.reason),
        now,
        expires,
      ],
    )
    const id = (row as { id: number }).id
    await policyTouched(transaction, services, scopeOf(organisation, project))
    await writeAudit(transaction, now, {
      actor: viewer.actor,
      action: 'policy.except',
      object: project === null ? `organisation:${organisation}` : `project:${project}`,
      organisation,
      detail: { exception: id, ...input },
    })
    return id
  })
}

/** DELETE /policy-exceptions/:id: it excuses nothing from now on. */
export async function endException(call: PackCall, id: number): Promise<void> {
  const { services, viewer, now } = call
  await services.db.transaction(async (transaction) => {
    const [row] = await transaction.query<{ org_id: number; project_id: number | null }>(
      'SELECT org_id, project_id FROM policy_exception WHERE id = $1 AND ended_at IS NULL FOR UPDATE',
      [id],
    )
    if (row === undefined || !sees(viewer, row)) throw notFound('the exception')
    const { org_id: organisation, project_id: project } = row
    if (!viewer.mayIn('policy:write', { organisation, ...(project === null ? {} : { project }) })) throw forbidden('policy:write')
    await transaction.run('UPDATE policy_exception SET ended_at = $2 WHERE id = $1', [id, now])
    await policyTouched(transaction, services, scopeOf(organisation, project))
    await writeAudit(transaction, now, {
      actor: viewer.actor,
      action: 'policy.unexcept',
      object: `exception:${id}`,
      organisation,
      detail: {},
    })
  })
}

async function placeOf(
  db: Queryable,
  viewer: Viewer,
  input: Static<typeof PolicyExceptionInput>,
): Promise<{ organisation: number; project: number | null }> {
  if (input.project == null) return { organisation: await organisationFor(db, viewer, 'policy:write', input.organisation), project: null }
  const { id, organisation } = await projectFor(db, viewer, 'policy:write', input.project)
  return { organisation, project: id }
}

/** An exception from a rule that nobody asks would never be seen to end. */
async function requireRule(db: Queryable, organisation: number, { pack, rule }: Static<typeof PolicyExceptionInput>): Promise<void> {
  const [row] = await db.query<{ rules: readonly KeptRule[] }>(
    'SELECT rules FROM policy_pack WHERE org_id = $1 AND pack = $2 AND until IS NULL',
    [organisation, pack],
  )
  if (row === undefined) throw new HttpProblem(422, 'unknown-pack', 'the organisation has no pack of this name')
  if (!row.rules.some(({ id }) => id === rule)) throw new HttpProblem(422, 'unknown-rule', 'the pack has no such rule')
}

function sees({ projects, organisations }: Viewer, row: { readonly org_id: number; readonly project_id: number | null }): boolean {
  if (organisations !== null && !organisations.includes(row.org_id)) return false
  return row.project_id === null || seesProject(projects, { id: row.project_id, organisation: row.org_id })
}

function scopeOf(organisation: number, project: number | null): PolicyScope {
  return project === null ? { organisation } : { projects: [project] }
}
