import { Type } from 'typebox'
import { FindingPage, FindingQuery } from '../../api/contract/portfolio.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { findingPage } from '../../read/finding-rows.ts'
import { seenProject } from '../../read/seen-project.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/findings',
  id: 'listProjectFindings',
  summary: 'Findings of one project',
  tag: 'portfolio',
  access: 'portfolio:read',
  list: true,
  params: Type.Object({ project: Id }),
  query: FindingQuery,
  response: FindingPage,
  handle: async (call) => {
    const picture = pictureOf(call)
    await seenProject(call.services.db, picture, call.params.project)
    return findingPage(call.services.db, picture, { ...call.query, project: call.params.project })
  },
})
