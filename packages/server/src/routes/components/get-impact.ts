import { Impact, ImpactInput } from '../../api/contract/knowledge.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { impact } from '../../read/impact.ts'

export default defineRoute({
  method: 'POST',
  path: '/impact',
  id: 'getImpact',
  summary: 'What these versions would add to what is there',
  tag: 'components',
  access: 'portfolio:read',
  body: ImpactInput,
  response: Impact,
  handle: (call) => impact(call.services.db, pictureOf(call), call.body),
})
