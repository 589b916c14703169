import { Type } from 'typebox'
import { Id } from '../../api/contract/common.ts'
import { ProjectDetail, ProjectPatch } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { projectDetail } from '../../read/project-detail.ts'
import { changeProject } from '../../write/change-project.ts'
import { expectedVersion } from '../../write/expected-version.ts'

export default defineRoute({
  method: 'PATCH',
  path: '/projects/:project',
  id: 'changeProject',
  summary: 'Change what is named; If-Match names the version that was read',
  tag: 'portfolio',
  access: 'project:write',
  params: Type.Object({ project: Id }),
  body: ProjectPatch,
  response: ProjectDetail,
  handle: async (call) => {
    const picture = pictureOf(call)
    await changeProject(call.services, picture, call.params.project, call.body, expectedVersion(call.request))
    const detail = await projectDetail(call.services.db, picture, call.params.project)
    void call.reply.header('etag', `"${detail.version}"`)
    return detail
  },
})
