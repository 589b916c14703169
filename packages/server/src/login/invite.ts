import type { Services } from '../services.ts'
import { keepOnce } from './one-time.ts'

export const INVITATION = 'invitation'
const WEEK_MS = 7 * 86_400_000

/** A token with which somebody logs in to this account once, to make a passkey of theirs. */
export async function invite(services: Services, account: number): Promise<{ account: number; token: string; expires: string }> {
  const until = new Date(services.now().getTime() + WEEK_MS)
  return { account, token: await keepOnce(services, INVITATION, { account }, until), expires: until.toISOString() }
}
