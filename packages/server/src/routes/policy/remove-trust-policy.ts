import { Type } from 'typebox'
import { defineRoute } from '../../api/route.ts'
import { changeTrustPolicy } from '../../trust/change-trust-policy.ts'
import { expectedVersion } from '../../write/expected-version.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/trust-policy',
  id: 'removeTrustPolicy',
  summary: 'Trust nobody any more; If-Match names the version that is taken away, which stays in the history',
  tag: 'policy',
  access: 'policy:write',
  query: Type.Object({ organisation: Type.Optional(Type.String({ maxLength: 100 })) }),
  response: Type.Null(),
  status: 204,
  handle: async (call) => {
    await changeTrustPolicy(call, { organisation: call.query.organisation, text: null, expected: expectedVersion(call.request) })
    return null
  },
})
