import { AccountInput, Invitation } from '../../api/contract/administration.ts'
import { forbidden } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { audited } from '../../administration/audited.ts'
import { checkRole, grantPlace } from '../../administration/grant-place.ts'
import { invite } from '../../login/invite.ts'

export default defineRoute({
  method: 'POST',
  path: '/accounts',
  id: 'createAccount',
  summary: 'An account for somebody, with an invitation that logs them in once',
  tag: 'administration',
  access: 'admin:write',
  status: 201,
  once: true,
  body: AccountInput,
  response: Invitation,
  handle: async (call) => {
    const { services, viewer, body, now } = call
    const { name, email = '', role, organisation } = body
    if (role === undefined && !viewer.mayIn('admin:write', {})) throw forbidden('admin:write')
    if (role !== undefined) checkRole(role)
    const place = role === undefined ? null : await grantPlace(services.db, viewer, organisation === undefined ? {} : { organisation })
    const id = await audited(call, async (transaction) => {
      const [account] = await transaction.query<{ id: number }>(
        'INSERT INTO account (name, email, created_at) VALUES ($1, $2, $3) RETURNING id',
        [name, email, now],
      )
      if (account === undefined) throw new Error('the account was not made')
      if (place !== null)
        await transaction.run('INSERT INTO role_grant (account_id, role, org_id, created_at) VALUES ($1, $2, $3, $4)', [
          account.id,
          role,
          place.organisation,
          now,
        ])
      const object = `account:${account.id}`
      return { action: 'account.create', object, organisation: place?.organisation ?? null, detail: body, result: account.id }
    })
    return invite(services, id)
  },
})
