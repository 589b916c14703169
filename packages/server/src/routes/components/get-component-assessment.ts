import { Type } from 'typebox'
import { AT_QUERY, Id } from '../../api/contract/common.ts'
import { AssessmentCheck, AssessmentView } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { packageAssessment } from '../../read/assessment-view.ts'
import { pictureOf } from '../../read/picture-of.ts'

export default defineRoute({
  method: 'GET',
  path: '/components/:id/assessment',
  id: 'getComponentAssessment',
  summary: 'How the repository behind a package is kept: checks, standards, and how its score went',
  tag: 'evidence',
  access: 'portfolio:read',
  params: Type.Object({ id: Id }),
  query: Type.Object(AT_QUERY),
  response: AssessmentView,
  rows: { row: AssessmentCheck, of: ({ checks }) => checks },
  handle: (call) => packageAssessment(call.services.db, pictureOf(call), call.params.id),
})
