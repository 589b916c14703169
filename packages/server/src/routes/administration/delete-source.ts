import { parameters as newParameters } from '../../read/parameters.ts'
import { projectIdTerm } from '../../read/project-term.ts'
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
    const parameters = newParameters()
    const [source] = await services.db.query<{ project_id: number; location: string }>(
      `SELECT s.project_id, s.location FROM source s WHERE s.id = ${parameters.add(params.source)} AND ${projectIdTerm('s.project_id', viewer.projects, parameters)}`,
      parameters.values,
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
