import { AuditPage, AuditQuery } from '../../api/contract/administration.ts'
import { defineRoute } from '../../api/route.ts'
import { idPage } from '../../administration/id-page.ts'
import { AUDIT_COLUMNS, auditedEntries, auditRow } from '../../audit/audit-rows.ts'
import type { StoredAudit } from '../../audit/audit-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/audit',
  id: 'listAudit',
  summary: 'Who did what, newest first',
  tag: 'administration',
  access: 'audit:read',
  list: true,
  query: AuditQuery,
  response: AuditPage,
  handle: (call) => {
    const { actor, action, object } = call.query
    return idPage<StoredAudit, ReturnType<typeof auditRow>>(call, {
      list: 'audit',
      columns: AUDIT_COLUMNS,
      from: 'FROM audit a',
      key: 'a.seq',
      newestFirst: true,
      where: (parameters) => [
        ...auditedEntries(call.viewer, parameters),
        ...Object.entries({ actor, action, object }).flatMap(([name, value]) =>
          value === undefined ? [] : [`a.${name} = ${parameters.add(value)}`],
        ),
      ],
      item: auditRow,
    })
  },
})
