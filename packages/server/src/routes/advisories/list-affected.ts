import { Type } from 'typebox'
import { AffectedPage } from '../../api/contract/knowledge.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { AT_QUERY, PAGE_QUERY } from '../../api/contract/common.ts'
import { affectedPage } from '../../read/affected-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/advisories/:advisory/affected',
  id: 'listAffected',
  summary: 'Am I affected: every project, version and path',
  tag: 'advisories',
  access: 'portfolio:read',
  list: true,
  params: Type.Object({ advisory: Type.String({ maxLength: 200 }) }),
  query: Type.Object({ ...PAGE_QUERY, ...AT_QUERY }),
  response: AffectedPage,
  handle: (call) => affectedPage(call.services, pictureOf(call), call.params.advisory, call.query),
})
