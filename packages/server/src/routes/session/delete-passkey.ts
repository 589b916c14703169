import { Type } from 'typebox'
import { notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { writeAudit } from '../../audit/write-audit.ts'
import { onlySession } from '../../login/only-session.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/passkeys/:passkey',
  id: 'deletePasskey',
  summary: 'Removes a passkey of the caller’s account',
  tag: 'session',
  access: 'session',
  status: 204,
  params: Type.Object({ passkey: Type.String({ maxLength: 1500 }) }),
  response: Type.Null(),
  handle: async (call) => {
    const { services, viewer, params, now } = call
    const account = onlySession(call)
    await services.db.transaction(async (transaction) => {
      const sql = 'DELETE FROM passkey WHERE account_id = $1 AND id = $2'
      if ((await transaction.run(sql, [account, params.passkey])) === 0) throw notFound('the passkey')
      await writeAudit(transaction, now, {
        actor: viewer.actor,
        action: 'passkey.delete',
        object: `account:${account}`,
        organisation: null,
        detail: { passkey: params.passkey },
      })
    })
    return null
  },
})
