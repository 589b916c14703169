import { Type } from 'typebox'
import { Id } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { audited } from '../../administration/audited.ts'
import { webhookById, webhookPlace } from '../../administration/webhook-rows.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/webhooks/:webhook',
  id: 'deleteWebhook',
  summary: 'Sends nothing more to this address',
  tag: 'notifications',
  access: 'admin:write',
  status: 204,
  params: Type.Object({ webhook: Id }),
  response: Type.Null(),
  handle: async (call) => {
    const { services, viewer, params } = call
    const { webhook, organisation } = await webhookById(services.db, viewer, params.webhook)
    return audited(call, async (transaction) => {
      await transaction.run('DELETE FROM webhook WHERE id = $1', [params.webhook])
      return {
        action: 'webhook.delete',
        object: `webhook:${params.webhook}`,
        organisation,
        detail: { url: webhookPlace(webhook.url) },
        result: null,
      }
    })
  },
})
