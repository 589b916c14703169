import { Type } from 'typebox'
import { AT_QUERY, Id, PAGE_QUERY } from '../../api/contract/common.ts'
import { TriagePage } from '../../api/contract/knowledge.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { triagePage } from '../../read/triage-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/triage',
  id: 'listTriage',
  summary: 'Statements that hold about findings',
  tag: 'triage',
  access: 'portfolio:read',
  list: true,
  query: Type.Object({ ...PAGE_QUERY, ...AT_QUERY, project: Type.Optional(Id), vulnerability: Type.Optional(Id) }),
  response: TriagePage,
  handle: (call) => triagePage(call.services.db, pictureOf(call), call.query),
})
