import { Type } from 'typebox'
import { Id } from '../../api/contract/index.ts'
import { notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { audited } from '../../administration/audited.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/subscriptions/:subscription',
  id: 'deleteSubscription',
  summary: 'Ends one of the caller’s subscriptions',
  tag: 'notifications',
  access: 'notification:self',
  status: 204,
  params: Type.Object({ subscription: Id }),
  response: Type.Null(),
  handle: (call) =>
    audited(call, async (transaction) => {
      const { viewer, params } = call
      const sql = 'DELETE FROM subscription WHERE id = $1 AND account_id = $2'
      if ((await transaction.run(sql, [params.subscription, viewer.accountId])) === 0) throw notFound('the subscription')
      return { action: 'subscription.delete', object: `subscription:${params.subscription}`, organisation: null, result: null }
    }),
})
