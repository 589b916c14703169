import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Delivery } from '../../api/contract/administration.ts'
import { DeliveryPage, Id, PAGE } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { idPage } from '../../administration/id-page.ts'
import { webhookById } from '../../administration/webhook-rows.ts'
import { timeOf } from '../../read/vulnerability-facts.ts'

interface Row {
  readonly outbox: number
  readonly state: string
  readonly attempts: number
  readonly status: number | null
  readonly reason: string
  readonly at: Date
}

export default defineRoute({
  method: 'GET',
  path: '/webhooks/:webhook/deliveries',
  id: 'listDeliveries',
  summary: 'What was sent to a webhook, and how it was answered, newest first',
  tag: 'notifications',
  access: 'admin:write',
  list: true,
  params: Type.Object({ webhook: Id }),
  query: PAGE,
  response: DeliveryPage,
  handle: async (call) => {
    await webhookById(call.services.db, call.viewer, call.params.webhook)
    return idPage<Row, Static<typeof Delivery>>(call, {
      list: `deliveries ${call.params.webhook}`,
      columns: 'd.outbox_id AS outbox, d.state, d.attempts, d.status, d.reason, d.at',
      from: 'FROM delivery d',
      key: 'd.outbox_id',
      newestFirst: true,
      where: (parameters) => [`d.webhook_id = ${parameters.add(call.params.webhook)}`],
      item: ({ outbox, state, attempts, status, reason, at }) => ({
        outbox: Number(outbox),
        state,
        attempts,
        status,
        reason,
        at: timeOf(at),
      }),
    })
  },
})
