import type { Static } from 'typebox'
import { celEnvironment, CelInvalid, compileCel } from '@cupel/policy'
import type { Webhook } from '../api/contract/administration.ts'
import { invalid, notFound } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Queryable } from '../store/database.ts'
import { checkOrganisation } from './administered-organisations.ts'

export const WEBHOOK_COLUMNS = `w.id, o.slug AS organisation, w.url, w.kinds, w.condition, w.enabled,
  (SELECT d.status FROM delivery d WHERE d.webhook_id = w.id ORDER BY d.at DESC LIMIT 1) AS "lastStatus",
  coalesce((SELECT d.state = 'failed' FROM delivery d WHERE d.webhook_id = w.id ORDER BY d.at DESC LIMIT 1), false) AS failing`
export const WEBHOOK_FROM = 'FROM webhook w JOIN organisation o ON o.id = w.org_id'

export function webhookOf(row: Static<typeof Webhook>): Static<typeof Webhook> {
  const { id, organisation, url, kinds, condition, enabled, lastStatus, failing } = row
  return { id, organisation, url, kinds: [...kinds], condition, enabled, lastStatus, failing }
}

/** The webhook, when the viewer administers its organisation. Its secret stays here. */
export async function webhookById(
  db: Queryable,
  viewer: Viewer,
  id: number,
): Promise<{ webhook: Static<typeof Webhook>; organisation: number; secret: string }> {
  const [row] = await db.query<Static<typeof Webhook> & { org_id: number; secret: string }>(
    `SELECT ${WEBHOOK_COLUMNS}, w.org_id, w.secret ${WEBHOOK_FROM} WHERE w.id = $1`,
    [id],
  )
  if (row === undefined) throw notFound('the webhook')
  checkOrganisation(viewer, 'admin:write', row.org_id, 'the webhook')
  return { webhook: webhookOf(row), organisation: row.org_id, secret: row.secret }
}

/** Where a webhook goes, as the audit log names it: the rest of such an address is often what gives access to it. */
export function webhookPlace(url: string): string {
  return new URL(url).origin
}

const ENVIRONMENT = celEnvironment({ variables: { event: 'dyn' } })

/** A condition must be CEL over `event`; an empty one lets all through. */
export function checkEventCondition(condition: string): void {
  if (condition.trim() === '') return
  try {
    compileCel(condition, ENVIRONMENT)
  } catch (error) {
    if (error instanceof CelInvalid) throw invalid(`the condition: ${error.message}`)
    throw error
  }
}
