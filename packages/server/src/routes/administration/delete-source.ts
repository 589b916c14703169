import { Type } from 'typebox'
import { Id } from '../../api/contract/index.ts'
import { notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { projectFor } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/sources/:source',
  id: 'deleteSource',
  summary: 'Reads a repository or folder no more; what it gave stays',
  tag: 'administration',
  access: 'project:write',
  status: 204,
  params: Type.Object({ source: Id }),
  response: Type.Null(),
  handle: async (call) => {
    const { services, viewer, params } = call
    const [source] = await services.db.query<{ project_id: number; location: string }>(
      'SELECT project_id, location FROM source WHERE id = $1 AND ($2::int4[] IS NULL OR project_id = ANY($2::int4[]))',
      [params.source, viewer.projects],
    )
    if (source === undefined) throw notFound('the source')
    const { organisation } = await projectFor(services.db, viewer, 'project:write', source.project_id)
    return audited(call, async (transaction) => {
      await transaction.run('DELETE FROM source WHERE id = $1', [params.source])
      const detail = { location: source.location }
      return { action: 'source.delete', object: `source:${params.source}`, organisation, detail, result: null }
    })
  },
})
