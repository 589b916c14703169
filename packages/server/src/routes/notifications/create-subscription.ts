import { containingSets } from '../../read/containing-sets.ts'
import { parameters as newParameters } from '../../read/parameters.ts'
import { projectIdTerm } from '../../read/project-term.ts'
import { Subscription, SubscriptionInput } from '../../api/contract/administration.ts'
import { forbidden, notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { projectFor } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'
import { checkEventKinds } from '../../administration/event-kinds.ts'
import { SUBSCRIPTION_COLUMNS, SUBSCRIPTION_FROM, subscriptionOf } from '../../administration/subscription-rows.ts'
import type { SubscriptionRow } from '../../administration/subscription-rows.ts'

export default defineRoute({
  method: 'POST',
  path: '/subscriptions',
  id: 'createSubscription',
  summary: 'Wishes to be told about events, of a project, a package, or everything visible',
  tag: 'notifications',
  access: 'notification:self',
  status: 201,
  body: SubscriptionInput,
  response: Subscription,
  handle: async (call) => {
    const { services, viewer, body, now } = call
    if (viewer.accountId === null) throw forbidden('an account')
    checkEventKinds(body.kinds)
    if (body.project !== undefined) await projectFor(services.db, viewer, 'notification:self', body.project)
    return audited(call, async (transaction) => {
      if (body.package !== undefined) {
        const parameters = newParameters()
        const found = await transaction.query(
          `SELECT 1 FROM package_version v ${containingSets('v.id', 'now')} JOIN snapshot s ON s.set_id = c.id AND s.until IS NULL
           WHERE v.package_id = ${parameters.add(body.package)} AND ${projectIdTerm('s.project_id', viewer.projects, parameters)} LIMIT 1`,
          parameters.values,
        )
        if (found.length === 0) throw notFound('the package')
      }
      const [row] = await transaction.query<{ id: number }>(
        'INSERT INTO subscription (account_id, project_id, package_id, kinds, min_severity, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id',
        [viewer.accountId, body.project ?? null, body.package ?? null, body.kinds, body.minSeverity ?? 'unknown', now],
      )
      const [made] = await transaction.query<SubscriptionRow>(`SELECT ${SUBSCRIPTION_COLUMNS} ${SUBSCRIPTION_FROM} WHERE s.id = $1`, [
        row?.id,
      ])
      if (made === undefined) throw new Error('the subscription was not made')
      return {
        action: 'subscription.create',
        object: `subscription:${made.id}`,
        organisation: null,
        detail: body,
        result: subscriptionOf(made),
      }
    })
  },
})
