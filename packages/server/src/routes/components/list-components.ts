import { PackagePage, PackageQuery } from '../../api/contract/knowledge.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { packagePage } from '../../read/package-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/components',
  id: 'listComponents',
  summary: 'Packages that somebody here has',
  tag: 'components',
  access: 'portfolio:read',
  shared: true,
  list: true,
  query: PackageQuery,
  response: PackagePage,
  handle: (call) => packagePage(call.services.db, pictureOf(call), call.query),
})
