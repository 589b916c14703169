import { GraphAnswer, GraphQuery, GraphRow } from '../../api/contract/knowledge.ts'
import { defineRoute } from '../../api/route.ts'
import { graphRows } from '../../read/graph-rows.ts'
import { walkGraph } from '../../read/graph-walk.ts'
import { pictureOf } from '../../read/picture-of.ts'

export default defineRoute({
  method: 'POST',
  path: '/graph/query',
  id: 'queryGraph',
  summary: 'Walk from projects, packages, versions or problems along chosen edges, within bounds',
  tag: 'components',
  access: 'portfolio:read',
  body: GraphQuery,
  response: GraphAnswer,
  rows: { row: GraphRow, of: graphRows },
  handle: (call) => walkGraph(call.services.db, pictureOf(call), call.body),
})
