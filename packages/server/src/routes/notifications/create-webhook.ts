import { WebhookCreated, WebhookInput } from '../../api/contract/administration.ts'
import { defineRoute } from '../../api/route.ts'
import { organisationFor } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'
import { checkEventKinds } from '../../administration/event-kinds.ts'
import { checkEventCondition, webhookById, webhookPlace } from '../../administration/webhook-rows.ts'
import { allowedUrl } from '../../http/guarded-fetch.ts'
import { newSecret } from '../../login/secret.ts'

export default defineRoute({
  method: 'POST',
  path: '/webhooks',
  id: 'createWebhook',
  summary: 'Sends events to an address; the secret that signs them is shown this once',
  tag: 'notifications',
  access: 'admin:write',
  status: 201,
  once: true,
  body: WebhookInput,
  response: WebhookCreated,
  handle: async (call) => {
    const { services, viewer, app, body, now } = call
    const organisation = await organisationFor(services.db, viewer, 'admin:write', body.organisation)
    const url = allowedUrl(body.url, app.privateNetwork).href
    checkEventKinds(body.kinds)
    checkEventCondition(body.condition ?? '')
    const secret = newSecret(services.random)
    return audited(call, async (transaction) => {
      const [row] = await transaction.query<{ id: number }>(
        'INSERT INTO webhook (org_id, url, secret, kinds, condition, enabled, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id',
        [organisation, url, secret, body.kinds, body.condition ?? '', body.enabled ?? true, now],
      )
      const { webhook } = await webhookById(transaction, viewer, row?.id ?? 0)
      return {
        action: 'webhook.create',
        object: `webhook:${webhook.id}`,
        organisation,
        detail: { ...body, url: webhookPlace(url) },
        result: { ...webhook, secret },
      }
    })
  },
})
