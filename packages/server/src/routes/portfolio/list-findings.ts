import { FindingPage, FindingQuery } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { findingPage } from '../../read/finding-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/findings',
  id: 'listFindings',
  summary: 'Findings that are open, worst first; other states when asked for',
  tag: 'portfolio',
  access: 'portfolio:read',
  shared: true,
  list: true,
  query: FindingQuery,
  response: FindingPage,
  handle: (call) => findingPage(call.services.db, pictureOf(call), call.query),
})
