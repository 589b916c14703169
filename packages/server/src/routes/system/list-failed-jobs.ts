import { FailedJobPage, PAGE } from '../../api/contract/index.ts'
import { forbidden } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { timeOf } from '../../read/vulnerability-facts.ts'

export default defineRoute({
  method: 'GET',
  path: '/system/failed-jobs',
  id: 'listFailedJobs',
  summary: 'Background work that was put aside, with the reason',
  tag: 'system',
  access: 'admin:write',
  list: true,
  query: PAGE,
  response: FailedJobPage,
  handle: async ({ viewer, app, now }) => {
    if (!viewer.mayIn('admin:write', {})) throw forbidden('admin:write')
    const jobs = (await app.work?.aside(1000)) ?? []
    const items = jobs.map(({ id, queue, reason, since, attempts }) => ({ id, queue, reason, at: timeOf(since), attempts }))
    return { items, next: null, total: { count: items.length, type: 'EXACT' as const }, asOf: now.toISOString() }
  },
})
