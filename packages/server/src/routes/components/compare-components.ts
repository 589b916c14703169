import { Type } from 'typebox'
import { ComparedPackage, Comparison } from '../../api/contract/knowledge.ts'
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
  rows: { row: ComparedPackage, of: ({ items }) => items },
  handle: (call) => compare(call.services, pictureOf(call), call.query.package),
})
