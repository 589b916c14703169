import { Type } from 'typebox'
import { AT_QUERY, Id, PAGE_QUERY, PolicyOutcome } from '../../api/contract/common.ts'
import { PolicyResultPage } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { policyResultPage } from '../../read/policy-result-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/policy',
  id: 'listProjectPolicy',
  summary: 'What each rule says of a project, what that rests on, and what is not known',
  tag: 'policy',
  access: 'policy:read',
  list: true,
  params: Type.Object({ project: Id }),
  query: Type.Object({
    ...PAGE_QUERY,
    ...AT_QUERY,
    outcome: Type.Optional(PolicyOutcome),
    pack: Type.Optional(Type.String({ maxLength: 100 })),
  }),
  response: PolicyResultPage,
  handle: (call) => policyResultPage(call.services.db, pictureOf(call), call.params.project, call.query),
})
