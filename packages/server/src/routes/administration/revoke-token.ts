import { Type } from 'typebox'
import { Id } from '../../api/contract/index.ts'
import { notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { audited } from '../../administration/audited.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/tokens/:token',
  id: 'revokeToken',
  summary: 'Makes an API token of the caller void, or, for administrators of the server, anybody’s',
  tag: 'administration',
  access: 'token:self',
  status: 204,
  params: Type.Object({ token: Id }),
  response: Type.Null(),
  handle: (call) =>
    audited(call, async (transaction) => {
      const { viewer, params, now } = call
      const changed = await transaction.run(
        'UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL AND (account_id = $3 OR $4)',
        [params.token, now, viewer.accountId, viewer.mayIn('admin:write', {})],
      )
      if (changed === 0) throw notFound('the token')
      return { action: 'token.revoke', object: `token:${params.token}`, organisation: null, result: null }
    }),
})
