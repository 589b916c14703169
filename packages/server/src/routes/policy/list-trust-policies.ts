import { Type } from 'typebox'
import { PAGE_QUERY } from '../../api/contract/common.ts'
import { TrustPolicyVersionPage } from '../../api/contract/trust.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { trustPolicyPage } from '../../read/trust-policy-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/trust-policies',
  id: 'listTrustPolicies',
  summary: 'Trust policies that are and were in use, the newest first',
  tag: 'policy',
  access: 'policy:read',
  list: true,
  query: Type.Object({ ...PAGE_QUERY, organisation: Type.Optional(Type.String({ maxLength: 100 })) }),
  response: TrustPolicyVersionPage,
  handle: (call) => trustPolicyPage(call.services.db, pictureOf({ ...call, query: {} }), call.query),
})
