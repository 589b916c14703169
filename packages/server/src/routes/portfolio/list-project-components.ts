import { Type } from 'typebox'
import { ProjectComponentPage } from '../../api/contract/portfolio.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { AT_QUERY, PAGE_QUERY } from '../../api/contract/common.ts'
import { componentPage } from '../../read/component-rows.ts'
import { seenProject } from '../../read/seen-project.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/components',
  id: 'listProjectComponents',
  summary: 'Components of one project',
  tag: 'portfolio',
  access: 'portfolio:read',
  list: true,
  params: Type.Object({ project: Id }),
  query: Type.Object({ ...PAGE_QUERY, ...AT_QUERY, q: Type.Optional(Type.String({ maxLength: 200 })) }),
  response: ProjectComponentPage,
  handle: async (call) => {
    const picture = pictureOf(call)
    await seenProject(call.services.db, picture, call.params.project)
    return componentPage(call.services.db, picture, call.params.project, call.query)
  },
})
