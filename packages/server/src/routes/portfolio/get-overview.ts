import { Type } from 'typebox'
import { Overview } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { AT_QUERY } from '../../api/contract/common.ts'
import { overview } from '../../read/overview.ts'

export default defineRoute({
  method: 'GET',
  path: '/overview',
  id: 'getOverview',
  summary: 'The numbers of the home pages, now or at a moment',
  tag: 'portfolio',
  access: 'portfolio:read',
  shared: true,
  query: Type.Object(AT_QUERY),
  response: Overview,
  handle: (call) => overview(call.services.db, pictureOf(call)),
})
