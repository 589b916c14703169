import { Type } from 'typebox'
import { ProjectDetail } from '../../api/contract/portfolio.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { AT_QUERY } from '../../api/contract/common.ts'
import { projectDetail } from '../../read/project-detail.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project',
  id: 'getProject',
  summary: 'One project',
  tag: 'portfolio',
  access: 'portfolio:read',
  params: Type.Object({ project: Id }),
  query: Type.Object(AT_QUERY),
  response: ProjectDetail,
  handle: async (call) => {
    const detail = await projectDetail(call.services.db, pictureOf(call), call.params.project)
    void call.reply.header('etag', `"${detail.version}"`)
    return detail
  },
})
