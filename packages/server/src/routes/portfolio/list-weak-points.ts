import { Type } from 'typebox'
import { WeakPointPage } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { AT_QUERY, PAGE_QUERY } from '../../api/contract/common.ts'
import { weakPointPage } from '../../read/weak-points.ts'

export default defineRoute({
  method: 'GET',
  path: '/weak-points',
  id: 'listWeakPoints',
  summary: 'Packages by how many projects need them and how weak they stand: where to help',
  tag: 'portfolio',
  access: 'portfolio:read',
  shared: true,
  list: true,
  query: Type.Object({ ...PAGE_QUERY, ...AT_QUERY }),
  response: WeakPointPage,
  handle: (call) => weakPointPage(call.services.db, pictureOf(call), call.query),
})
