import { PAGE, PasskeyPage } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { onlySession } from '../../login/only-session.ts'

export default defineRoute({
  method: 'GET',
  path: '/passkeys',
  id: 'listPasskeys',
  summary: 'Passkeys of the caller’s account',
  tag: 'session',
  access: 'session',
  list: true,
  query: PAGE,
  response: PasskeyPage,
  handle: async (call) => {
    const { services, now } = call
    const account = onlySession(call)
    const rows = await services.db.query<{ id: string; name: string; created: Date; used: Date | null }>(
      'SELECT id, name, created_at AS created, used_at AS used FROM passkey WHERE account_id = $1 ORDER BY created_at, id LIMIT 200',
      [account],
    )
    const items = rows.map(({ created, used, ...row }) => ({ ...row, created: created.toISOString(), used: used?.toISOString() ?? null }))
    return { items, next: null, total: { count: items.length, type: 'EXACT' as const }, asOf: now.toISOString() }
  },
})
