import { Type } from 'typebox'
import { Done, Id } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'

export default defineRoute({
  method: 'POST',
  path: '/notifications/read',
  id: 'readNotifications',
  summary: 'Marks notifications of the caller as read',
  tag: 'notifications',
  access: 'notification:self',
  body: Type.Object({ ids: Type.Array(Id, { maxItems: 1000 }) }),
  response: Done,
  handle: async ({ services, viewer, body, now }) => {
    await services.db.run('UPDATE notification SET read_at = $3 WHERE account_id = $1 AND id = ANY($2::int8[]) AND read_at IS NULL', [
      viewer.accountId,
      body.ids,
      now,
    ])
    return { done: true }
  },
})
