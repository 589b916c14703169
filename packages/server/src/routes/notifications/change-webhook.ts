import { Type } from 'typebox'
import { Id, Webhook, WebhookPatch } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { audited } from '../../administration/audited.ts'
import { checkEventKinds } from '../../administration/event-kinds.ts'
import { checkEventCondition, webhookById, webhookPlace } from '../../administration/webhook-rows.ts'
import { allowedUrl } from '../../http/guarded-fetch.ts'

export default defineRoute({
  method: 'PATCH',
  path: '/webhooks/:webhook',
  id: 'changeWebhook',
  summary: 'Changes what is named of a webhook',
  tag: 'notifications',
  access: 'admin:write',
  params: Type.Object({ webhook: Id }),
  body: WebhookPatch,
  response: Webhook,
  handle: async (call) => {
    const { services, viewer, app, params, body } = call
    const { organisation } = await webhookById(services.db, viewer, params.webhook)
    const url = body.url === undefined ? null : allowedUrl(body.url, app.privateNetwork).href
    checkEventKinds(body.kinds ?? [])
    checkEventCondition(body.condition ?? '')
    return audited(call, async (transaction) => {
      await transaction.run(
        `UPDATE webhook SET url = coalesce($2, url), kinds = coalesce($3::text[], kinds), condition = coalesce($4, condition),
           enabled = coalesce($5, enabled) WHERE id = $1`,
        [params.webhook, url, body.kinds ?? null, body.condition ?? null, body.enabled ?? null],
      )
      const { webhook } = await webhookById(transaction, viewer, params.webhook)
      const detail = url === null ? body : { ...body, url: webhookPlace(url) }
      return { action: 'webhook.change', object: `webhook:${params.webhook}`, organisation, detail, result: webhook }
    })
  },
})
