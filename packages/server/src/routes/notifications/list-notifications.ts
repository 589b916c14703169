import { projectTerm } from '../../read/project-term.ts'
import type { Static } from 'typebox'
import type { Notification } from '../../api/contract/administration.ts'
import { NotificationPage, PAGE } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { idPage } from '../../administration/id-page.ts'
import { timeOf, VULNERABILITY_COLUMNS, vulnerabilityOf } from '../../read/vulnerability-facts.ts'
import type { VulnerabilityRowData } from '../../read/vulnerability-facts.ts'

interface Row extends VulnerabilityRowData {
  readonly id: number
  readonly at: Date
  readonly event: string
  readonly payload: { readonly text?: string }
  readonly project_id: number | null
  readonly project_slug: string
  readonly project_name: string
  readonly read: Date | null
}

export default defineRoute({
  method: 'GET',
  path: '/notifications',
  id: 'listNotifications',
  summary: 'What the caller was told about, newest first',
  tag: 'notifications',
  access: 'notification:self',
  list: true,
  query: PAGE,
  response: NotificationPage,
  handle: (call) =>
    idPage<Row, Static<typeof Notification>>(call, {
      list: 'notifications',
      columns: `n.id, e.at, e.kind AS event, e.payload, p.id AS project_id, p.slug AS project_slug, p.name AS project_name, n.read_at AS read, ${VULNERABILITY_COLUMNS}`,
      from: `FROM notification n JOIN outbox e ON e.id = n.outbox_id LEFT JOIN project p ON p.id = e.project_id LEFT JOIN vulnerability v ON v.id = e.vulnerability_id`,
      key: 'n.id',
      newestFirst: true,
      where: (parameters) => {
        const { accountId, projects, organisations } = call.viewer
        const own = `n.account_id = ${parameters.add(accountId)}`
        if (projects === null) return [own]
        // A grant that was taken away takes the news with it.
        const seen = `(${projectTerm('p', projects, parameters)} OR (e.project_id IS NULL AND e.org_id = ANY(${parameters.add(organisations)}::int4[])))`
        return [own, seen]
      },
      item: (row) => ({
        id: Number(row.id),
        at: timeOf(row.at),
        kind: row.event,
        project: row.project_id === null ? null : { id: row.project_id, slug: row.project_slug, name: row.project_name },
        vulnerability: row.v_id === null ? null : vulnerabilityOf(row),
        text: row.payload.text ?? '',
        read: timeOf(row.read),
      }),
    }),
})
