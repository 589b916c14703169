import type { Static } from 'typebox'
import type { PolicyPackInput } from '../api/contract/administration.ts'
import { HttpProblem, invalid, notFound } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import { checkOrganisation, organisationFor } from '../administration/administered-organisations.ts'
import { writeAudit } from '../audit/write-audit.ts'
import type { Services } from '../services.ts'
import type { Queryable, Transaction } from '../store/database.ts'
import { jsonText } from '../store/stored-text.ts'
import { checkPack } from './check-pack.ts'
import { keptRules } from './pack-rules.ts'
import { policyTouched } from './policy-due.ts'
import { shippedPacks } from './shipped-packs.ts'

export interface PackCall {
  readonly services: Services
  readonly viewer: Viewer
  readonly now: Date
}

/**
 * POST /policies: an organisation takes a pack into use, one that comes with cupel or its own. One of the same name that stood before
 * ends, and its results stay in the history. Gives the id.
 */
export async function installPack(call: PackCall, input: Static<typeof PolicyPackInput>): Promise<number> {
  const { services, viewer, now } = call
  const organisation = await organisationFor(services.db, viewer, 'policy:write', input.organisation)
  const { text, origin } = textOf(input)
  const wanted = { body: text, overlay: input.overlay ?? '' }
  return services.db.transaction(async (transaction) => {
    const id = await putPack(transaction, { ...wanted, organisation, origin, enabled: input.enabled ?? true, by: viewer.name, now })
    await policyTouched(transaction, services, { organisation })
    await audit(transaction, call, { action: 'policy.install', organisation, pack: id, detail: { origin, enabled: input.enabled ?? true } })
    return id
  })
}

/** PATCH /policies/:id. Another overlay is another row, so that what was asked on a day stays known. Gives the id from now on. */
export async function changePack(
  call: PackCall,
  id: number,
  change: { readonly enabled?: boolean; readonly overlay?: string },
): Promise<number> {
  const { services, viewer, now } = call
  return services.db.transaction(async (transaction) => {
    const row = await lockedPack(transaction, viewer, id)
    const enabled = change.enabled ?? row.enabled
    const { org_id: organisation, body, overlay, origin } = row
    let changed = id
    if (change.overlay !== undefined && change.overlay !== overlay)
      changed = await putPack(transaction, { body, overlay: change.overlay, organisation, origin, enabled, by: viewer.name, now })
    else await transaction.run('UPDATE policy_pack SET enabled = $2 WHERE id = $1', [id, enabled])
    if (!enabled) await endResults(transaction, id, now)
    await policyTouched(transaction, services, { organisation })
    await audit(transaction, call, {
      action: 'policy.change',
      organisation,
      pack: changed,
      detail: { ...change, replaces: changed === id ? null : id },
    })
    return changed
  })
}

/** DELETE /policies/:id: it is not asked any more; what it said stays in the history. */
export async function endPack(call: PackCall, id: number): Promise<void> {
  const { services, viewer, now } = call
  await services.db.transaction(async (transaction) => {
    const { org_id: organisation } = await lockedPack(transaction, viewer, id)
    await transaction.run('UPDATE policy_pack SET until = $2 WHERE id = $1', [id, now])
    await endResults(transaction, id, now)
    await audit(transaction, call, { action: 'policy.end', organisation, pack: id, detail: {} })
  })
}

function textOf({ shipped, body }: Static<typeof PolicyPackInput>): { readonly text: string; readonly origin: string } {
  if ((shipped === undefined) === (body === undefined)) throw invalid('send either shipped, the name of a pack of cupel, or body, a pack')
  if (body !== undefined) return { text: body, origin: 'own' }
  const found = shippedPacks().find(({ id }) => id === shipped)
  if (found === undefined)
    throw new HttpProblem(422, 'unknown-pack', 'no pack of this name comes with cupel; GET /policies/shipped lists them')
  return { text: found.text, origin: 'shipped' }
}

interface NewPack {
  readonly organisation: number
  readonly body: string
  readonly overlay: string
  readonly origin: string
  readonly enabled: boolean
  readonly by: string
  readonly now: Date
}

async function putPack(transaction: Queryable, { organisation, body, overlay, origin, enabled, by, now }: NewPack): Promise<number> {
  const pack = checkPack({ body, overlay }, now)
  // Two at once: the later one stands.
  await transaction.query('SELECT id FROM organisation WHERE id = $1 FOR UPDATE', [organisation])
  await transaction.run('UPDATE policy_pack SET until = $3 WHERE org_id = $1 AND pack = $2 AND until IS NULL', [organisation, pack.id, now])
  const [row] = await transaction.query<{ id: number }>(
    `INSERT INTO policy_pack (org_id, pack, version, digest, title, rules, body, overlay, origin, enabled, created_by, since)
     VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7, $8, $9, $10, $11, $12) RETURNING id`,
    [organisation, pack.id, pack.version, pack.digest, pack.title, jsonText(keptRules(pack)), body, overlay, origin, enabled, by, now],
  )
  return (row as { id: number }).id
}

interface PackRow {
  readonly org_id: number
  readonly body: string
  readonly overlay: string
  readonly origin: string
  readonly enabled: boolean
}

async function lockedPack(transaction: Queryable, viewer: Viewer, id: number): Promise<PackRow> {
  const [row] = await transaction.query<PackRow>(
    'SELECT org_id, body, overlay, origin, enabled FROM policy_pack WHERE id = $1 AND until IS NULL FOR UPDATE',
    [id],
  )
  if (row === undefined) throw notFound('the policy pack')
  checkOrganisation(viewer, 'policy:write', row.org_id, 'the policy pack')
  return row
}

async function endResults(transaction: Queryable, pack: number, now: Date): Promise<void> {
  await transaction.run('UPDATE policy_result SET until = $2 WHERE pack_id = $1 AND until IS NULL', [pack, now])
}

interface PackEntry {
  readonly action: string
  readonly organisation: number
  readonly pack: number
  readonly detail: Readonly<Record<string, unknown>>
}

async function audit(
  transaction: Transaction,
  { viewer, now }: PackCall,
  { action, organisation, pack, detail }: PackEntry,
): Promise<void> {
  const [row] = await transaction.query<{ pack: string; version: string; digest: string }>(
    'SELECT pack, version, digest FROM policy_pack WHERE id = $1',
    [pack],
  )
  await writeAudit(transaction, now, { actor: viewer.actor, action, object: `policy:${pack}`, organisation, detail: { ...row, ...detail } })
}
