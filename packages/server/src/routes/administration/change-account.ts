import { Type } from 'typebox'
import { Account, AccountPatch, Id } from '../../api/contract/index.ts'
import { forbidden, HttpProblem } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { accountById } from '../../administration/account-rows.ts'
import { audited } from '../../administration/audited.ts'
import { INVITATION } from '../../login/invite.ts'
import { lockAdministrators, needsSetup } from '../../login/setup-token.ts'

export default defineRoute({
  method: 'PATCH',
  path: '/accounts/:account',
  id: 'changeAccount',
  summary: 'Disables an account, which ends its sessions and tokens, or enables it again',
  tag: 'administration',
  access: 'admin:write',
  params: Type.Object({ account: Id }),
  body: AccountPatch,
  response: Account,
  handle: async (call) => {
    const { services, viewer, params, body, now } = call
    await accountById(services.db, viewer, params.account)
    if (!viewer.mayIn('admin:write', {})) throw forbidden('admin:write')
    return audited(call, async (transaction) => {
      if (body.disabled) await lockAdministrators(transaction)
      await transaction.run('UPDATE account SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, $3::timestamptz) END WHERE id = $1', [
        params.account,
        body.disabled,
        now,
      ])
      if (body.disabled) {
        if (await needsSetup({ db: transaction }))
          throw new HttpProblem(409, 'last-administrator', 'somebody must be left to administer the server')
        await transaction.run('DELETE FROM session WHERE account_id = $1', [params.account])
        // For good: an account that is enabled again starts without what somebody may have kept.
        await transaction.run('UPDATE api_token SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL', [params.account, now])
        await transaction.run("DELETE FROM one_time WHERE kind = $1 AND state->>'account' = $2", [INVITATION, String(params.account)])
      }
      const result = await accountById(transaction, viewer, params.account)
      return { action: 'account.change', object: `account:${params.account}`, organisation: null, detail: body, result }
    })
  },
})
