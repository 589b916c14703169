import { Type } from 'typebox'
import { PackageDetail } from '../../api/contract/knowledge.ts'
import { AT_QUERY, Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { packageDetail } from '../../read/package-detail.ts'

export default defineRoute({
  method: 'GET',
  path: '/components/:id',
  id: 'getComponent',
  summary: 'One package',
  tag: 'components',
  access: 'portfolio:read',
  params: Type.Object({ id: Id }),
  query: Type.Object(AT_QUERY),
  response: PackageDetail,
  handle: (call) => packageDetail(call.services.db, pictureOf(call), call.params.id),
})
