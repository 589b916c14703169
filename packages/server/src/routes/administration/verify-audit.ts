import { AuditVerification } from '../../api/contract/administration.ts'
import { forbidden } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { verifyAudit } from '../../audit/verify-audit.ts'

export default defineRoute({
  method: 'GET',
  path: '/audit/verify',
  id: 'verifyAudit',
  summary: 'Whether the audit log is whole: computes its chain of digests anew',
  tag: 'administration',
  access: 'audit:read',
  response: AuditVerification,
  handle: async ({ services, viewer }) => {
    if (!viewer.mayIn('audit:read', {})) throw forbidden('audit:read')
    return { ...(await verifyAudit(services.db)) }
  },
})
