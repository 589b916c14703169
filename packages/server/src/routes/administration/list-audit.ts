import { AuditPage, AuditQuery } from '../../api/contract/administration.ts'
import { defineRoute } from '../../api/route.ts'
import { idPage } from '../../administration/id-page.ts'
import { AUDIT_COLUMNS, auditedEntries, auditRow } from '../../audit/audit-rows.ts'
import type { StoredAudit } from '../../audit/audit-rows.ts'

interface NamedAudit extends StoredAudit {
  readonly name: string | null
}

/** The number behind the colon of an actor, when it is one. */
const NUMBER = `CASE WHEN a.actor ~ '^[a-z]+:[0-9]{1,9}$' THEN split_part(a.actor, ':', 2)::int4 END`
const ACTOR_NAME = `CASE split_part(a.actor, ':', 1)
  WHEN 'account' THEN (SELECT x.name FROM account x WHERE x.id = ${NUMBER})
  WHEN 'token' THEN (SELECT x.name FROM api_token x WHERE x.id = ${NUMBER})
  WHEN 'ci' THEN (SELECT x.name FROM ci_trust x WHERE x.id = ${NUMBER}) END`

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
    return idPage<NamedAudit, ReturnType<typeof auditRow>>(call, {
      list: 'audit',
      columns: `${AUDIT_COLUMNS}, ${ACTOR_NAME} AS name`,
      from: 'FROM audit a',
      key: 'a.seq',
      newestFirst: true,
      where: (parameters) => [
        ...auditedEntries(call.viewer, parameters),
        ...Object.entries({ actor, action, object }).flatMap(([name, value]) =>
          value === undefined ? [] : [`a.${name} = ${parameters.add(value)}`],
        ),
      ],
      item: (row) => ({ ...auditRow(row), name: row.name ?? '' }),
    })
  },
})
