import { Impact, ImpactInput, ImpactRow } from '../../api/contract/knowledge.ts'
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
  rows: {
    row: ImpactRow,
    of: ({ added }) =>
      added.flatMap(({ problems, ...version }) => (problems.length === 0 ? [null] : problems).map((problem) => ({ ...version, problem }))),
  },
  handle: (call) => impact(call.services, pictureOf(call), call.body),
})
