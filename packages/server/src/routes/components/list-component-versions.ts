import { Type } from 'typebox'
import { PackageVersionPage } from '../../api/contract/knowledge.ts'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { AT_QUERY, PAGE_QUERY } from '../../api/contract/common.ts'
import { packageVersions } from '../../read/package-versions.ts'

export default defineRoute({
  method: 'GET',
  path: '/components/:id/versions',
  id: 'listComponentVersions',
  summary: 'Versions of a package that are in use here',
  tag: 'components',
  access: 'portfolio:read',
  list: true,
  params: Type.Object({ id: Id }),
  query: Type.Object({ ...PAGE_QUERY, ...AT_QUERY }),
  response: PackageVersionPage,
  handle: (call) => packageVersions(call.services.db, pictureOf(call), call.params.id, call.query),
})
