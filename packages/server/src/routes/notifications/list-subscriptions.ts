import { projectIdTerm } from '../../read/project-term.ts'
import { PAGE, SubscriptionPage } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { idPage } from '../../administration/id-page.ts'
import { SUBSCRIPTION_COLUMNS, SUBSCRIPTION_FROM, subscriptionOf } from '../../administration/subscription-rows.ts'
import type { SubscriptionRow } from '../../administration/subscription-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/subscriptions',
  id: 'listSubscriptions',
  summary: 'What the caller wants to be told about',
  tag: 'notifications',
  access: 'notification:self',
  list: true,
  query: PAGE,
  response: SubscriptionPage,
  handle: (call) =>
    idPage<SubscriptionRow, ReturnType<typeof subscriptionOf>>(call, {
      list: 'subscriptions',
      columns: SUBSCRIPTION_COLUMNS,
      from: SUBSCRIPTION_FROM,
      key: 's.id',
      where: (parameters) => [
        `s.account_id = ${parameters.add(call.viewer.accountId)}`,
        `(s.project_id IS NULL OR ${projectIdTerm('s.project_id', call.viewer.projects, parameters)})`,
      ],
      item: subscriptionOf,
    }),
})
