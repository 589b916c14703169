import { Type } from 'typebox'
import { Done } from '../../api/contract/index.ts'
import { forbidden, notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { audited } from '../../administration/audited.ts'

export default defineRoute({
  method: 'POST',
  path: '/system/failed-jobs/:queue/:job/retry',
  id: 'retryFailedJob',
  summary: 'Lets background work that was put aside run again',
  tag: 'system',
  access: 'admin:write',
  params: Type.Object({ queue: Type.String({ maxLength: 100 }), job: Type.String({ maxLength: 100 }) }),
  response: Done,
  handle: async (call) => {
    const { viewer, params, app } = call
    if (!viewer.mayIn('admin:write', {})) throw forbidden('admin:write')
    if ((await app.work?.retryAside(params.queue, params.job)) !== true) throw notFound('the job')
    return audited(call, async () => ({
      action: 'job.retry',
      object: `job:${params.job}`,
      organisation: null,
      detail: { queue: params.queue },
      result: { done: true },
    }))
  },
})
