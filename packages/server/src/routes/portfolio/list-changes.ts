import { Type } from 'typebox'
import { ChangePage } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { AT_QUERY, Id, PAGE_QUERY, Time } from '../../api/contract/common.ts'
import { changePage } from '../../read/change-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/changes',
  id: 'listChanges',
  summary: 'What was opened, closed and changed, newest first',
  tag: 'portfolio',
  access: 'portfolio:read',
  shared: true,
  list: true,
  query: Type.Object({ ...PAGE_QUERY, ...AT_QUERY, project: Type.Optional(Id), since: Type.Optional(Time) }),
  response: ChangePage,
  handle: (call) => changePage(call.services.db, pictureOf(call), call.query),
})
