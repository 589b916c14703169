import { Type } from 'typebox'
import { defineRoute } from '../../api/route.ts'
import { auditLines } from '../../audit/audit-lines.ts'

export default defineRoute({
  method: 'GET',
  path: '/audit/export',
  id: 'exportAudit',
  summary: 'The audit log as JSON lines, oldest first, with what is needed to verify it elsewhere',
  tag: 'administration',
  access: 'audit:read',
  media: 'application/x-ndjson',
  response: Type.Unknown(),
  handle: async ({ services, viewer, signal, reply }) => {
    reply.header('content-disposition', 'attachment; filename="audit.jsonl"')
    return auditLines(services.db, viewer, signal)
  },
})
