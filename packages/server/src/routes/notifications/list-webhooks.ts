import type { Static } from 'typebox'
import type { Webhook } from '../../api/contract/administration.ts'
import { PAGE, WebhookPage } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { organisationsWith } from '../../administration/administered-organisations.ts'
import { idPage } from '../../administration/id-page.ts'
import { WEBHOOK_COLUMNS, WEBHOOK_FROM, webhookOf } from '../../administration/webhook-rows.ts'

type Row = Static<typeof Webhook>

export default defineRoute({
  method: 'GET',
  path: '/webhooks',
  id: 'listWebhooks',
  summary: 'Addresses that events are sent to',
  tag: 'notifications',
  access: 'admin:write',
  list: true,
  query: PAGE,
  response: WebhookPage,
  handle: (call) => {
    const organisations = organisationsWith(call.viewer, 'admin:write')
    return idPage<Row, Row>(call, {
      list: 'webhooks',
      columns: WEBHOOK_COLUMNS,
      from: WEBHOOK_FROM,
      key: 'w.id',
      where: (parameters) => (organisations === null ? [] : [`w.org_id = ANY(${parameters.add(organisations)}::int4[])`]),
      item: webhookOf,
    })
  },
})
