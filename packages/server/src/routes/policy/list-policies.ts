import { Type } from 'typebox'
import { PolicyPackPage } from '../../api/contract/policies.ts'
import { PAGE_QUERY } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { policyPackPage } from '../../read/policy-pack-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/policies',
  id: 'listPolicies',
  summary: 'Policy packs in use',
  tag: 'policy',
  access: 'policy:read',
  list: true,
  query: Type.Object(PAGE_QUERY),
  response: PolicyPackPage,
  handle: (call) => policyPackPage(call.services.db, pictureOf(call), call.query),
})
