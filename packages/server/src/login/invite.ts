import type { Services } from '../services.ts'
import { keepOnce } from './one-time.ts'

export const INVITATION = 'invitation'
const WEEK_MS = 7 * 86_400_000

/** A token with which somebody logs in to this account once, to make a passkey of theirs. Earlier ones are void. */
export async function invite(services: Services, account: number): Promise<{ account: number; token: string; expires: string }> {
  const until = new Date(services.now().getTime() + WEEK_MS)
  await services.db.run("DELETE FROM one_time WHERE kind = $1 AND state->>'account' = $2", [INVITATION, String(account)])
  return { account, token: await keepOnce(services, INVITATION, { account }, until), expires: until.toISOString() }
}
