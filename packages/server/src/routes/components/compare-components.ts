import { Type } from 'typebox'
import { Comparison } from '../../api/contract/knowledge.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { compare } from '../../read/compare.ts'

export default defineRoute({
  method: 'GET',
  path: '/compare',
  id: 'compareComponents',
  summary: 'Up to four packages side by side',
  tag: 'components',
  access: 'portfolio:read',
  query: Type.Object({ package: Type.Array(Type.String({ maxLength: 2000 }), { minItems: 1, maxItems: 4 }) }),
  response: Comparison,
  handle: (call) => compare(call.services.db, pictureOf(call), call.query.package),
})
