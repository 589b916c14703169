import type { PolicyPack } from '@cupel/policy'
import type { Static } from 'typebox'
import type { PolicyPackInput } from '../api/contract/policies.ts'
import { HttpProblem, invalid, notFound } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import { checkOrganisation, organisationFor } from '../administration/administered-organisations.ts'
import { writeAudit } from '../audit/write-audit.ts'
import type { Services } from '../services.ts'
import type { Queryable, Transaction } from '../store/database.ts'
import { jsonText, storedText } from '../store/stored-text.ts'
import { checkPack } from './check-pack.ts'
import type { PackText } from './check-pack.ts'
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
  const wanted = checked({ body: text, overlay: input.overlay ?? '' }, now)
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
  const present = await presentPack(services.db, viewer, id)
  const isOther = change.overlay !== undefined && change.overlay !== present.overlay
  const wanted = isOther ? checked({ body: present.body, overlay: change.overlay ?? '' }, now) : null
  return services.db.transaction(async (transaction) => {
    const { org_id: organisation, origin, ...row } = await presentPack(transaction, viewer, id)
    const enabled = change.enabled ?? row.enabled
    const changed = wanted === null ? id : await putPack(transaction, { ...wanted, organisation, origin, enabled, by: viewer.name, now })
    if (wanted === null) await transaction.run('UPDATE policy_pack SET enabled = $2 WHERE id = $1', [id, enabled])
    if (!enabled) await endResults(transaction, id, now)
    await policyTouched(transaction, services, { organisation })
    const detail = { ...change, replaces: changed === id ? null : id }
    await audit(transaction, call, { action: 'policy.change', organisation, pack: changed, detail })
    return changed
  })
}

/** DELETE /policies/:id: it is not asked any more; what it said stays in the history. */
export async function endPack(call: PackCall, id: number): Promise<void> {
  const { services, viewer, now } = call
  await services.db.transaction(async (transaction) => {
    const { org_id: organisation } = await presentPack(transaction, viewer, id)
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

interface CheckedPack extends PackText {
  readonly pack: PolicyPack
}

/** Before any transaction: the tests of a pack take their time. */
function checked({ body, overlay }: PackText, now: Date): CheckedPack {
  const texts = { body: storedText(body), overlay: storedText(overlay) }
  return { ...texts, pack: checkPack(texts, now) }
}

interface NewPack extends CheckedPack {
  readonly organisation: number
  readonly origin: string
  readonly enabled: boolean
  readonly by: string
  readonly now: Date
}

async function putPack(transaction: Queryable, { pack, organisation, body, overlay, origin, enabled, by, now }: NewPack): Promise<number> {
  // Two at once: the later one stands.
  await transaction.query('SELECT id FROM organisation WHERE id = $1 FOR UPDATE', [organisation])
  const [before] = await transaction.query<{ id: number }>(
    'UPDATE policy_pack SET until = $3 WHERE org_id = $1 AND pack = $2 AND until IS NULL RETURNING id',
    [organisation, pack.id, now],
  )
  // The results of one that is asked go on with the new row's.
  if (before !== undefined && !enabled) await endResults(transaction, before.id, now)
  const [row] = await transaction.query<{ id: number }>(
    `INSERT INTO policy_pack (org_id, pack, version, digest, title, rules, body, overlay, origin, enabled, created_by, since)
     VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7, $8, $9, $10, $11, $12) RETURNING id`,
    [
      organisation,
      pack.id,
      pack.version,
      pack.digest,
      storedText(pack.title),
      jsonText(keptRules(pack)),
      body,
      overlay,
      origin,
      enabled,
      by,
      now,
    ],
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

async function presentPack(db: Queryable, viewer: Viewer, id: number): Promise<PackRow> {
  const [row] = await db.query<PackRow>(
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
