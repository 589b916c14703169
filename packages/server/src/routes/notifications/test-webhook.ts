import { Type } from 'typebox'
import { Id, Nullable } from '../../api/contract/index.ts'
import { HttpProblem } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { audited } from '../../administration/audited.ts'
import { webhookById, webhookPlace } from '../../administration/webhook-rows.ts'
import { guardedFetch } from '../../http/guarded-fetch.ts'
import { webhookSignature } from '../../outbox/deliver.ts'

const Outcome = Type.Object({ reached: Type.Boolean(), status: Nullable(Type.Integer()), reason: Type.String() })

export default defineRoute({
  method: 'POST',
  path: '/webhooks/:webhook/test',
  id: 'testWebhook',
  summary: 'Sends a signed test event now, and tells how it was answered',
  tag: 'notifications',
  access: 'admin:write',
  params: Type.Object({ webhook: Id }),
  response: Outcome,
  handle: async (call) => {
    const { services, viewer, app, params, now } = call
    const { webhook, organisation, secret } = await webhookById(services.db, viewer, params.webhook)
    if (app.offline) return { reached: false, status: null, reason: 'this server does not reach out' }
    const detail = { url: webhookPlace(webhook.url) }
    await audited(call, async () => ({ action: 'webhook.test', object: `webhook:${webhook.id}`, organisation, detail, result: null }))
    const body = JSON.stringify({ id: 0, kind: 'test', at: now.toISOString(), organisation, text: 'a test of this webhook' })
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'cupel',
      'cupel-event': 'test',
      'cupel-delivery': `${params.webhook}-test`,
      'cupel-signature': webhookSignature(secret, Math.floor(now.getTime() / 1000), body),
    }
    try {
      const { status } = await guardedFetch(
        webhook.url,
        { method: 'POST', headers, body },
        { privateNetwork: app.privateNetwork, maxBytes: 65_536 },
      )
      return { reached: status >= 200 && status < 300, status, reason: status >= 200 && status < 300 ? '' : `it answered ${status}` }
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      return { reached: false, status: null, reason: error.message }
    }
  },
})
