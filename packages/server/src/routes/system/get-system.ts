import { System } from '../../api/contract/administration.ts'
import { forbidden } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { systemFacts } from '../../administration/system-facts.ts'

export default defineRoute({
  method: 'GET',
  path: '/system',
  id: 'getSystem',
  summary: 'How the server itself is: store, schema, advisory data, queues, backups',
  tag: 'system',
  access: 'admin:write',
  response: System,
  handle: async ({ services, viewer, app, now }) => {
    if (!viewer.mayIn('admin:write', {})) throw forbidden('admin:write')
    return systemFacts(services, app, now)
  },
})
