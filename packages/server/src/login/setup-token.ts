import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { keepOnce } from './one-time.ts'

const YEAR_MS = 365 * 86_400_000
export const SETUP = 'setup'

/** Whether nobody can administer the server yet. */
export async function needsSetup({ db }: { readonly db: Queryable }): Promise<boolean> {
  const [row] = await db.query<{ any: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
       WHERE g.role = 'admin' AND g.org_id IS NULL AND g.team_id IS NULL AND g.project_id IS NULL AND a.disabled_at IS NULL) AS any`,
  )
  return row?.any !== true
}

/** Number of the lock under which administrators come and go. */
const ADMINISTRATORS_LOCK = 7_215_002

/** One at a time, so that of two who take each other's place away one stays, and of two first-start tokens one makes an administrator. */
export async function lockAdministrators(transaction: Queryable): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [ADMINISTRATORS_LOCK])
}

/** A new first-start token, to be printed once; earlier ones are void. null when the server was set up. */
export async function renewSetupToken(services: Services): Promise<string | null> {
  if (!(await needsSetup(services))) return null
  await services.db.run('DELETE FROM one_time WHERE kind = $1', [SETUP])
  return keepOnce(services, SETUP, {}, new Date(services.now().getTime() + YEAR_MS))
}
