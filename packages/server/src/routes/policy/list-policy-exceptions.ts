import { Type } from 'typebox'
import { PolicyExceptionPage } from '../../api/contract/policies.ts'
import { Id, PAGE_QUERY } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { policyExceptionPage } from '../../read/policy-exception-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/policy-exceptions',
  id: 'listPolicyExceptions',
  summary: 'Who answers for which rule not being kept, the next to expire first',
  tag: 'policy',
  access: 'policy:read',
  list: true,
  query: Type.Object({ ...PAGE_QUERY, project: Type.Optional(Id) }),
  response: PolicyExceptionPage,
  handle: (call) => policyExceptionPage(call.services.db, pictureOf(call), call.query),
})
