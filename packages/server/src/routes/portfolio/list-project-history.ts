import { Type } from 'typebox'
import { HistoryPage } from '../../api/contract/portfolio.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { PAGE_QUERY } from '../../api/contract/common.ts'
import { historyPage } from '../../read/history-rows.ts'
import { seenProject } from '../../read/seen-project.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/history',
  id: 'listProjectHistory',
  summary: 'What happened to a project: snapshots, problems, triage',
  tag: 'portfolio',
  access: 'portfolio:read',
  list: true,
  params: Type.Object({ project: Id }),
  query: Type.Object(PAGE_QUERY),
  response: HistoryPage,
  handle: async (call) => {
    const picture = pictureOf(call)
    await seenProject(call.services.db, picture, call.params.project)
    return historyPage(call.services.db, picture, call.params.project, call.query)
  },
})
