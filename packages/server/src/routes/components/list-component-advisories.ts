import { Type } from 'typebox'
import { PackageAdvisoryPage } from '../../api/contract/knowledge.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { PAGE_QUERY } from '../../api/contract/common.ts'
import { packageAdvisories } from '../../read/package-advisories.ts'

export default defineRoute({
  method: 'GET',
  path: '/components/:id/advisories',
  id: 'listComponentAdvisories',
  summary: 'Problems known of a package',
  tag: 'components',
  access: 'portfolio:read',
  list: true,
  params: Type.Object({ id: Id }),
  query: Type.Object(PAGE_QUERY),
  response: PackageAdvisoryPage,
  handle: (call) => packageAdvisories(call.services.db, pictureOf(call), call.params.id, call.query),
})
