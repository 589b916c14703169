import { PAGE, SessionPage } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { onlySession } from '../../login/only-session.ts'

export default defineRoute({
  method: 'GET',
  path: '/sessions',
  id: 'listSessions',
  summary: 'Browsers in which the caller is logged in',
  tag: 'session',
  access: 'session',
  list: true,
  query: PAGE,
  response: SessionPage,
  handle: async (call) => {
    const { services, request, now } = call
    const account = onlySession(call)
    const rows = await services.db.query<{ digest: Uint8Array; agent: string; created: Date; seen: Date; expires: Date }>(
      `SELECT digest, agent, created_at AS created, seen_at AS seen, expires_at AS expires FROM session
       WHERE account_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, digest LIMIT 200`,
      [account, now],
    )
    const own = Buffer.from(request.caller?.session?.digest ?? []).toString('hex')
    const items = rows.map(({ digest, ...row }) => {
      const id = Buffer.from(digest).toString('hex')
      return { id, agent: row.agent, created: iso(row.created), seen: iso(row.seen), expires: iso(row.expires), current: id === own }
    })
    return { items, next: null, total: { count: items.length, type: 'EXACT' as const }, asOf: now.toISOString() }
  },
})

function iso(time: Date): string {
  return new Date(time).toISOString()
}
