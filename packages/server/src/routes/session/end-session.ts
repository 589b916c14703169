import { Type } from 'typebox'
import { notFound } from '../../api/problem-details.ts'
import { audited } from '../../administration/audited.ts'
import { defineRoute } from '../../api/route.ts'
import { onlySession } from '../../login/only-session.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/sessions/:session',
  id: 'endSession',
  summary: 'Ends one of the caller’s sessions',
  tag: 'session',
  access: 'session',
  status: 204,
  params: Type.Object({ session: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
  response: Type.Null(),
  handle: async (call) => {
    const account = onlySession(call)
    return audited(call, async (transaction) => {
      const sql = 'DELETE FROM session WHERE account_id = $1 AND digest = $2'
      if ((await transaction.run(sql, [account, Buffer.from(call.params.session, 'hex')])) === 0) throw notFound('the session')
      return { action: 'session.end', object: `account:${account}`, organisation: null, detail: { from: 'another session' }, result: null }
    })
  },
})
