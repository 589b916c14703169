import { Type } from 'typebox'
import { PackageUserPage } from '../../api/contract/knowledge.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { AT_QUERY, PAGE_QUERY } from '../../api/contract/common.ts'
import { packageUsers } from '../../read/package-users.ts'

export default defineRoute({
  method: 'GET',
  path: '/components/:id/projects',
  id: 'listComponentProjects',
  summary: 'Who uses a package',
  tag: 'components',
  access: 'portfolio:read',
  list: true,
  params: Type.Object({ id: Id }),
  query: Type.Object({ ...PAGE_QUERY, ...AT_QUERY }),
  response: PackageUserPage,
  handle: (call) => packageUsers(call.services.db, pictureOf(call), call.params.id, call.query),
})
