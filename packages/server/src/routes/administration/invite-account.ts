import { Type } from 'typebox'
import { Id, Invitation } from '../../api/contract/index.ts'
import { forbidden } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { accountById } from '../../administration/account-rows.ts'
import { audited } from '../../administration/audited.ts'
import { invite } from '../../login/invite.ts'

export default defineRoute({
  method: 'POST',
  path: '/accounts/:account/invitation',
  id: 'inviteAccount',
  summary: 'A new invitation, for somebody who lost their passkey',
  tag: 'administration',
  access: 'admin:write',
  status: 201,
  once: true,
  params: Type.Object({ account: Id }),
  response: Invitation,
  handle: async (call) => {
    const { services, viewer, params } = call
    await accountById(services.db, viewer, params.account)
    // Who logs in as somebody has all their rights, also those that lie elsewhere.
    if (!viewer.mayIn('admin:write', {})) throw forbidden('admin:write')
    await audited(call, async () => ({ action: 'account.invite', object: `account:${params.account}`, organisation: null, result: null }))
    return invite(services, params.account)
  },
})
